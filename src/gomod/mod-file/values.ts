import { InvalidError } from '../invalid-error.ts'
import { canonicalVersion, splitPathVersion } from '../module-path.ts'
import { unquote } from './unquote.ts'

/**
 * The value of a token: double-quoted strings are unquoted, words stand for themselves.
 *
 * @throws InvalidError on a malformed string, and on any other quotation mark.
 */
export function readText(token: string): string {
  if (token.startsWith('"')) {
    const text = unquote(token)
    if (text === undefined)
      throw new InvalidError(`${JSON.stringify(token)} is not a well-formed string`)
    return text
  }
  if (!/["'`]/.test(token)) return token
  throw new InvalidError(`${JSON.stringify(token)} holds a quotation mark outside a "string"`)
}

/**
 * The canonical form of the version in a token: `v1.2` gives `v1.2.0`, build metadata goes.
 *
 * @throws InvalidError when it is not a semantic version, such as a branch name.
 */
export function readVersion(token: string): string {
  const text = readText(token)
  const version = canonicalVersion(text)
  if (version !== '') return version
  throw new InvalidError(`version ${JSON.stringify(text)} is not of the form v1.2.3`)
}

/**
 * The major version suffix of a module path, such as `/v2` or `.v3`; '' when it has none.
 *
 * @throws InvalidError when it has one that Go does not take, such as `/v1`.
 */
export function pathMajorOf(path: string): string {
  const split = splitPathVersion(path)
  if (split !== undefined) return split.pathMajor
  throw new InvalidError(`module path ${JSON.stringify(path)} has a malformed major version suffix`)
}

/**
 * Runs `read`, putting `subject` in front of the message of an InvalidError that it throws.
 *
 * @throws InvalidError
 */
export function about<T>(subject: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw new InvalidError(`${subject}: ${error.message}`)
  }
}
