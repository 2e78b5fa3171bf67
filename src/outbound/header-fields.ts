import { Failure } from '../failure.ts'

/**
 * Makes sure that header fields are what they seem: one that holds a line break would be two. The HTTP client refuses
 * such fields as well, but a host whose first request it has refused is never asked again.
 *
 * Source: RFC 9110 §5.1, §5.5
 *
 * @param url as it may be shown
 * @throws Failure `invalid` naming the field, without its value
 */
export function checkFields(fields: Readonly<Record<string, string>>, url: string): void {
  for (const [name, value] of Object.entries(fields)) {
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value)) continue
    const text = `Cannot ask ${url}: the header field ${JSON.stringify(name)} is malformed`
    throw new Failure('invalid', text, { url })
  }
}
