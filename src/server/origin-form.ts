/**
 * A request target without the scheme and host that it may have in absolute form: path and query string, as they stand.
 *
 * Source: RFC 9112 sections 3.2.1 and 3.2.2
 */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '')
}

/** The path alone of a request target, as it stands. */
export function pathIn(target: string): string {
  return originForm(target).replace(/\?.*$/s, '')
}
