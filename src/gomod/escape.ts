import { InvalidError } from './invalid-error.ts'
import { checkPath } from './module-path.ts'
import { elementFault } from './path-element.ts'

/**
 * Spells a module path for URLs and for file systems that ignore case: every capital becomes `!` and
 * its small letter.
 *
 * @throws InvalidError when `path` is not a module path
 *
 * Source: x/mod/module.EscapePath
 */
export function escapePath(path: string): string {
  checkPath(path)
  return escapeCapitals(path)
}

/**
 * Spells a version or revision name as {@link escapePath} does a path. Any ASCII file name without
 * `!` will do, a semantic version or not.
 *
 * @throws InvalidError when `version` is not such a name
 *
 * Source: x/mod/module.EscapeVersion
 */
export function escapeVersion(version: string): string {
  const fault = versionFault(version)
  if (fault !== undefined) {
    throw new InvalidError(`Cannot escape version ${JSON.stringify(version)}: ${fault}`)
  }
  return escapeCapitals(version)
}

/**
 * The module path whose {@link escapePath} is `escaped`.
 *
 * @throws InvalidError when no module path is spelled so
 *
 * Source: x/mod/module.UnescapePath
 */
export function unescapePath(escaped: string): string {
  const path = unescapeCapitals(escaped, 'module path')
  checkPath(path)
  return path
}

/**
 * The version or revision name whose {@link escapeVersion} is `escaped`.
 *
 * @throws InvalidError when no version is spelled so
 *
 * Source: x/mod/module.UnescapeVersion
 */
export function unescapeVersion(escaped: string): string {
  const version = unescapeCapitals(escaped, 'version')
  const fault = versionFault(version)
  if (fault !== undefined) {
    throw new InvalidError(`Invalid escaped version ${JSON.stringify(escaped)}: ${fault}`)
  }
  return version
}

function versionFault(version: string): string | undefined {
  if (!/^[\0-\x7f]*$/.test(version)) return 'it has a character outside ASCII'
  if (version.includes('!')) return 'it has a "!"'
  return elementFault(version, 'file')
}

function escapeCapitals(text: string): string {
  return text.replaceAll(/[A-Z]/g, (capital) => `!${capital.toLowerCase()}`)
}

function unescapeCapitals(escaped: string, what: string): string {
  if (/[^\0-\x40\x5b-\x7f]|!(?![a-z])/.test(escaped)) {
    throw new InvalidError(
      `Invalid escaped ${what} ${JSON.stringify(escaped)}: ` +
        'it has a capital, a "!" without a small letter, or a character outside ASCII',
    )
  }
  return escaped.replaceAll(/!([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
