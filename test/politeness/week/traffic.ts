import type { Spared } from '../../../src/mirror/mirror.ts'
import { randomFrom } from '../../fuzz/random.ts'
import type { Repository, World } from './world.ts'

/** A request of a client. */
export interface ClientRequest {
  /** Milliseconds after the start. */
  readonly since: number
  readonly repository: Repository
  readonly kind: Spared['kind']
  /** Of the answer. */
  readonly bytes: number
  /** Whether upstream must be asked for it. */
  readonly isMiss: boolean
}

const day = 24 * 3600_000
const kinds = ['info', 'info', 'info', 'mod', 'mod', 'mod', 'zip', 'list', 'latest'] as const
/** How often what is asked for is not held. */
const missing = 0.01

/**
 * Requests in the order of time. Which module they are for follows Zipf's law; the first one for each is a miss.
 *
 * @param length milliseconds
 */
export function* makeTraffic(
  seed: string,
  { repositories }: World,
  count: number,
  length: number,
): Generator<ClientRequest> {
  const random = randomFrom(seed)
  const asked = repositories.filter(({ fate }) => fate !== 'old')
  const ranked = random.some(asked, asked.length, asked.length)
  const bounds: number[] = []
  for (const rank of ranked.keys()) bounds.push((bounds.at(-1) ?? 0) + 1 / (rank + 1))
  const total = bounds.at(-1) ?? 0
  const known = new Set<Repository>()

  function pick(since: number): Repository {
    for (;;) {
      const at = (random.below(2 ** 30) / 2 ** 30) * total
      const repository = ranked[firstAbove(bounds, at)]
      if (repository && (since < day || repository.fate === 'lasting')) return repository
    }
  }

  for (let number = 0; number < count; number++) {
    const since = Math.floor(((number + random.below(1000) / 1000) * length) / count)
    const repository = pick(since)
    const kind = random.pick(kinds)
    const isMiss = !known.has(repository) || random.chance(missing)
    known.add(repository)
    yield { since, repository, kind, bytes: sizeOf(kind, random.below(1000)), isMiss }
  }
}

function sizeOf(kind: Spared['kind'], random: number): number {
  if (kind === 'zip') return 2000 + random * 60
  if (kind === 'mod') return 60 + random
  return 90 + Math.floor(random / 10)
}

/** The place of the first number that is larger; they grow. */
function firstAbove(numbers: readonly number[], than: number): number {
  let [low, high] = [0, numbers.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) > than) high = middle
    else low = middle + 1
  }
  return low
}
