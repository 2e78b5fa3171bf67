import { structuredPatch } from 'diff'

/** How the text of a file changed. */
export interface LineChange {
  readonly added: number
  readonly removed: number
  /** The beginning of the difference, each line after ` `, `-` or `+`. */
  readonly lines: readonly string[]
}

/** Lines of the difference that are shown. */
const mostLines = 20
/** Characters of a line that are shown. */
const longestLine = 300
/** How long two texts are compared, in milliseconds: some texts take for ever. */
const patience = 500

/**
 * Counts the lines that differ; undefined where either is no text. What takes too long to compare counts as replaced
 * whole.
 */
export function countLines(before: Uint8Array, after: Uint8Array): LineChange | undefined {
  const [old, now] = [textOf(before), textOf(after)]
  if (old === undefined || now === undefined) return undefined
  const patch = structuredPatch('', '', old, now, '', '', { context: 2, timeout: patience })
  if (patch === undefined) return { added: linesIn(now), removed: linesIn(old), lines: [] }
  const all = patch.hunks.flatMap(({ lines }) => lines).filter((line) => !line.startsWith('\\'))
  return {
    added: all.filter((line) => line.startsWith('+')).length,
    removed: all.filter((line) => line.startsWith('-')).length,
    lines: all.slice(0, mostLines).map((line) => line.slice(0, longestLine)),
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function linesIn(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
