import { Failure } from '../../failure.ts'
import { compareGoVersions, goLang } from '../../gomod/go-version.ts'
import { goLine } from '../../gomod/mod-file-path.ts'

/** The newest Go version whose rules for module zips are the ones implemented here. */
export const newestKnownGo = '1.27'

/**
 * Makes sure that the rules for the zip of a module are known here: Go decides by the `go` line of its go.mod which
 * files belong in it. A line that names no version, and a `toolchain` line, decide nothing.
 *
 * @param module `path@version`
 * @param goMod its go.mod, if it has one
 * @throws Failure `unsupported` when the line names a language version after {@link newestKnownGo}
 * Source: `cmd/go/internal/modfetch.codeRepo.Zip`, which so refuses what is newer than itself
 */
export function checkGoLine(module: string, goMod: Uint8Array | undefined): void {
  const asked = goMod ? goLine(goMod) : ''
  if (compareGoVersions(goLang(asked), newestKnownGo) <= 0) return
  throw new Failure(
    'unsupported',
    `Cannot make the zip of ${module}: its go.mod says "go ${asked}", and the rules known here end with Go ${newestKnownGo}`,
    {
      at: 'content',
      hint: `Update Headwater; until then, ask for a version of the module whose go.mod says "go ${newestKnownGo}" or less`,
    },
  )
}
