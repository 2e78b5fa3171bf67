import { startServer } from '../server/app.ts'
import type { ChecksumLog } from '../sumdb/checksum-log.ts'
import { sumAuditor } from '../sumdb/audit/audit-sums.ts'
import type { Desk } from '../verify/desk/desk.ts'
import { readAccess } from './access.ts'
import { openPages } from '../web/open-pages.ts'
import { runBackground } from './background.ts'
import type { CommandContext } from './context.ts'
import { boundYoungGeneration } from './bound-memory.ts'
import { databaseLog } from './database-log.ts'
import { failureLog } from './failure-log.ts'
import { openIndexOf } from './open-index-of.ts'
import { hostsSource } from './hosts-source.ts'
import { readHookSecrets } from './hook-secrets.ts'
import { greeting } from './greeting.ts'
import { logKey } from './log-key.ts'
import { logSource } from './log-source.ts'
import { openLog } from './log.ts'
import { metrics } from './metrics.ts'
import { openParts } from './open-parts.ts'
import { openDeskOf } from './open-desk-of.ts'
import { ownLog } from './own-log.ts'
import { ownLogMetrics } from './own-log-metrics.ts'
import { privateModules } from './private-modules.ts'
import { relayMetrics } from './relay-metrics.ts'
import { relays } from './relays.ts'
import { siteFacts } from './site-facts.ts'
import { sshFaults } from './ssh-faults.ts'

/** How long requests in flight may go on after the first signal, milliseconds. */
const graceMs = 10_000

/** `headwater serve`: runs the mirror until it is told to stop. */
export async function serve(context: CommandContext): Promise<number> {
  const { config, options, env, stdout, signal } = context
  const log = await openLog(config.log.level)
  const secrets = await readHookSecrets(config.hooks)
  for (const { index, reason } of await sshFaults(config.ssh)) log.warn({ ssh: index }, reason)
  const { access, warnings } = await readAccess(config, { env, personal: false })
  for (const warning of warnings) log.warn({}, warning)
  const key = await logKey(config.checksumLog, context)
  let desk: Desk | undefined
  await using parts = await openParts(config, {
    access,
    onDamage: (damage) => log.error(damage, 'a stored file was damaged and set aside'),
    onRepositoryRemoved: (folder, bytes) =>
      log.info({ folder, bytes }, 'removed the copy of a repository to make room'),
    onNoRoom: (error) => log.error(error, 'could not make room for copies of repositories'),
    onRequest(request) {
      log.debug(request, 'asked upstream')
      desk?.noteRequest(request)
    },
  })
  const stopping = new AbortController()
  const onError = (error: unknown) => log.error(error, 'something failed unexpectedly')
  desk = openDeskOf(parts, config, onError)
  let url = ''
  const index = openIndexOf(parts, config)
  const tell = databaseLog(log, Date.now)
  const others = relays(
    config,
    { gate: parts.gate, facts: parts.store.facts, now: Date.now },
    tell.others,
  )
  const { store, mirror } = parts
  const own =
    key &&
    ownLog(config, key, {
      store,
      mirror,
      relays: others,
      now: Date.now,
      gate: parts.gate,
      listener: tell.own,
      onWitnessTrouble: tell.onWitnessTrouble,
    })
  // Trouble is told at the start, and not when the first client comes.
  await own?.supported().catch(() => {})
  const pages = openPages({
    index,
    hosts: hostsSource(parts),
    logs: logSource(config, others, own && key && { key, log: own }),
    site: () => siteFacts(config, url),
    now: Date.now,
    onError,
  })
  const server = await startServer({
    mirror: parts.mirror,
    pages,
    onServed: ({ path, kind, times, bytes }) => parts.earn(path, kind, times, bytes),
    listen: config.listen,
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    memoryBytes: config.memory.cache,
    now: Date.now,
    metrics: async () =>
      (await metrics(parts, config)) +
      relayMetrics([...others.values()].map((relay) => relay.standing())) +
      (own ? await ownLogMetrics(own.view) : ''),
    hooks: {
      ...secrets,
      sourcehut: config.hooks.sourcehut,
      intervalMs: config.hooks.interval,
      async refresh(keys, at) {
        const known = parts.refresh(keys, at)
        server.refresh()
        desk?.forget(keys)
        return known
      },
    },
    checks: { desk },
    index,
    ...((own ?? others.size > 0) && {
      audit: sumAuditor({
        own,
        others: [...others.values()],
        isPrivate: privateModules(config),
        now: Date.now,
      }),
    }),
    logs: own ? new Map<string, ChecksumLog>([...others, [own.name, own]]) : others,
    ...(config.log.requests && { logRequests: (line) => log.info(line, 'served') }),
    onError: (error) => log.error(error, 'a request failed unexpectedly'),
    onFailure: failureLog(log, Date.now),
  })
  url = config.publicUrl ?? server.url
  boundYoungGeneration()
  const background = runBackground(parts, config, stopping.signal, onError)
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ ready: server.url })}\n`
      : greeting({ listening: server.url, url, privateGlobs: config.private, key: key?.text }),
  )
  await new Promise<void>((stop) => {
    if (signal.aborted) stop()
    else signal.addEventListener('abort', () => stop(), { once: true })
  })
  stopping.abort()
  const deskClosed = desk?.close()
  await server.close(graceMs)
  // Cuts off what is asked in the background, for which nobody waits.
  await parts.gate.close()
  await background
  await deskClosed
  await own?.close()
  return 0
}
