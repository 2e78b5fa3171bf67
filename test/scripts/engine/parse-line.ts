/** A piece of an argument; variables are replaced only where it was not quoted. */
export interface Fragment {
  readonly text: string
  readonly isQuoted: boolean
}

/** What a line asks for, before variables are replaced. */
export interface Line {
  /** How the command has to end: '' well, '!' badly, '?' either way. */
  readonly want: '' | '!' | '?'
  readonly conditions: readonly { readonly tag: string; readonly isWanted: boolean }[]
  readonly name: string
  readonly args: readonly (readonly Fragment[])[]
  readonly isBackground: boolean
}

/**
 * Reads one line of a script; undefined when it has no command.
 *
 * Source of the language: `cmd/internal/script` (package comment).
 *
 * @throws Error when a quote is not closed, a prefix is doubled or empty, or a prefix has no command
 */
export function parseLine(line: string): Line | undefined {
  const words = splitWords(line)
  if (words.length === 0) return undefined
  const conditions: { tag: string; isWanted: boolean }[] = []
  let want: Line['want'] = ''
  for (const [index, word] of words.entries()) {
    const plain = plainText(word)
    if (plain === '!' || plain === '?') {
      if (want !== '') throw new Error(`"${plain}" after "${want}": a command has one of them`)
      want = plain
      continue
    }
    const [, inBrackets] = /^\[(.*)\]$/.exec(plain ?? '') ?? []
    if (inBrackets !== undefined) {
      const [, not, tag = ''] = /^\s*(!?)\s*(.*?)\s*$/.exec(inBrackets) ?? []
      if (tag === '') throw new Error('a condition in brackets is empty')
      conditions.push({ tag, isWanted: not === '' })
      continue
    }
    if (plain === undefined) throw new Error('the name of a command cannot be quoted')
    const rest = words.slice(index + 1)
    const last = rest.at(-1)
    const isBackground = last !== undefined && plainText(last) === '&'
    const args = isBackground ? rest.slice(0, -1) : rest
    return { want, conditions, name: plain, args, isBackground }
  }
  throw new Error('the line has a prefix but no command')
}

/** The text of a word that is in one piece and not quoted. */
function plainText(word: readonly Fragment[]): string | undefined {
  const [only, ...others] = word
  return only === undefined || only.isQuoted || others.length > 0 ? undefined : only.text
}

/** White space parts words, `#` ends the line, `'` quotes, and `''` within quotes is one quote. */
function splitWords(line: string): Fragment[][] {
  const words: Fragment[][] = []
  let isInWord = false
  let at = 0
  const token = /(?<space>[ \t\r]+)|(?<rest>#.*)|'(?<quoted>(?:[^']|'')*)'|(?<bare>[^ \t\r#']+)/y
  while (at < line.length) {
    token.lastIndex = at
    const found = token.exec(line)
    if (found === null) throw new Error(`a quote is not closed: ${line.slice(at)}`)
    at = token.lastIndex
    const { quoted, bare, rest } = found.groups ?? {}
    if (rest !== undefined) break
    const text = quoted?.replaceAll("''", "'") ?? bare
    if (text !== undefined) {
      if (!isInWord) words.push([])
      words.at(-1)?.push({ text, isQuoted: quoted !== undefined })
    }
    isInWord = text !== undefined
  }
  return words
}
