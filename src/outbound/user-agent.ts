/**
 * Who we are, on every request: program, version, and how to reach whoever runs it.
 *
 * @param contact mail or web address of the operator, if configured
 */
export function userAgent(version: string, contact: string | undefined): string {
  return `Headwater/${version} (Go module mirror${contact === undefined ? '' : `; +${contact}`})`
}
