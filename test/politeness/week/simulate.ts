import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../../src/failure.ts'
import type { RequestRecord } from '../../../src/outbound/request-record.ts'
import { firstLook } from '../../../src/verify/schedule/next-look.ts'
import { temporaryFolder } from '../../forge/temporary-folder.ts'
import { randomFrom } from '../../fuzz/random.ts'
import { virtualClock } from '../../virtual-clock.ts'
import { countRequests } from './count-requests.ts'
import { fillStore } from './fill-store.ts'
import { refsOf, startForge, type Asked } from './forge.ts'
import { startMirror, type RunningMirror } from './mirror.ts'
import type { ForegroundWish, Simulated, SimulationOptions, Spared } from './simulated.ts'
import { makeTraffic, type ClientRequest } from './traffic.ts'
import { makeWorld, type Repository } from './world.ts'

const hour = 3600_000
const day = 24 * hour

/** Runs the parts of the mirror for so long by a virtual clock, from one event to the next. */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { seed, length, onRest = () => {} } = options
  const world = makeWorld(`${seed}/world`, options.hosts)
  const chance = randomFrom(`${seed}/mirror`)
  const random = () => chance.below(2 ** 30) / 2 ** 30
  const start = Date.UTC(2026, 10, 2)
  let happened = 0
  const next = () => ++happened
  await using asking = countRequests(() => forge.held().length)
  const clock = virtualClock(start, () => asking.settled())
  await using forge = await startForge({ world, clock, start, next })
  await using folder = await temporaryFolder('politeness')
  const spared: Spared[] = []
  const wishes: ForegroundWish[] = []
  const traffic: ClientRequest[] = []
  const readBefore = new Map<Repository, number>()
  const wantedAt = new Map<Repository, number>()
  const errors: unknown[] = []
  const so: Simulated = {
    world,
    start,
    end: start + length,
    log: forge.log,
    spared,
    wishes,
    traffic,
    readBefore,
    wantedAt,
    errors,
  }
  const onError = (error: unknown) => void errors.push(error)
  const unclaimed = new Map<string, Asked[]>()
  let claimed = 0

  /** Holds what Headwater noted against what the forge did. */
  function onRecord(record: RequestRecord): void {
    asking.over()
    for (; claimed < forge.log.length; claimed++) {
      const asked = forge.log[claimed]
      if (!asked) break
      const url = `https://${asked.host}${asked.path}`
      unclaimed.set(url, [...(unclaimed.get(url) ?? []), asked])
    }
    const asked = unclaimed.get(record.url)?.shift()
    if (asked) asked.record = record
    else onError(new Error(`the forge was not asked for ${record.url}`))
  }

  const open = (path: string): Promise<RunningMirror> =>
    startMirror({ folder: path, forge, clock, random, onRecord, onError })

  /** Asks upstream, as for a version that is not held. */
  async function miss({ repository }: ClientRequest): Promise<void> {
    const { url } = repository
    const { facts } = mirror.parts.store
    if (!wantedAt.has(repository)) wantedAt.set(repository, clock.now())
    facts.noteWanted(url, 'git', clock.now(), firstLook(clock.now(), random()))
    const wish = { repository, order: next(), endOrder: Infinity }
    wishes.push(wish)
    await mirror.parts.origins.look('git', url, 'foreground').catch((error: unknown) => {
      if (!Failure.is(error)) onError(error)
    })
    wish.endOrder = next()
  }

  function serve(request: ClientRequest): void {
    traffic.push(request)
    if (request.isMiss) {
      void miss(request)
      return
    }
    const { repository, kind, bytes } = request
    spared.push({ host: repository.host, bytes, order: next(), at: clock.now() })
    mirror.parts.earn(repository.module, kind, 1, bytes)
  }

  async function restart(): Promise<void> {
    await mirror.stop()
    await asking.settled()
    mirror = await open(place)
    onRest(mirror.parts.store.facts, 'restart', so)
    mirror.startLooks()
  }

  /** Goes on with the folder as it was in the middle of something. */
  async function crash(): Promise<void> {
    const crashed = join(folder.path, 'crashed')
    cpSync(place, crashed, { recursive: true })
    await mirror.stop()
    await asking.settled()
    place = crashed
    mirror = await open(place)
    onRest(mirror.parts.store.facts, 'crash', so)
    mirror.startLooks()
  }

  let place = join(folder.path, 'data')
  await fillStore(place, world, start)
  let mirror = await open(place)
  for (const repository of world.repositories) {
    if (repository.fate !== 'old') continue
    const { facts } = mirror.parts.store
    const at = start - Math.floor(random() * 14 * day)
    facts.noteWanted(repository.url, 'git', at - 30 * day, at + day)
    wantedAt.set(repository, at - 30 * day)
    if (random() < 0.5) continue
    facts.noteRefs(repository.url, at, refsOf(repository, 0).length)
    readBefore.set(repository, at)
  }
  mirror.startLooks()
  const restarts = [...options.restarts]
  let between = 0
  let isToCrash = options.crash !== undefined
  for (const request of makeTraffic(`${seed}/traffic`, world, options.requests, length)) {
    await clock.pass(start + request.since - clock.now())
    if (request.since >= (restarts[0] ?? Infinity)) {
      restarts.shift()
      await restart()
    }
    const isInTheMiddle = forge.held().some(({ repository }) => repository !== undefined)
    if (isToCrash && request.since >= (options.crash ?? Infinity) && isInTheMiddle) {
      isToCrash = false
      await crash()
    }
    if (request.since >= between) {
      between += 6 * hour
      onRest(mirror.parts.store.facts, 'between', so)
    }
    serve(request)
  }
  await clock.pass(so.end - clock.now())
  await mirror.stop()
  await asking.settled()
  mirror = await open(place)
  onRest(mirror.parts.store.facts, 'end', so)
  await mirror.stop()
  return so
}
