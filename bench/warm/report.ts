import { median } from '../median.ts'
import { table } from '../table.ts'
import type { Measurement, Results } from './measure.ts'

/** The contender that the others are compared with. */
export const yardstick = 'nginx'

/** The table: medians over the rounds, and how far the shares of single rounds lie apart. */
export function report(results: Results): string {
  const rows = [['', 'req/s', 'p99 ms', 'CPU µs', `req/s ÷ ${yardstick}`, 'from', 'to', 'errors']]
  for (const [kind, byName] of results) {
    for (const name of byName.keys()) {
      rows.push([`${kind.padEnd(12)} ${name}`, ...cells(byName, name)])
    }
  }
  return table(rows)
}

function cells(byName: ReadonlyMap<string, readonly Measurement[]>, name: string): string[] {
  const loads = byName.get(name) ?? []
  const shares = sharesOf(byName, name)
  return [
    Math.round(median(loads.map((load) => load.requestsPerSecond))).toLocaleString('en'),
    shown(median(loads.map((load) => load.p99)), 1),
    shown(median(loads.map((load) => load.cpu)), 1),
    shown(median(shares), 2),
    shown(Math.min(...shares), 2),
    shown(Math.max(...shares), 2),
    String(loads.reduce((sum, load) => sum + load.errors, 0)),
  ]
}

function shown(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-'
}

/** What part of the yardstick's requests per second a contender reached, round by round; empty without yardstick. */
function sharesOf(byName: ReadonlyMap<string, readonly Measurement[]>, name: string): number[] {
  const measure = byName.get(yardstick) ?? []
  return (byName.get(name) ?? []).flatMap(({ requestsPerSecond }, round) => {
    const other = measure[round]
    return other === undefined ? [] : [requestsPerSecond / other.requestsPerSecond]
  })
}

/** How a run ends: what to print, and the exit code. */
export interface Verdict {
  readonly text: string
  readonly exitCode: 0 | 1
}

/**
 * Whether `name` reaches the least shares of the yardstick's requests per second, by kind of work, and all contenders
 * answered everything. What was not measured is not judged; without a yardstick nothing passes.
 */
export function judge(results: Results, name: string, bars: ReadonlyMap<string, number>): Verdict {
  const lines: string[] = []
  let exitCode: 0 | 1 = 0
  const say = (passed: boolean, text: string) => {
    lines.push(`${passed ? 'pass' : 'FAIL'}  ${text}\n`)
    if (!passed) exitCode = 1
  }
  for (const [kind, bar] of bars) {
    const byName = results.get(kind)
    if (byName === undefined) continue
    const share = median(sharesOf(byName, name))
    const reached = Number.isNaN(share) ? `there is no ${yardstick}` : share.toFixed(2)
    say(share >= bar, `${kind}: ${reached}, at least ${bar} of ${yardstick} is wanted`)
  }
  for (const [kind, byName] of results) {
    for (const [contender, loads] of byName) {
      const errors = loads.reduce((sum, load) => sum + load.errors, 0)
      if (errors > 0) say(false, `${kind}: ${contender} failed to answer ${errors} times`)
    }
  }
  return { text: lines.join(''), exitCode }
}
