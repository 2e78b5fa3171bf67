import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Failure } from '../../../src/failure.ts'
import type { RequestRecord } from '../../../src/outbound/request-record.ts'
import type { Facts } from '../../../src/store/facts/open-facts.ts'
import { firstLook } from '../../../src/verify/next-look.ts'
import { temporaryFolder } from '../../forge/temporary-folder.ts'
import { randomFrom } from '../../fuzz/random.ts'
import { virtualClock } from '../../virtual-clock.ts'
import { startForge, type Asked } from './forge.ts'
import { startMirror, type RunningMirror } from './mirror.ts'
import { makeTraffic, type ClientRequest } from './traffic.ts'
import { commitOf, makeWorld, type Repository, type World } from './world.ts'

/** What is simulated. */
export interface SimulationOptions {
  readonly seed: string
  readonly hosts: number
  /** Requests of clients. */
  readonly requests: number
  /** Milliseconds. */
  readonly length: number
  /** When the mirror is closed and opened again, milliseconds after the start; after `crash` it is not closed before. */
  readonly restarts: readonly number[]
  readonly crash?: number
  /** Called with the facts after each restart and at the end, when nothing is under way; and often between. */
  readonly onRest?: (facts: Facts, why: Occasion, so: Simulated) => void
}

/** When {@link SimulationOptions.onRest} is called. */
export type Occasion = 'restart' | 'crash' | 'end' | 'between'

/** An answer that was given without asking upstream. */
export interface Spared {
  readonly host: string
  readonly bytes: number
  /** Place among everything that happened. */
  readonly order: number
  readonly at: number
}

/** Something that somebody waits for and that is not held. */
export interface ForegroundWish {
  readonly repository: Repository
  /** Places of its beginning and its end among everything that happened. */
  readonly order: number
  endOrder: number
}

/** What happened. */
export interface Simulated {
  readonly world: World
  readonly start: number
  readonly end: number
  /** By the forge. */
  readonly log: readonly Asked[]
  readonly spared: readonly Spared[]
  readonly wishes: readonly ForegroundWish[]
  readonly traffic: readonly ClientRequest[]
  /** When the refs of old repositories were last read before the start. */
  readonly readBefore: ReadonlyMap<Repository, number>
  /** When each repository was first wanted. */
  readonly wantedAt: ReadonlyMap<Repository, number>
  /** Everything that was thrown and should not have been. */
  readonly errors: readonly unknown[]
}

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
    const { url, module: path } = repository
    const { facts } = mirror.parts.store
    if (!wantedAt.has(repository)) {
      wantedAt.set(repository, clock.now())
      facts.saveLocation({ path, vcs: 'git', url, root: path, subdir: '' })
      if (repository.movesAt !== undefined) hold(facts, repository)
    }
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
  let mirror = await open(place)
  for (const repository of world.repositories) {
    if (repository.fate !== 'old') continue
    const { facts } = mirror.parts.store
    const at = start - Math.floor(random() * 14 * day)
    facts.noteWanted(repository.url, 'git', at - 30 * day, at + day)
    wantedAt.set(repository, at - 30 * day)
    if (random() < 0.5) continue
    facts.noteRefs(repository.url, at, 2000)
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

/** A version of which a tag is known. */
function hold(facts: Facts, repository: Repository): void {
  const { module: path, url } = repository
  const origin = { VCS: 'git', URL: url, Ref: 'refs/tags/v1.0.0', Hash: commitOf(repository, 0, 0) }
  facts.beginHold(path, 'v1.0.0', { modSum: 'h1:m', zipSum: 'h1:z' })
  facts.finishHold({
    path,
    version: 'v1.0.0',
    time: null,
    originJson: JSON.stringify(origin),
    zipSize: 1,
  })
}

/** Counts the requests that have left and are not over. */
function countRequests(held: () => number): AsyncDisposable & {
  readonly over: () => void
  /** Resolves when all that are left are held, for some turns of the event loop. */
  readonly settled: () => Promise<void>
} {
  let open = 0
  const begin = () => void open++
  subscribe('undici:request:create', begin)
  return {
    over: () => void open--,
    async settled() {
      for (let calm = 0; calm < 4;) {
        await setImmediate()
        calm = open <= held() ? calm + 1 : 0
      }
    },
    [Symbol.asyncDispose]: async () => void unsubscribe('undici:request:create', begin),
  }
}
