/** Part of a body: `start` and `size` in bytes, `size` ≥ 1. */
export interface Part {
  readonly start: number
  readonly size: number
}

/**
 * The part of a body that a Range header asks for; `none` when the body ends before it begins;
 * undefined when the whole is to be sent: no range, several, another unit, or a malformed header.
 *
 * @param total bytes of the whole body
 *
 * Source: RFC 9110 sections 14.1.2 and 14.2
 */
export function parseRange(header: string | undefined, total: number): Part | 'none' | undefined {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const size = Math.min(Number(last), total)
    if (size > 0) return { start: total - size, size }
    return Number(last) === 0 ? 'none' : undefined
  }
  const start = Number(first)
  const end = last === '' ? Infinity : Number(last)
  if (end < start) return undefined
  if (start >= total) return 'none'
  return { start, size: Math.min(end, total - 1) - start + 1 }
}
