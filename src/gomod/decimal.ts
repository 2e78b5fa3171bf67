import { compareAscii, type Order } from './order.ts'

/**
 * Compares decimal numbers of any length written without leading zeros. The empty text stands for
 * "no number" and comes before 0.
 */
export function compareDecimals(a: string, b: string): Order {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1
  return compareAscii(a, b)
}

/** The next decimal number, of any length, in linear time. */
export function incrementDecimal(decimal: string): string {
  const { head, tail } = splitBeforeRun(decimal, '9')
  const zeros = '0'.repeat(tail)
  return head === '' ? `1${zeros}` : bumpLastDigit(head, 1) + zeros
}

/** The decimal number before, of any length, in linear time; undefined before 0. */
export function decrementDecimal(decimal: string): string | undefined {
  const { head, tail } = splitBeforeRun(decimal, '0')
  if (head === '') return undefined
  const lower = bumpLastDigit(head, -1) + '9'.repeat(tail)
  return lower.length > 1 && lower.startsWith('0') ? lower.slice(1) : lower
}

/** Cuts a run of one digit off the end; `tail` is its length. */
function splitBeforeRun(decimal: string, digit: string): { head: string; tail: number } {
  let end = decimal.length
  while (end > 0 && decimal[end - 1] === digit) end -= 1
  return { head: decimal.slice(0, end), tail: decimal.length - end }
}

function bumpLastDigit(decimal: string, by: 1 | -1): string {
  return decimal.slice(0, -1) + String(Number(decimal.slice(-1)) + by)
}
