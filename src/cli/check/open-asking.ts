import { hostCounts, type HostCounts } from '../../check/report/host-counts.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import type { Access } from '../access.ts'
import type { CommandContext } from '../context.ts'
import type { Parts } from '../open-parts.ts'
import { openCache } from './open-cache.ts'

/** What upstream is asked with, for the one who typed the command. */
export interface Asking extends AsyncDisposable {
  readonly parts: Parts
  readonly access: Access
  /** Counts a request; those of `parts` are counted already. */
  readonly onRequest: (request: RequestRecord) => void
  /** What was asked of each host so far. */
  readonly counts: HostCounts['counts']
  /** Why nothing is kept for the next time, if so. */
  readonly notes: readonly string[]
}

/**
 * Opens it. With `--offline` nobody is asked. The network is loaded only here.
 *
 * @throws Failure for credentials, proxies or a data folder that cannot be used
 */
export async function openAsking(context: CommandContext): Promise<Asking> {
  const isOffline = context.options['offline'] === true
  const { personalAccess } = await import('../personal-access.ts')
  const { openParts } = await import('../open-parts.ts')
  const access = await personalAccess(context, isOffline)
  const { add, counts } = hostCounts()
  const onRequest = ({ host, sent, received }: RequestRecord) => add(host, sent + received)
  const cache = await openCache(context.config, (config) =>
    openParts(config, { access, isOffline, onRequest }),
  )
  return {
    parts: cache.opened,
    access,
    onRequest,
    counts,
    notes: cache.note === undefined ? [] : [cache.note],
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  }
}
