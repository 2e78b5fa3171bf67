import { isAbsolute } from 'node:path'
import { isHost, isUser } from '../../outbound/host-and-user.ts'

/**
 * Reads the name or address of a host that is asked over ssh: lower case, without brackets.
 *
 * @throws RangeError saying what is wrong
 */
export function parseSshHost(text: string): string {
  const host = text.toLowerCase()
  if (isHost(host)) return host
  throw new RangeError(
    `"${text}" is not a host name or an address, which stand here alone (every port is meant)`,
  )
}

/**
 * Reads the path of a file that ssh is told of.
 *
 * @throws RangeError for a relative one, and for one with a character that ssh reads as something else
 */
export function parseSshFile(text: string): string {
  if (!isAbsolute(text)) throw new RangeError(`"${text}" is not an absolute path`)
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/["%$\x00-\x1f\x7f]/.test(text)) {
    throw new RangeError(`${JSON.stringify(text)} has a character that ssh does not take in a path`)
  }
  return text
}

/**
 * Reads the name of a user of another machine.
 *
 * @throws RangeError for what no user is called
 */
export function parseSshUser(text: string): string {
  if (isUser(text)) return text
  throw new RangeError(`"${text}" is not the name of a user`)
}
