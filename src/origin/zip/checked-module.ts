import { Failure, valid } from '../../failure.ts'
import { canonicalVersion, check } from '../../gomod/module-path.ts'

/**
 * `path@version`, for a path and a canonical version that go together.
 *
 * @throws Failure `invalid` when they do not
 *
 * Source: x/mod/zip.Create, x/mod/zip.CheckZip
 */
export function checkedModule(path: string, version: string): string {
  valid(() => check(path, version))
  const canonical = canonicalVersion(version)
  if (canonical !== version) {
    throw new Failure(
      'invalid',
      `Cannot make a zip of ${path}@${version}: its canonical version is ${canonical}`,
    )
  }
  return `${path}@${version}`
}
