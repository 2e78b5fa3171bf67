import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { loadConfig } from '../../src/cli/config/load.ts'
import { openParts, type Parts } from '../../src/cli/open-parts.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { Judged } from '../../src/verify/judge/judged.ts'
import { verifyAll, type Level } from '../../src/verify/verify-all.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { headwaterHome, type Settings } from '../oracle/headwater.ts'
import { makePlace } from './place.ts'
import type { RotCase } from './rot-case.ts'

/** A forge, and two machines that check against it, all shared by the cases of one file. */
export interface World extends AsyncDisposable {
  readonly forge: Forge
  /** Plays a case, and gives what was said in the last run: of the module that it is about, and of its control. */
  readonly play: (name: string, rot: RotCase) => Promise<{ x: Judged; control?: Judged }>
}

const day = 86_400_000

/** How a machine is asked to look. */
interface Way {
  readonly level: Level
  readonly isPrivate: boolean
  readonly isStopped: boolean
  /** Milliseconds from now. */
  readonly later: number
}

/** Opens a world. `settings` are laid over the configuration of both machines. */
export async function openWorld(settings: Settings = {}): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const one = await machine()
  const other = await machine()

  async function machine(): Promise<Parts> {
    const home = stack.use(await headwaterHome(forge, settings))
    const config = loadConfig({ env: {}, file: home.configFile, cwd: home.folder })
    const rewrite = [{ from: 'https://', to: `${forge.url}/` }]
    return stack.use(await openParts({ ...config, rewrite }))
  }

  /** A run of its own, which believes nothing that another run was told. */
  async function run(parts: Parts, claims: readonly Claim[], way: Way): Promise<Judged[]> {
    const { origins, gate, store } = parts
    await pause(2)
    const { judged, settled } = await verifyAll(claims, {
      origins: { ...origins, ...origins.afresh() },
      gate,
      level: way.level,
      memory: store.facts,
      now: () => Date.now() + way.later,
      scratch: store.scratch,
      isPrivate: () => way.isPrivate,
      rewrites: [],
      signal: way.isStopped ? AbortSignal.abort() : new AbortController().signal,
      onVerdict: () => {},
      onJudged: () => {},
    })
    await settled
    return claims.map(({ path }) => {
      const found = judged.find(({ subject }) => subject.path === path)
      assert.ok(found, path)
      return found
    })
  }

  /** What the first machine writes into go.sum. */
  async function sumsOf(claim: Claim): Promise<Pick<Claim, 'goSum' | 'goModSum'>> {
    const way = { level: 'content', isPrivate: false, isStopped: false, later: 0 } as const
    const [before] = await run(one, [claim], way)
    assert.equal(before?.verdict.code, 'verified', JSON.stringify(before))
    const { zipSum, goModSum } = before.found ?? {}
    assert.ok(zipSum !== undefined && goModSum !== undefined)
    return { goSum: zipSum, goModSum }
  }

  async function play(name: string, rot: RotCase): Promise<{ x: Judged; control?: Judged }> {
    const place = await makePlace(forge, name)
    const okPath = rot.hasControl === true ? await place.ok() : undefined
    const prepared: unknown = await rot.prepare?.(place)
    const asked = typeof prepared === 'string' ? prepared : `${place.path}@v1.0.0`
    const [path = '', version = ''] = asked.split('@')
    const bare = { path, version, scope: 'build' } as const
    const sums = await sumsOf(bare)
    const claim: Claim = rot.isWithoutSums === true ? bare : { ...bare, ...sums }
    await rot.happens?.(place)
    const claims: Claim[] = [{ ...claim, ...rot.claim?.(claim, place) }]
    if (okPath !== undefined) claims.push({ path: okPath, version: 'v1.0.0', scope: 'graph' })
    const parts = rot.remembers === true ? one : other
    let said: Judged[] = []
    for (const after of rot.days ?? [0]) {
      said = await run(parts, claims, {
        level: rot.level ?? 'content',
        isPrivate: rot.isPrivate ?? false,
        isStopped: rot.isStopped ?? false,
        later: after * day,
      })
    }
    const [x, control] = said
    assert.ok(x)
    return { x, ...(control && { control }) }
  }

  const opened = stack.move()
  return { forge, play, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
