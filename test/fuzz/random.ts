/** A stream of choices that a seed decides: same seed, same choices, on every machine. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  readonly below: (below: number) => number
  /** True this often, from 0 (never) to 1 (always). */
  readonly chance: (often: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  /** At most `most` of them, at least `least`, in random order, each place at most once. */
  readonly some: <T>(from: readonly T[], most: number, least?: number) => T[]
  /** Another stream, decided by this one's seed and the name alone: what is drawn here does not change it. */
  readonly fork: (name: string) => Random
}

/** Starts a stream. Source: SplitMix64's output function (Steele, Lea, Flood 2014), with 32 bits taken of each number. */
export function randomFrom(seed: string): Random {
  let state = digest(seed)
  const next = (): number => {
    state = (state + 0x9e3779b97f4a7c15n) & mask
    let mixed = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & mask
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask
    return Number((mixed ^ (mixed >> 31n)) & 0xffffffffn)
  }
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit)
  return {
    below,
    chance: (often) => next() / 2 ** 32 < often,
    pick(from) {
      if (from.length === 0) throw new RangeError('nothing to pick from')
      return from[below(from.length)] as (typeof from)[number]
    },
    some(from, most, least = 0) {
      const left = [...from]
      const many = Math.min(left.length, least + below(most - least + 1))
      return Array.from({ length: many }, () => left.splice(below(left.length), 1)).flat()
    },
    fork: (name) => randomFrom(`${seed}/${name}`),
  }
}

const mask = 0xffffffffffffffffn

/** FNV-1a with 64 bits. */
function digest(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask
  return hash
}
