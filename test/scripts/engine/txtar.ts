/** One file of a txtar archive. */
export interface TxtarFile {
  /** As its marker line names it, without surrounding white space. */
  readonly name: string
  readonly content: Buffer
}

/** A text archive: a script, and the files it finds. */
export interface Txtar {
  /** What stands before the first file. */
  readonly script: string
  readonly files: readonly TxtarFile[]
}

/**
 * Reads a txtar archive. Every input is one; bytes are kept as they are, and a text without a line end at its end gets
 * one. Source: package `internal/txtar` (format comment).
 */
export function parseTxtar(bytes: Uint8Array): Txtar {
  // latin1 keeps every byte as one character, whatever the encoding of the text
  const text = Buffer.from(bytes).toString('latin1')
  const parts: { name: string; from: number; to: number }[] = [{ name: '', from: 0, to: 0 }]
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at)
    const next = lineEnd < 0 ? text.length : lineEnd + 1
    const name = markedName(text.slice(at, lineEnd < 0 ? text.length : lineEnd))
    const last = parts.at(-1)
    if (name === undefined && last !== undefined) last.to = next
    if (name !== undefined) parts.push({ name, from: next, to: next })
    at = next
  }
  const [script, ...files] = parts.map(({ name, from, to }) => ({
    name: Buffer.from(name, 'latin1').toString(),
    content: Buffer.from(withLineEnd(text.slice(from, to)), 'latin1'),
  }))
  return { script: script?.content.toString() ?? '', files }
}

function markedName(line: string): string | undefined {
  const [, name = ''] = /^-- (.*) --$/.exec(line) ?? []
  return name.trim() || undefined
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
