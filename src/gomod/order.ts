/** What a comparison answers: `a` before, equal to, or after `b`. */
export type Order = -1 | 0 | 1

/** Compares ASCII text by its bytes. */
export function compareAscii(a: string, b: string): Order {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/**
 * Compares text by the bytes of its UTF-8, as Go compares strings. JavaScript's own order, by UTF-16 units, differs only
 * where a surrogate meets U+E000 to U+FFFF.
 */
export function compareBytes(a: string, b: string): Order {
  if (!beyondPlain.test(a) && !beyondPlain.test(b)) return compareAscii(a, b)
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

const beyondPlain = /[\uD800-\uFFFF]/
