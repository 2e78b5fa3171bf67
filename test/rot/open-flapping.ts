import assert from 'node:assert/strict'
import { join } from 'node:path'
import { loadConfig } from '../../src/cli/config/load.ts'
import { openParts } from '../../src/cli/open-parts.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { Judged } from '../../src/verify/judge/judged.ts'
import { playGitHubApi } from '../check/forge-api.ts'
import { startForge } from '../forge/forge.ts'
import type { Reply } from '../forge/reply.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { look } from './look.ts'
import { makePlace } from './place.ts'

/** A place that is healthy but for what its hosts answer. */
export interface Flapping extends AsyncDisposable {
  /**
   * A new machine that knows go.sum only looks at it.
   *
   * @param replyOf what a request gets, undefined for the true answer, by its host and path and how often that was asked
   *   in this run
   */
  readonly run: (replyOf: (key: string) => Reply | undefined) => Promise<Judged[]>
}

/** Two tagged modules of one host, each a control of the other. In a run, no request may be idle for long. */
export async function openFlapping(): Promise<Flapping> {
  await using stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const home = stack.use(await headwaterHome(forge))
  const config = loadConfig({ env: {}, file: home.configFile, cwd: home.folder })
  const rewrite = [{ from: 'https://', to: `${forge.url}/` }]
  let machines = 0
  const machine = (outbound = config.outbound) =>
    openParts({ ...config, outbound, rewrite, data: join(home.folder, `data-${(machines += 1)}`) })
  const hasty = { ...config.outbound, idleTimeout: 300 }

  const place = await makePlace(forge, playGitHubApi(forge, 'secret'), 'flapping')
  const okPath = await place.ok()
  const way = { level: 'content', isPrivate: false, isStopped: false, later: 0 } as const
  const claims: readonly Claim[] = await withSums([
    { path: place.path, version: 'v1.0.0', scope: 'build' },
    { path: okPath, version: 'v1.0.0', scope: 'build' },
  ])

  async function withSums(bare: readonly Claim[]): Promise<Claim[]> {
    await using parts = await machine()
    return (await look(parts, bare, way)).map(({ subject: { path, version, scope }, found }) => {
      assert.ok(found?.zipSum !== undefined && found.goModSum !== undefined)
      return { path, version, scope, goSum: found.zipSum, goModSum: found.goModSum }
    })
  }

  async function run(replyOf: (key: string) => Reply | undefined): Promise<Judged[]> {
    const counts = new Map<string, number>()
    const end = forge.script(({ host, path }) => {
      const count = counts.get(host + path) ?? 0
      counts.set(host + path, count + 1)
      return replyOf(`${host}${path} ${count}`)
    })
    try {
      await using parts = await machine(hasty)
      return await look(parts, claims, way)
    } finally {
      end()
    }
  }

  const opened = stack.move()
  return { run, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
