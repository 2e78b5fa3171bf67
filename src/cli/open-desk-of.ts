import { openDesk, type Desk } from '../verify/desk/desk.ts'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'
import { privateModules } from './private-modules.ts'

/**
 * The desk of a server, which judges module versions for its clients by its own memory and rules; undefined where
 * upstream is not to be asked.
 */
export function openDeskOf(
  { origins, gate, store }: Parts,
  config: Config,
  onError: (error: unknown) => void,
): Desk | undefined {
  if (config.upstream.every(({ source }) => source === 'off')) return undefined
  const { check: freshFor, notFound: retryFor } = config.freshness
  return openDesk({
    origins: { ...origins, ...origins.within(() => freshFor) },
    gate,
    memory: store.facts,
    now: Date.now,
    scratch: store.scratch,
    isPrivate: privateModules(config),
    rewrites: config.rewrite,
    freshFor,
    retryFor,
    onError,
  })
}
