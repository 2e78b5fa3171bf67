import { Failure } from '../../failure.ts'
import { parseGoSum, type GoSumLine } from '../../gomod/go-sum.ts'
import { isForeignHash, isHash1 } from '../../gomod/h1.ts'
import { decodeText } from '../../gomod/mod-file/decode.ts'
import { safeLine } from '../../safe-text.ts'
import { counted } from '../report/units.ts'

/** Problems that are told of one file. */
const mostProblems = 10

/**
 * Reads a go.sum file whose hashes are going to be compared: one that is none would look like changed content. Hashes
 * of other algorithms than `h1` stay among the lines, and a note says for each algorithm that they are not compared. A
 * byte order mark is no part of the first path here, and noted, too.
 *
 * @param name stands in the texts
 * @throws Failure `invalid` that names the lines that are wrong
 */
export function checkedSums(
  name: string,
  bytes: string | Uint8Array,
): { readonly lines: readonly GoSumLine[]; readonly notes: readonly string[] } {
  const text = decodeText(bytes)
  const { lines, problems } = parseGoSum(text.replace(/^\ufeff/, ''), name)
  const wrong = lines
    .filter(({ sum }) => !isHash1(sum) && !isForeignHash(sum))
    .map(({ line, sum }) => ({ line, text: `${name}:${line}: "${sum}" is not a hash` }))
  const texts = [...problems, ...wrong]
    .toSorted((a, b) => a.line - b.line)
    .slice(0, mostProblems)
    .map(({ text }) => safeLine(text))
  if (texts.length > 0) {
    throw new Failure('invalid', `Cannot check a broken go.sum\n${texts.join('\n')}`)
  }
  const unknown = Map.groupBy(
    lines.filter(({ sum }) => isForeignHash(sum)),
    ({ sum }) => sum.slice(0, sum.indexOf(':')),
  )
  const notes = [...unknown].map(
    ([algorithm, { length }]) =>
      `${name}: ${counted(length, 'hash')} of the unknown algorithm "${algorithm}" ignored`,
  )
  if (text.startsWith('\ufeff')) {
    notes.unshift(`${name}:1: the byte order mark makes go ignore this line: remove it`)
  }
  return { lines, notes }
}
