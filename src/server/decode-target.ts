import { Failure } from '../failure.ts'
import { pathIn } from './origin-form.ts'

const longest = 4096

/** What makes a decoded path unfit, with the words for it; the first that matches is told. */
const faults: [RegExp, string][] = [
  [/\p{Cc}/u, 'it has a control character'],
  [/\\/, 'it has a backslash'],
  [/\/\//, 'it has an empty segment'],
  [/\/\.{1,2}(?:\/|$)/, 'it has a segment of dots'],
]

/**
 * The path that a request target names: percent-decoded once, without host and query string. It
 * begins with a slash, every slash in it stood there as such, and none of its segments is empty
 * (save the last), `.` or `..`.
 *
 * @param target as the request line gives it, in origin form or absolute form (RFC 9112 section 3.2)
 * @throws Failure `invalid` naming what is wrong with it
 */
export function decodeTarget(target: string): string {
  const fail = (reason: string) => {
    const shown = JSON.stringify(target.slice(0, 200))
    return new Failure('invalid', `Cannot read the address ${shown}: ${reason}`)
  }
  if (target.length > longest) throw fail(`it is longer than ${longest} bytes`)
  if (!/^[!-~]*$/.test(target)) throw fail('it has a character that must be percent-encoded')
  if (target.includes('#')) throw fail('it has a fragment')
  const raw = pathIn(target) || '/'
  if (!raw.startsWith('/')) throw fail('it does not begin with a slash')
  if (/%(?![0-9a-f]{2})/i.test(raw)) throw fail('it has an incomplete percent-encoding')
  if (/%2f/i.test(raw)) throw fail('it has a percent-encoded slash')
  const path = decodeUtf8(raw)
  if (path === undefined) throw fail('its percent-encoding is not of UTF-8 text')
  const fault = faults.find(([pattern]) => pattern.test(path))
  if (fault !== undefined) throw fail(fault[1])
  return path
}

function decodeUtf8(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
