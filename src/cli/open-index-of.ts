import { openIndex, type Index } from '../feed/open-index.ts'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'
import { privateModules } from './private-modules.ts'

/** The index of a server, which shows private modules unless it is told otherwise. */
export function openIndexOf({ store }: Parts, config: Config): Index {
  if (config.index.private) return openIndex(store.facts)
  const isPrivate = privateModules(config)
  return openIndex(store.facts, (path) => !isPrivate(path))
}
