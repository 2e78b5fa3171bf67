import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Failure } from '../failure.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { takeChecks } from './check/take-checks.ts'
import type { CheckOptions } from './check/take-checks.ts'
import type { Index } from '../feed/open-index.ts'
import { createHandler } from './handle.ts'
import { takeHooks } from './hooks/take-hooks.ts'
import type { HookOptions } from './hooks/take-hooks.ts'
import { createHotCache } from './hot-cache.ts'
import { takeIndex } from './index/take-index.ts'
import { listenFailure, urlOf, type ListenAddress } from './listen-address.ts'
import { logged } from './request-line.ts'
import type { Pages } from './page-reply.ts'
import type { RequestLine } from './request-line.ts'
import { dropStalledClients } from './stalled-clients.ts'
import type { ChecksumLogs } from './sumdb/answer-sumdb.ts'
import { stop } from './stop.ts'
import type { Audit } from '../sumdb/audit/audit-sums.ts'
import { takeSums } from './sums/take-sums.ts'
import { tellServed, type Served } from './tell-served.ts'

/** What a server is started with. */
export interface ServerOptions {
  readonly mirror: Mirror
  readonly listen: ListenAddress
  /** Told of every error that is no Failure. Must not throw. */
  readonly onError: (error: unknown) => void
  /** Told of every Failure that a question about modules is answered with, but for `/strict/`. Must not throw. */
  readonly onFailure?: (failure: Failure) => void
  /** The base URL clients use, if it is not the one listened on. */
  readonly publicUrl?: string
  /** Bound of the replies kept in memory; 64 MiB unless given. */
  readonly memoryBytes?: number
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number
  /** Called once for each request, at its end. Costs some throughput. */
  readonly logRequests?: (line: RequestLine) => void
  /** Told about once a second of answers that were given from memory, without the mirror. */
  readonly onServed?: (served: Served) => void
  /** Makes the text of `/-/metrics`; absent: there is no such page. */
  readonly metrics?: () => Promise<string>
  /** Answers what is asked below `/-/` and is no page of the server's own; absent: 404. */
  readonly pages?: Pages
  /** How hooks of forges are taken at `/-/hooks/…`; absent: none are. */
  readonly hooks?: HookOptions
  /** How module versions are judged for clients at `/-/api/v1/check`; absent: they are not. */
  readonly checks?: CheckOptions
  /** What is told at `/index`; absent: 404. Stopped with the server. */
  readonly index?: Index
  /** The checksum databases that are answered for at `/sumdb/…`; absent: none are. */
  readonly logs?: ChecksumLogs
  /** How go.sum files are judged for clients at `/-/api/v1/sums`; absent: there is no such page. */
  readonly audit?: Audit
  /** A client that takes nothing for one to two times this long is cut off; one minute unless given. */
  readonly stallMs?: number
}

/** A server that listens. */
export interface RunningServer {
  /** Where it is reached from this machine, without a slash at its end. */
  readonly url: string
  /** Gives no answer from memory any more that may have changed. */
  readonly refresh: () => void
  /**
   * Says 503 at `/-/readyz`, accepts no new connections, lets requests under way finish for `graceMs`
   * milliseconds, then cuts the rest off. Resolves when all connections are closed. Only the first call counts.
   */
  readonly close: (graceMs: number) => Promise<void>
}

/**
 * Starts to serve a mirror over HTTP; the caller closes the mirror after the server.
 *
 * @throws Failure `invalid` when it cannot listen there, with the reason and a way out
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { mirror, listen, onError, memoryBytes = 64 * 1024 * 1024, now = Date.now } = options
  const site = {
    url: '',
    isStopping: false,
    ...(options.metrics && { metrics: options.metrics }),
    ...(options.pages && { pages: options.pages }),
  }
  const cache = createHotCache(memoryBytes, now)
  const hooks = takeHooks(options.hooks, { url: () => site.url, now, onError })
  const checks = options.checks && takeChecks(options.checks)
  const index = options.index && takeIndex(options.index)
  const handler = createHandler({
    mirror,
    cache,
    site,
    hooks,
    ...(checks && { checks }),
    ...(index && { index }),
    ...(options.audit && { sums: takeSums(options.audit) }),
    ...(options.logs && { logs: options.logs }),
    now,
    onError,
    ...(options.onFailure && { onFailure: options.onFailure }),
  })
  const { logRequests } = options
  const server = createServer(
    {
      headersTimeout: 20_000,
      requestTimeout: 60_000,
      // Longer than the 60 seconds for which common reverse proxies keep connections of theirs.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
      optimizeEmptyRequests: true,
    },
    logRequests === undefined ? handler : logged(handler, logRequests, now),
  )
  try {
    // Without a host, Node listens on all interfaces.
    server.listen({ port: listen.port, ...(listen.host !== '' && { host: listen.host }) })
    await once(server, 'listening')
  } catch (error) {
    throw listenFailure(error as NodeJS.ErrnoException, listen)
  }
  server.on('error', onError)
  const url = urlOf(listen, (server.address() as AddressInfo).port)
  site.url = (options.publicUrl ?? url).replace(/\/+$/, '')
  const sweeper = dropStalledClients(server, options.stallMs ?? 60_000)
  const { onServed = () => {} } = options
  const tell = () => tellServed(cache, onServed)
  const teller = setInterval(tell, 1000).unref()
  let stopped: Promise<void> | undefined
  return {
    url,
    refresh: () => cache.dropChanging(),
    close(graceMs) {
      site.isStopping = true
      hooks.stop()
      index?.stop()
      stopped ??= stop(server, graceMs).finally(() => {
        sweeper.stop()
        clearInterval(teller)
        tell()
      })
      return stopped
    },
  }
}
