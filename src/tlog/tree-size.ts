import { InvalidError } from '../gomod/invalid-error.ts'

/**
 * The largest tree this folder works with: 2^52 records, so that every stored hash index (below twice
 * the size) is a safe integer. Sizes and record ids are plain numbers for that reason. The public
 * database has 2^26 records.
 */
export const maxTreeSize = 2 ** 52

/**
 * Reads a tree size or record id: decimal, no sign, no leading zeros, at most {@link maxTreeSize}.
 *
 * @throws InvalidError naming `what` it should have been
 */
export function parseSize(text: string, what: string): number {
  const size = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
  if (size <= maxTreeSize) return size
  throw new InvalidError(
    `Invalid ${what} ${JSON.stringify(text.slice(0, 40))}: ` +
      'it must be a decimal number up to 2^52 without leading zeros',
  )
}

/** Whether `size` can be the size of a tree: an integer from 0 to {@link maxTreeSize}. */
export function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 0 && size <= maxTreeSize
}
