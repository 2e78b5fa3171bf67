import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { Config } from './config/config.ts'

/** Tells whether a module is one that the setting `private` names. */
export function privateModules({
  private: patterns,
}: Pick<Config, 'private'>): (path: string) => boolean {
  const globs = patterns.join(',')
  return (path) => matchPrefixPatterns(globs, path)
}
