import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import type { Config } from '../config/config.ts'
import type { GoSetting } from '../go-settings.ts'

/**
 * Tells whether a server that is asked before upstream may be told of a module. Private is what `private` names, and what
 * GONOPROXY, or else GOPRIVATE, does: it is told to the server only if `check.server-private` names it, too.
 *
 * @param beside patterns beside those of the configuration, as of GOPRIVATE
 */
export function toldToServer(
  config: Pick<Config, 'private' | 'check'>,
  goSetting: GoSetting,
  beside: readonly string[],
): (path: string) => boolean {
  const notAsked = goSetting('GONOPROXY') || goSetting('GOPRIVATE')
  const privateGlobs = [...config.private, ...beside, notAsked].join(',')
  const sharedGlobs = config.check.serverPrivate.join(',')
  return (path) =>
    !matchPrefixPatterns(privateGlobs, path) || matchPrefixPatterns(sharedGlobs, path)
}
