// What a repository's host is asked for when nothing is held yet, beside go and git: see README.md.
// `node bench/cold.ts [--rounds=3] [--tags=80] [bare repository and the path of its module]`
import { parseArgs } from 'node:util'
import { startForge } from '../test/forge/forge.ts'
import { medianCost, mostRequests, total, type Cost } from './cold/cost.ts'
import { realSubject, syntheticSubject } from './cold/subject.ts'
import { bareClone, eachAlone, oneCommand } from './cold/through-go.ts'
import { allAtOnce, oneByOne, type HeadwaterRun } from './cold/through-headwater.ts'
import { table } from './table.ts'

/** Most requests: for the first version, for each next one, and for changing answers that are still fresh. */
const bars = { first: 2, next: 1, fresh: 0 }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    tags: { type: 'string', default: '80' },
    width: { type: 'string', default: '16' },
  },
})

await using forge = await startForge()
const [bare, module] = positionals
if (bare !== undefined && module === undefined) {
  throw new Error('a repository needs the path of its module, as the second argument')
}
const subject =
  bare === undefined || module === undefined
    ? await syntheticSubject(forge, Number(options.tags))
    : await realSubject(forge, bare, module)
const width = Number(options.width)
const runs: HeadwaterRun[] = []
const costs = new Map<string, Cost[]>()
const goSums = new Map<string, string>()

const headwaterRow = 'Headwater, all, one by one'
const goRow = 'go mod download, each with an empty cache'
const contenders: readonly (readonly [string, () => Promise<Cost>])[] = [
  [headwaterRow, oneByOneCost],
  [`Headwater, all, ${width} at a time`, () => allAtOnce(forge, subject, width)],
  [goRow, goCost],
  ['go mod download, one command for all', () => oneCommand(forge, subject)],
  ['git clone --bare', () => bareClone(forge, subject)],
]
for (let round = 0; round < Number(options.rounds); round++) {
  const first = round % contenders.length
  for (const [name, work] of [...contenders.slice(first), ...contenders.slice(0, first)]) {
    const cost = await work()
    costs.set(name, [...(costs.get(name) ?? []), cost])
  }
  process.stderr.write(`round ${round + 1} of ${options.rounds}\n`)
}
process.stdout.write(`${subject.module}: ${subject.versions.length} versions\n\n${report()}\n`)
judge()

async function oneByOneCost(): Promise<Cost> {
  const run = await oneByOne(forge, subject)
  runs.push(run)
  return total([run.first, ...run.next])
}

async function goCost(): Promise<Cost> {
  const { cost, sums } = await eachAlone(forge, subject)
  for (const [version, sum] of sums) goSums.set(version, sum)
  return cost
}

/** Medians over the rounds; each row's share of what go takes for the same. */
function report(): string {
  const peer = medianCost(costs.get(goRow) ?? [])
  const rows = [['', 'requests', 'kB', 's', 'requests ÷ go', 'bytes ÷ go', 'time ÷ go']]
  const numbers = ({ requests, bytes, seconds }: Cost): string[] => [
    String(requests),
    (bytes / 1000).toFixed(1),
    seconds.toFixed(2),
  ]
  rows.push(
    ['Headwater, first', ...numbers(medianCost(runs.map((run) => run.first)))],
    ['Headwater, each next: mean', ...numbers(meanOf(runs.flatMap((run) => run.next)))],
  )
  for (const [name] of contenders) {
    const cost = medianCost(costs.get(name) ?? [])
    const shares = [
      cost.requests / peer.requests,
      cost.bytes / peer.bytes,
      cost.seconds / peer.seconds,
    ]
    rows.push([name, ...numbers(cost), ...shares.map((share) => share.toFixed(3))])
  }
  rows.push(
    ['Headwater, then list, @latest, branch', ...numbers(medianCost(changing(0)))],
    ['Headwater, the same three again', ...numbers(medianCost(changing(1)))],
  )
  return table(rows)
}

function meanOf(all: readonly Cost[]): Cost {
  const { requests, bytes, seconds } = total(all)
  const count = Math.max(all.length, 1)
  return { requests: requests / count, bytes: bytes / count, seconds: seconds / count }
}

function changing(which: 0 | 1): Cost[] {
  return runs.map((run) => run.changing[which])
}

/** Prints whether Headwater passes each bar, and agrees with go on every module; exit code 1 when it does not. */
function judge(): void {
  const say = (passed: boolean, text: string) => {
    process.stdout.write(`${passed ? 'pass' : 'FAIL'}  ${text}\n`)
    if (!passed) process.exitCode = 1
  }
  const bar = (what: string, most: number, wanted: number) =>
    say(most <= wanted, `${what}: ${most} requests, at most ${wanted} are wanted`)
  bar('the first version', mostRequests(runs.map((run) => run.first)), bars.first)
  bar('the worst of the next versions', mostRequests(runs.flatMap((run) => run.next)), bars.next)
  bar('fresh answers', mostRequests(changing(1)), bars.fresh)
  const wrong = subject.versions.filter((version) =>
    runs.some(({ sums }) => sums.get(version) !== goSums.get(version)),
  )
  const differing = wrong.length === 0 ? '' : `, but not of ${wrong.join(', ')}`
  say(wrong.length === 0, `the h1 of ${goSums.size} versions are those that go finds${differing}`)
}
