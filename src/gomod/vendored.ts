import { compareGoVersions, goLang } from './go-version.ts'

/**
 * A function that tells whether a file belongs to a vendored package, and is therefore left out of
 * the module zip, by the rule for a module whose go.mod names Go `goVersion` (as `1.24`; empty when
 * it names none).
 *
 * The rule before Go 1.24 has a bug that the hashes of published modules depend on: below the root
 * it takes `pkg/vendor/x.go` for a package in vendor.
 *
 * Source: x/mod/zip.isVendoredPackage
 */
export function vendoredRule(goVersion: string): (name: string) => boolean {
  const from124 = compareGoVersions(goLang(goVersion), '1.24') >= 0
  return (name) => {
    if (name.startsWith('vendor/')) {
      return name.includes('/', 'vendor/'.length) || (from124 && name === 'vendor/modules.txt')
    }
    const at = name.indexOf('/vendor/')
    return at !== -1 && (!from124 || name.includes('/', at + '/vendor/'.length))
  }
}
