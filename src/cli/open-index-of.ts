import { openIndex, type Index } from '../feed/open-index.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'

/** The index of a server, which shows private modules unless it is told otherwise. */
export function openIndexOf({ store }: Parts, config: Config): Index {
  if (config.index.private) return openIndex(store.facts)
  const privateGlobs = config.private.join(',')
  return openIndex(store.facts, (path) => !matchPrefixPatterns(privateGlobs, path))
}
