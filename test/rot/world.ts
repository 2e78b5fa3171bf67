import assert from 'node:assert/strict'
import { loadConfig } from '../../src/cli/config/load.ts'
import { openOffline, type CheckParts } from '../../src/cli/check/open-check.ts'
import { openParts } from '../../src/cli/open-parts.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { Judged } from '../../src/verify/judge/judged.ts'
import { playGitHubApi } from '../check/forge-api.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome, type Settings } from '../oracle/headwater.ts'
import { tlsServer } from '../web-server.ts'
import { look, type Way } from './look.ts'
import { makePlace } from './place.ts'
import { playDatabase } from './play-database.ts'
import type { RotCase, Sums } from './rot-case.ts'

/** A forge, and two machines that check against it, all shared by the cases of one file. */
export interface World extends AsyncDisposable {
  readonly forge: Forge
  /** Plays a case, and gives what was said in the last run: of the module that it is about, and of its control. */
  readonly play: (name: string, rot: RotCase) => Promise<{ x: Judged; control?: Judged }>
}

/** A host whose certificate nobody trusts. */
export const untrustedHost = 'untrusted.test'

const day = 86_400_000

/** A machine that checks. */
interface Machine {
  readonly running: CheckParts
  /** Starts the program anew on the same data, so that it knows what was written only. */
  readonly start: (isOffline?: boolean) => Promise<CheckParts>
}

/** Opens a world. `settings` are laid over the configuration of both machines. */
export async function openWorld(settings: Settings = {}): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const api = playGitHubApi(forge, 'secret')
  await repository(forge, 'github.com/octocat/Hello-World', [{ files: { README: 'hello' } }])
  const untrusted = stack.use(await tlsServer((_, response) => void response.end()))
  const rewrite = [
    { from: 'https://', to: `${forge.url}/` },
    { from: 'http://', to: `${forge.url}/` },
    { from: `https://${untrustedHost}/`, to: `${untrusted.url}/` },
    api.rewrite,
  ]
  const one = await machine()
  const other = await machine()

  async function machine(): Promise<Machine> {
    const home = stack.use(await headwaterHome(forge, settings))
    const config = loadConfig({ env: {}, file: home.configFile, cwd: home.folder })
    const rewritten = { ...config, rewrite }
    const start = (isOffline = false) => (isOffline ? openOffline(rewritten) : openParts(rewritten))
    return { running: stack.use(await start()), start }
  }

  async function play(name: string, rot: RotCase): Promise<{ x: Judged; control?: Judged }> {
    const place = await makePlace(forge, api, name)
    const okPath = rot.hasControl === true ? await place.ok() : undefined
    const prepared: unknown = await rot.prepare?.(place)
    const asked = typeof prepared === 'string' ? prepared : `${place.path}@v1.0.0`
    const [path = '', version = ''] = asked.split('@')
    const bare = { path, version, scope: 'build' } as const
    const sums = await sumsOf(rot.days ? one.start() : one.running, bare)
    const claim: Claim = rot.isWithoutSums === true ? bare : { ...bare, ...sums }
    await rot.happens?.(place)
    const sumdb = rot.logs && playDatabase(forge, place.name, { path, version, ...rot.logs(sums) })
    const way = { ...wayOf(rot), ...(sumdb && { sumdb }) }
    const claims: Claim[] = [{ ...claim, ...rot.claim?.(claim, place) }]
    if (okPath !== undefined) claims.push({ path: okPath, version: 'v1.0.0', scope: 'graph' })
    const { days = [] } = rot
    const { running, start } = rot.remembers === true ? one : other
    let said = days.length === 0 ? await look(running, claims, way) : []
    for (const [index, after] of days.entries()) {
      await using parts = await start(rot.endsOffline === true && index === days.length - 1)
      said = await look(parts, claims, { ...way, later: after * day })
    }
    const [x, control] = said
    assert.ok(x)
    return { x, ...(control && { control }) }
  }

  const opened = stack.move()
  return { forge, play, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

function wayOf({ level = 'content', isPrivate = false, isStopped = false }: RotCase): Way {
  return { level, isPrivate, isStopped, later: 0 }
}

/** What is written into go.sum. A machine that was started for this alone is ended, so that all it knows is written. */
async function sumsOf(machine: CheckParts | Promise<CheckParts>, claim: Claim): Promise<Sums> {
  await using stack = new AsyncDisposableStack()
  const parts = machine instanceof Promise ? stack.use(await machine) : machine
  const [before] = await look(parts, [claim], wayOf({ what: '', says: 'verified' }))
  assert.equal(before?.verdict.code, 'verified', JSON.stringify(before))
  const { zipSum, goModSum } = before.found ?? {}
  assert.ok(zipSum !== undefined && goModSum !== undefined)
  return { goSum: zipSum, goModSum }
}
