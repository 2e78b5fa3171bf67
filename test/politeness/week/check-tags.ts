import type { Facts } from '../../../src/store/facts/open-facts.ts'
import type { Simulated } from './simulated.ts'

/** What became of the repositories whose tags moved. */
export interface MovedTags {
  /** One line for each of which the store says otherwise. */
  readonly faults: readonly string[]
  /** Looks that could have seen it. */
  readonly seen: number
}

/** Looks at repositories with a tag that had moved when their refs were last read, and that were not suspected. */
export function movedTags(facts: Facts, { world, log, start }: Simulated): MovedTags {
  let seen = 0
  const faults = world.repositories.flatMap((repository) => {
    const { url, movesAt } = repository
    const look = facts.repository(url)?.look
    if (movesAt === undefined || !look || facts.versionsOf(url).length === 0) return []
    if (look.result !== 'unchanged' && look.result !== 'suspected') return []
    const read = log.findLast(
      (asked) => asked.repository === repository && asked.status === 200 && asked.end <= look.at,
    )
    if (!read || read.end < start + movesAt) return []
    seen++
    return look.result === 'suspected' ? [] : [`${url}: ${look.result}, ${look.saw}`]
  })
  return { faults, seen }
}
