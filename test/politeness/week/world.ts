import { randomFrom, type Random } from '../../fuzz/random.ts'
import { robotsKinds, type RobotsKind } from './robots-kinds.ts'
import { weathers, type Weather } from './weather.ts'

/** A host of repositories. */
export interface Host {
  readonly name: string
  readonly robots: RobotsKind
  readonly weather: Weather
  readonly repositories: readonly Repository[]
}

/** A repository, which has one module at its root. */
export interface Repository {
  readonly host: string
  /** Its path at the host, such as `/r3`. */
  readonly path: string
  readonly url: string
  readonly module: string
  /**
   * `lasting`: people ask for it all week; `forgotten`: not after the first day; `old`: known since long ago, and nobody
   * asks for it any more.
   */
  readonly fate: 'lasting' | 'forgotten' | 'old'
  readonly tags: number
  /** Milliseconds after the start from which its first tag names another commit. */
  readonly movesAt?: number
}

/** Where the repositories of the mirror's modules are. */
export interface World {
  readonly hosts: readonly Host[]
  readonly byName: ReadonlyMap<string, Host>
  readonly repositories: readonly Repository[]
}

const day = 24 * 3600_000
const fates: readonly Repository['fate'][] = ['lasting', 'forgotten', 'lasting', 'old', 'forgotten']

/** Makes so many hosts: a few with many repositories, most with one. Every kind of host is there. */
export function makeWorld(seed: string, hosts: number): World {
  const random = randomFrom(seed)
  const all = Array.from({ length: hosts }, (_, number) => makeHost(random, number))
  return {
    hosts: all,
    byName: new Map(all.map((host) => [host.name, host])),
    repositories: all.flatMap((host) => host.repositories),
  }
}

function makeHost(random: Random, number: number): Host {
  const name = `h${number}.test`
  const robots = random.pick(robotsKinds)
  const many = number < 20 ? 12 : number < 100 ? 3 : 1
  return {
    name,
    robots,
    weather: random.pick(weathers),
    repositories: Array.from({ length: many }, (_, at) => makeRepository(random, name, at)),
  }
}

function makeRepository(random: Random, host: string, at: number): Repository {
  const path = `${random.chance(0.5) ? '/private' : ''}/r${at}`
  return {
    host,
    path,
    url: `https://${host}${path}`,
    module: `${host}${path}`,
    fate: random.pick(fates),
    tags: 1 + random.below(random.chance(0.1) ? 150 : 20),
    ...(random.chance(0.04) && { movesAt: day * (1 + random.below(3)) }),
  }
}

/** What a tag of a repository names so many milliseconds after the start. */
export function commitOf({ url, movesAt }: Repository, tag: number, since: number): string {
  const isMoved = tag === 0 && movesAt !== undefined && since >= movesAt
  const digits = Buffer.from(url).reduce((sum, byte) => (sum * 31 + byte) % 1e9, tag)
  return `${isMoved ? 'f' : '0'}${String(digits).padStart(39, '0')}`
}
