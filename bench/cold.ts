// What a repository's host is asked for when nothing is held yet, beside go and git: see README.md.
// `node bench/cold.ts [--rounds=3] [--tags=80] [bare repository and the path of its module]`
import { parseArgs } from 'node:util'
import { startForge } from '../test/forge/forge.ts'
import { total, type Cost } from './cold/cost.ts'
import { judge, report } from './cold/report.ts'
import { realSubject, syntheticSubject } from './cold/subject.ts'
import { bareClone, eachAlone, oneCommand } from './cold/through-go.ts'
import { throughGoproxy } from './cold/through-goproxy.ts'
import { allAtOnce, oneByOne, type HeadwaterRun } from './cold/through-headwater.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    tags: { type: 'string', default: '80' },
    goproxy: { type: 'string' },
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
const { goproxy } = options
const width = Number(options.width)
const runs: HeadwaterRun[] = []
const costs = new Map<string, Cost[]>()
const goSums = new Map<string, string>()

const goRow = 'go mod download, each with an empty cache'
const contenders: readonly (readonly [string, () => Promise<Cost>])[] = [
  ['Headwater, all, one by one', oneByOneCost],
  [`Headwater, all, ${width} at a time`, () => allAtOnce(forge, subject, width)],
  [goRow, goCost],
  ['go mod download, one command for all', () => oneCommand(forge, subject)],
  ...(goproxy === undefined ? [] : [['goproxy, all, one by one', askGoproxy] as const]),
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
const { text, exitCode } = judge(subject, runs, goSums)
process.stdout.write(`${subject.module}: ${subject.versions.length} versions\n\n`)
process.stdout.write(`${report(runs, costs, goRow)}\n${text}`)
process.exitCode = exitCode

function askGoproxy(): Promise<Cost> {
  return throughGoproxy(forge, subject, goproxy ?? '')
}

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
