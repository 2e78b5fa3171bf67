import { table } from '../table.ts'
import { medianCost, mostRequests, total, type Cost } from './cost.ts'
import type { Subject } from './subject.ts'
import type { HeadwaterRun } from './through-headwater.ts'

/** Most requests to a repository: for the first version, for each next one, and for what is still fresh. */
const bars = { first: 2, next: 1, fresh: 0 }

/**
 * Medians over the rounds, and each contender's share of what the peer takes for the same.
 *
 * @param costs one for each round, by contender
 * @param peer the contender that the others are compared with
 */
export function report(
  runs: readonly HeadwaterRun[],
  costs: ReadonlyMap<string, readonly Cost[]>,
  peer: string,
): string {
  const measure = medianCost(costs.get(peer) ?? [])
  const rows = [
    ['', 'requests', 'kB', 's', 'requests ÷ go', 'bytes ÷ go', 'time ÷ go'],
    ['Headwater, first', ...numbers(medianCost(runs.map((run) => run.first)))],
    ['Headwater, each next: mean', ...numbers(meanOf(runs.flatMap((run) => run.next)))],
  ]
  for (const [name, each] of costs) {
    const cost = medianCost(each)
    rows.push([name, ...numbers(cost), ...shares(cost, measure)])
  }
  rows.push(
    ['Headwater, then list, @latest, branch', ...numbers(medianCost(changing(runs, 0)))],
    ['Headwater, the same three again', ...numbers(medianCost(changing(runs, 1)))],
  )
  return table(rows)
}

function numbers({ requests, bytes, seconds }: Cost): string[] {
  const count = Number.isInteger(requests) ? String(requests) : requests.toFixed(2)
  return [count, (bytes / 1000).toFixed(1), seconds.toFixed(2)]
}

function shares(cost: Cost, peer: Cost): string[] {
  return [
    (cost.requests / peer.requests).toFixed(3),
    (cost.bytes / peer.bytes).toFixed(3),
    (cost.seconds / peer.seconds).toFixed(3),
  ]
}

function meanOf(all: readonly Cost[]): Cost {
  const { requests, bytes, seconds } = total(all)
  const count = Math.max(all.length, 1)
  return { requests: requests / count, bytes: bytes / count, seconds: seconds / count }
}

function changing(runs: readonly HeadwaterRun[], which: 0 | 1): Cost[] {
  return runs.map((run) => run.changing[which])
}

/** How a run ends: what to print, and the exit code. */
export interface Verdict {
  readonly text: string
  readonly exitCode: 0 | 1
}

/**
 * Whether Headwater passed each bar in every round, and agrees with go on every version.
 *
 * @param goSums h1 by version, as go finds it; absent where go refuses
 */
export function judge(
  subject: Subject,
  runs: readonly HeadwaterRun[],
  goSums: ReadonlyMap<string, string>,
): Verdict {
  const first = mostRequests(runs.map((run) => run.first))
  const next = mostRequests(runs.flatMap((run) => run.next))
  const fresh = mostRequests(changing(runs, 1))
  const mayTake = bars.first + subject.pages
  const differing = subject.versions.filter((version) =>
    runs.some(({ sums }) => sums.get(version) !== goSums.get(version)),
  )
  const findings: (readonly [boolean, string])[] = [
    [first <= mayTake, `the first version: ${first} requests, at most ${mayTake} are wanted`],
    [next <= bars.next, `the worst of the next: ${next} requests, at most ${bars.next} is wanted`],
    [fresh <= bars.fresh, `what is still fresh: ${fresh} requests, ${bars.fresh} are wanted`],
    [goSums.size > 0, `go finds ${goSums.size} of ${subject.versions.length} versions`],
    [
      differing.length === 0,
      `h1 or refusal are those of go, except for: ${differing.join(', ') || 'none'}`,
    ],
  ]
  return {
    text: findings.map(([passed, what]) => `${passed ? 'pass' : 'FAIL'}  ${what}\n`).join(''),
    exitCode: findings.every(([passed]) => passed) ? 0 : 1,
  }
}
