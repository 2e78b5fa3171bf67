import assert from 'node:assert/strict'
import { loadConfig } from '../../src/cli/config/load.ts'
import { openParts, type Parts } from '../../src/cli/open-parts.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { Judged } from '../../src/verify/judge/judged.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { headwaterHome, type Settings } from '../oracle/headwater.ts'
import { look, type Way } from './look.ts'
import { makePlace } from './place.ts'
import type { RotCase } from './rot-case.ts'

/** A forge, and two machines that check against it, all shared by the cases of one file. */
export interface World extends AsyncDisposable {
  readonly forge: Forge
  /** Plays a case, and gives what was said in the last run: of the module that it is about, and of its control. */
  readonly play: (name: string, rot: RotCase) => Promise<{ x: Judged; control?: Judged }>
}

const day = 86_400_000

/** A machine that checks. */
interface Machine {
  readonly running: Parts
  /** Starts the program anew on the same data, so that it knows what was written only. */
  readonly start: () => Promise<Parts>
}

/** Opens a world. `settings` are laid over the configuration of both machines. */
export async function openWorld(settings: Settings = {}): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const one = await machine()
  const other = await machine()

  async function machine(): Promise<Machine> {
    const home = stack.use(await headwaterHome(forge, settings))
    const config = loadConfig({ env: {}, file: home.configFile, cwd: home.folder })
    const rewrite = ['https', 'http'].map((scheme) => ({
      from: `${scheme}://`,
      to: `${forge.url}/`,
    }))
    const start = () => openParts({ ...config, rewrite })
    return { running: stack.use(await start()), start }
  }

  async function play(name: string, rot: RotCase): Promise<{ x: Judged; control?: Judged }> {
    const place = await makePlace(forge, name)
    const okPath = rot.hasControl === true ? await place.ok() : undefined
    const prepared: unknown = await rot.prepare?.(place)
    const asked = typeof prepared === 'string' ? prepared : `${place.path}@v1.0.0`
    const [path = '', version = ''] = asked.split('@')
    const bare = { path, version, scope: 'build' } as const
    const sums = await sumsOf(one.running, bare)
    const claim: Claim = rot.isWithoutSums === true ? bare : { ...bare, ...sums }
    await rot.happens?.(place)
    const claims: Claim[] = [{ ...claim, ...rot.claim?.(claim, place) }]
    if (okPath !== undefined) claims.push({ path: okPath, version: 'v1.0.0', scope: 'graph' })
    const { days = [] } = rot
    const { running, start } = rot.remembers === true ? one : other
    let said = days.length === 0 ? await look(running, claims, wayOf(rot, 0)) : []
    for (const after of days) {
      await using parts = await start()
      said = await look(parts, claims, wayOf(rot, after))
    }
    const [x, control] = said
    assert.ok(x)
    return { x, ...(control && { control }) }
  }

  const opened = stack.move()
  return { forge, play, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

function wayOf(
  { level = 'content', isPrivate = false, isStopped = false }: RotCase,
  after: number,
): Way {
  return { level, isPrivate, isStopped, later: after * day }
}

/** What is written into go.sum. */
async function sumsOf(parts: Parts, claim: Claim): Promise<Pick<Claim, 'goSum' | 'goModSum'>> {
  const [before] = await look(parts, [claim], wayOf({ what: '', says: 'verified' }, 0))
  assert.equal(before?.verdict.code, 'verified', JSON.stringify(before))
  const { zipSum, goModSum } = before.found ?? {}
  assert.ok(zipSum !== undefined && goModSum !== undefined)
  return { goSum: zipSum, goModSum }
}
