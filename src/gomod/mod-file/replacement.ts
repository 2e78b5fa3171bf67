import { InvalidError } from '../invalid-error.ts'
import { checkPathMajor } from '../module-path.ts'
import { pathMajorOf, readText, readVersion } from './values.ts'

/** What a `replace` line says, without its place. */
export interface Replacement {
  readonly oldPath: string
  /** '' when every version is replaced. */
  readonly oldVersion: string
  readonly newPath: string
  /** '' when the replacement is a folder. */
  readonly newVersion: string
}

const usage =
  'replace needs "module/path [v1.2.3] => other/module v1.4.0" or "module/path [v1.2.3] => ../folder"'

/**
 * Reads the arguments of `replace`.
 *
 * @throws InvalidError when one of them is missing, too many or malformed.
 */
export function readReplacement(args: readonly string[]): Replacement {
  const arrow = args[1] === '=>' ? 1 : 2
  const [oldToken, oldVersionToken] = args.slice(0, arrow)
  const [sign, newToken, newVersionToken, ...extra] = args.slice(arrow)
  if (oldToken === undefined || newToken === undefined || sign !== '=>' || extra.length > 0) {
    throw new InvalidError(usage)
  }
  const oldPath = readText(oldToken)
  const pathMajor = pathMajorOf(oldPath)
  const oldVersion = oldVersionToken === undefined ? '' : readVersion(oldVersionToken)
  if (oldVersionToken !== undefined) checkPathMajor(oldVersion, pathMajor)
  const newPath = readText(newToken)
  if (newVersionToken === undefined) {
    checkFolder(newPath)
    return { oldPath, oldVersion, newPath, newVersion: '' }
  }
  if (isFolder(newPath)) {
    throw new InvalidError(`replacement folder ${JSON.stringify(newPath)} cannot have a version`)
  }
  return { oldPath, oldVersion, newPath, newVersion: readVersion(newVersionToken) }
}

/**
 * Whether a path names a folder, on Unix or Windows, rather than a module. Source:
 * `modfile.IsDirectoryPath`.
 */
function isFolder(path: string): boolean {
  return /^(?:\.{1,2}(?:$|[/\\])|[/\\]|[A-Za-z]:)/.test(path)
}

function checkFolder(path: string): void {
  const named = `replacement ${JSON.stringify(path)}`
  if (!isFolder(path) && path.includes('@')) {
    throw new InvalidError(`${named} must be written "path version", not "path@version"`)
  }
  if (!isFolder(path)) {
    throw new InvalidError(`${named} needs a version, or must start with "/", "./" or "../"`)
  }
  if (path.includes('\\')) {
    throw new InvalidError(`${named} is a Windows path, which other systems cannot follow`)
  }
}
