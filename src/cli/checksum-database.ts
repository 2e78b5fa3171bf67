import { Failure } from '../failure.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import { readCheckedKey } from '../tlog/verifier.ts'
import type { ChecksumDatabase } from '../verify/observe/checksum-database.ts'
import type { Config } from './config/config.ts'
import { parseSumdb } from './config/sumdb.ts'
import type { GoSetting } from './go-settings.ts'

/**
 * The checksum database that a command may ask, which works for the one who typed it; undefined for none. The setting
 * `sumdb` counts where it is given, else what the go command has for its user, else the public one. Nobody's private modules are named to it:
 * neither those of the setting `private` nor those of GOPRIVATE and GONOSUMDB.
 *
 * @throws Failure `invalid` for a GOSUMDB that cannot be
 */
export function checksumDatabase(
  { sumdb, private: own }: Pick<Config, 'sumdb' | 'private'>,
  goSetting: GoSetting,
): ChecksumDatabase | undefined {
  const chosen = sumdb ?? ofGo(goSetting('GOSUMDB') || 'sum.golang.org')
  if (chosen === 'off') return undefined
  const globs = [...own, goSetting('GOPRIVATE'), goSetting('GONOSUMDB')].join(',')
  return {
    url: chosen.url,
    verifier: readCheckedKey(chosen.key),
    excludes: (path) => matchPrefixPatterns(globs, path),
  }
}

function ofGo(text: string) {
  try {
    return parseSumdb(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Failure('invalid', `Cannot use GOSUMDB: ${error.message}`, {
      cause: error,
      hint: 'Set sumdb in the configuration, to "off" for none',
    })
  }
}
