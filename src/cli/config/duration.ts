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
const day = 86_400_000
/** Longest time for which something is kept or let be, which no timer waits for. */
const longestTerm = 36_500 * day

/**
 * Reads a duration such as `250ms`, `60s`, `1h30m` or `0s` as milliseconds.
 *
 * @throws RangeError saying what is wrong
 */
export function parseDuration(text: string): number {
  return parseUpTo(longest, text)
}

/** Reads a duration of up to 100 years, which no timer waits for; otherwise as {@link parseDuration}. */
export function parseTerm(text: string): number {
  return parseUpTo(longestTerm, text)
}

/** Reads a duration as {@link parseTerm}, or `off` as Infinity. */
export function parseTermOrOff(text: string): number {
  return text === 'off' ? Infinity : parseUpTo(longestTerm, text, ', nor "off"')
}

function parseUpTo(most: number, text: string, others = ''): number {
  if (!durationPattern.test(text)) {
    const unitless = /^\d+(?:\.\d+)?$/.test(text) ? `; a unit is missing: "${text}s"?` : ''
    throw new RangeError(
      `"${text}" is not a duration such as "60s", "5m" or "1h30m"${others}${unitless}`,
    )
  }
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    total += Number(amount) * (units.get(unit ?? '') ?? 0)
  }
  if (total > most)
    throw new RangeError(`"${text}" is too long: at most ${Math.floor(most / day)} days`)
  return Math.round(total)
}
