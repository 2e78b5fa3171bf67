import { crashFaults, ledgerFaults, missingIn, type Missing } from './check-ledger.ts'
import { verdictFaults } from './check-robots.ts'
import { movedTags, type MovedTags } from './check-tags.ts'
import { simulate } from './simulate.ts'
import type { Simulated } from './simulated.ts'

/** What happened in the week, and what was found while the facts could still be read. */
export interface Week {
  readonly so: Simulated
  /** What the ledger lacked after the crash. */
  readonly lost: Missing | undefined
  /** What is wrong in the ledger. */
  readonly ledger: readonly string[]
  /** What is wrong in what is said of repositories that a robots.txt forbids. */
  readonly verdicts: readonly string[]
  readonly moved: MovedTags | undefined
}

const day = 24 * 3600_000

/** A week with 1,000 hosts and 100,000 requests of clients, the mirror started anew seven times, once after a crash. */
export async function playWeek(): Promise<Week> {
  let lost: Missing | undefined
  const ledger: string[] = []
  const verdicts: string[] = []
  let moved: MovedTags | undefined
  const so = await simulate({
    seed: 'a week',
    hosts: 1000,
    requests: 100_000,
    length: 7 * day,
    restarts: [0.9, 1.3, 2.6, 4.4, 5.5, 6.2].map((days) => days * day),
    crash: 3.4 * day,
    onRest(facts, why, so) {
      verdicts.push(...verdictFaults(facts, so))
      if (why === 'end') moved = movedTags(facts, so)
      if (why === 'between') return
      const missing = missingIn(facts, so)
      ledger.push(...(why === 'crash' ? crashFaults(missing) : ledgerFaults(missing, lost)))
      if (why === 'crash') lost = missing
    },
  })
  return { so, lost, ledger, verdicts, moved }
}
