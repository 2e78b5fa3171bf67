/**
 * Seconds after which a server wants to be asked again; undefined when it does not say so in a way that can be read.
 * A date counts from the answer's own `Date`, so that no clock but the server's is needed.
 *
 * Source: RFC 9110 §10.2.3
 */
export function retryAfterSeconds(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const milliseconds = httpDate(value) - httpDate(headers['date'] ?? '')
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, Math.ceil(milliseconds / 1000))
}

/** Unix milliseconds, or NaN. Only the form with a day name and GMT is a date. */
function httpDate(value: string): number {
  return /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d.*$/.test(value) ? Date.parse(value) : Number.NaN
}
