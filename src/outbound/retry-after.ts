/** More than any server can mean. */
const mostSeconds = 999_999_999

/**
 * Seconds after which a server wants to be asked again; undefined when it does not say so in a way that can be read.
 * A date counts from the answer's own `Date`, so that no clock but the server's is needed, and from ours where it has
 * none. Of several numbers the largest counts.
 *
 * @param now milliseconds since the epoch; a date of an answer without one cannot be read unless given
 *
 * Source: RFC 9110 §10.2.3
 */
export function retryAfterSeconds(
  headers: Readonly<Record<string, string>>,
  now = Number.NaN,
): number | undefined {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d+(?: *, *\d+)*$/.test(value)) {
    return Math.min(Math.max(...value.split(',').map(Number)), mostSeconds)
  }
  const answered = httpDate(headers['date'] ?? '')
  const milliseconds = httpDate(value) - (Number.isNaN(answered) ? now : answered)
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, Math.ceil(milliseconds / 1000))
}

/** Unix milliseconds, or NaN. Only the form with a day name and GMT is a date. */
function httpDate(value: string): number {
  return /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d.*$/.test(value) ? Date.parse(value) : Number.NaN
}
