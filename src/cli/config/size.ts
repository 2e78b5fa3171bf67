const units = new Map([
  ['', 1],
  ['B', 1],
  ['kB', 1e3],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
])

/** One size, as a JSON Schema can state it: a number of bytes, or one with a unit such as `64MiB` or `1.5 GB`. */
export const sizePattern = /^(\d+(?:\.\d+)?) ?(B|[kK]B|[MGT]B|[KMGT]iB|)$/

/**
 * Reads a size such as `64MiB`, `1GB` or `1048576` as bytes; `kB`, `MB` … are powers of 1000, `KiB`, `MiB` … of 1024.
 *
 * @param min the fewest bytes that can be meant
 * @throws RangeError saying what is wrong
 */
export function parseSize(value: string | number, min = 0): number {
  const [, amount, unit] = sizePattern.exec(String(value)) ?? []
  const bytes = Math.round(Number(amount) * (units.get(unit ?? '') ?? Number.NaN))
  if (amount === undefined || Number.isNaN(bytes)) {
    throw new RangeError(`"${value}" is not a size such as "64MiB", "1GB" or a number of bytes`)
  }
  if (!Number.isSafeInteger(bytes)) throw new RangeError(`"${value}" is too large`)
  if (bytes < min)
    throw new RangeError(`"${value}" is too small: at least "${shown(min)}" is needed`)
  return bytes
}

function shown(bytes: number): string {
  const unit = (['MiB', 'KiB'] as const).find((unit) => bytes % (units.get(unit) ?? 1) === 0) ?? 'B'
  return `${bytes / (units.get(unit) ?? 1)}${unit}`
}
