const units = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** One duration, as a JSON Schema can state it: numbers with a unit each, such as `90s` or `1h30m`. */
export const durationPattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/

/** Longest duration that Node's timers can wait, just under 25 days. */
const longest = 2_147_483_647

/**
 * Reads a duration such as `250ms`, `60s`, `1h30m` or `0s` as milliseconds.
 *
 * @throws RangeError saying what is wrong
 */
export function parseDuration(text: string): number {
  if (!durationPattern.test(text)) {
    const unitless = /^\d+(?:\.\d+)?$/.test(text) ? `; a unit is missing: "${text}s"?` : ''
    throw new RangeError(`"${text}" is not a duration such as "60s", "5m" or "1h30m"${unitless}`)
  }
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    total += Number(amount) * (units.get(unit ?? '') ?? 0)
  }
  if (total > longest) throw new RangeError(`"${text}" is too long: at most 24 days`)
  return Math.round(total)
}
