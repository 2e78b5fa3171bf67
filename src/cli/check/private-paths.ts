import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import type { Config } from '../config/config.ts'

/**
 * Tells whether upstream may hide a module from us: what the setting `private` names, and patterns beside it. Those come
 * from the repository that is checked, so they only make a verdict more careful and leave somebody unasked; they decide
 * nothing about how a module is asked for.
 */
export function privatePaths(
  config: Pick<Config, 'private'>,
  beside: readonly string[],
): (path: string) => boolean {
  const globs = [...config.private, ...beside].join(',')
  return (path) => matchPrefixPatterns(globs, path)
}
