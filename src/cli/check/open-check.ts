import { offlineOrigins } from '../../origin/offline-origins.ts'
import { offlineGate } from '../../outbound/offline-gate.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { rewriter } from '../../outbound/rewrite.ts'
import { openStore } from '../../store/open-store.ts'
import type { Access } from '../access.ts'
import type { Config } from '../config/config.ts'
import type { CommandContext } from '../context.ts'
import type { Parts } from '../open-parts.ts'
import { openCache, type OpenedCache } from './open-cache.ts'

/** What a check works with. */
export interface CheckParts extends Pick<Parts, 'store' | 'gate' | 'origins'>, AsyncDisposable {}

/** What was opened for a check, and how it gets to servers. */
export interface OpenedCheck extends OpenedCache<CheckParts> {
  readonly access: Access
}

/**
 * Opens what a check works with; with `--offline` only what is kept on this machine.
 *
 * @param onRequest told of every request, once it is over
 * @throws Failure as {@link openCache} does, and `invalid` for credentials, authorities or a proxy that cannot be used
 */
export async function openCheck(
  context: CommandContext,
  onRequest: (request: RequestRecord) => void,
): Promise<OpenedCheck> {
  const { config, options } = context
  if (options['offline'] === true) {
    return { access: {}, ...(await openCache(config, openOffline)) }
  }
  // Loaded by those only who ask somebody.
  const { personalAccess } = await import('../personal-access.ts')
  const { openParts } = await import('../open-parts.ts')
  const access = await personalAccess(context)
  const cache = await openCache(config, (usable) => openParts(usable, { access, onRequest }))
  return { access, ...cache }
}

/** Opens what a check works with that asks nobody. */
export async function openOffline({ data, rewrite }: Config): Promise<CheckParts> {
  const store = await openStore({ folder: data })
  return {
    store,
    gate: offlineGate(rewriter(rewrite)),
    origins: offlineOrigins(),
    [Symbol.asyncDispose]: async () => store.close(),
  }
}
