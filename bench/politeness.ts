// What a day of traffic over 1,000 hosts costs them: see README.md.
// `node bench/politeness.ts [--hosts=1000] [--requests=20000] [--seed=a day]`; requests of clients are for each day.
import { parseArgs } from 'node:util'
import { isUnasked } from '../test/politeness/week/by-host.ts'
import {
  balances,
  bytesOf,
  overspent,
  sum,
  type Amount,
} from '../test/politeness/week/check-spending.ts'
import { refsOf } from '../test/politeness/week/forge.ts'
import { simulate } from '../test/politeness/week/simulate.ts'
import { publicRefreshes } from './politeness/public-pacing.ts'
import { table } from './table.ts'

const day = 24 * 3600_000

const { values: options } = parseArgs({
  options: {
    hosts: { type: 'string', default: '1000' },
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: 'a day' },
  },
})
// On the first day everything is new; the second is measured.
const so = await simulate({
  seed: options.seed,
  hosts: Number(options.hosts),
  requests: 2 * Number(options.requests),
  length: 2 * day,
  restarts: [day],
})
const from = so.start + day
const log = so.log.filter(({ begin }) => begin >= from)
const spared = so.spared.filter(({ at }) => at >= from)
const foreground = bytesOf(log.filter((asked) => !isUnasked(asked)))
const background = bytesOf(log.filter(({ record }) => record?.reason === 'background'))
const floor = bytesOf(log.filter(({ record }) => record?.reason === 'floor'))
const rules = bytesOf(log.filter(({ path }) => path === '/robots.txt'))
const unasked = bytesOf(log.filter(isUnasked))

const refreshes = publicRefreshes(so.traffic, day, 2 * day)
const peer = so.world.repositories.reduce(
  (total: Amount, repository) => {
    const requests = refreshes.get(repository.module) ?? 0
    const bytes = requests * refsOf(repository, day).length
    return { requests: total.requests + requests, bytes: total.bytes + bytes }
  },
  { requests: 0, bytes: 0 },
)

const row = (name: string, { requests, bytes }: Amount): string[] => [
  name,
  String(requests),
  (bytes / 1000).toFixed(0),
  (requests / unasked.requests).toFixed(2),
]
process.stdout.write(
  table([
    [`second day, ${so.world.hosts.length} hosts`, 'requests', 'kB', '÷ unasked'],
    row('spared: answered from the copy', sum(spared)),
    row('foreground: somebody waited', foreground),
    row('unasked: background and floor', unasked),
    row('  background, paid for', background),
    row('  floor, paid for by nobody', floor),
    row('  of both, robots.txt', rules),
    row('the public pacing, same traffic', peer),
  ]),
)

const all = balances(so).filter(({ spent }) => spent.requests > 0)
const most = (of: keyof Amount): number =>
  Math.max(...all.map(({ spent, saved }) => spent[of] / saved[of]))
const total = (of: keyof Amount): number =>
  all.reduce((spent, one) => spent + one.spent[of], 0) / sum(so.spared)[of]
process.stdout.write(`
background ÷ spared since the start: in requests ${total('requests').toFixed(3)} of all, ${most('requests').toFixed(3)} at the worst host;
                                     in bytes    ${total('bytes').toFixed(3)} of all, ${most('bytes').toFixed(3)} at the worst host
`)
const over = overspent(so)
const passed = over.length === 0 && so.errors.length === 0 && most('requests') <= 1
for (const one of over) process.stdout.write(`${one}\n`)
process.stdout.write(
  `\n${passed ? 'pass' : 'FAIL'}  no host was asked for more in the background than it was spared, at any moment\n`,
)
process.exitCode = passed ? 0 : 1
