/** What a comparison answers: `a` before, equal to, or after `b`. */
export type Order = -1 | 0 | 1

/** Compares ASCII text by its bytes. */
export function compareAscii(a: string, b: string): Order {
  if (a === b) return 0
  return a < b ? -1 : 1
}
