// How fast is our own log, beside the test server of Go's own library? See README.md.
// `node bench/sumdb.ts [--records=20000] [--single=200] [--seconds=2] [--rounds=3]`
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../test/forge/temporary-folder.ts'
import { formatSignerKey } from '../src/tlog/signer.ts'
import { median } from './median.ts'
import { startGoServer } from './sumdb/go-server.ts'
import { measuredLog, module } from './sumdb/own-log.ts'
import { table } from './table.ts'
import { load, writeScript } from './warm/wrk.ts'

/** Bars: how often as fast as the peer, which has two cores to our one; and as one append after the other. */
const leastLookups = 1
const leastTogether = 8

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    single: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
  },
})
const [records, single] = [Number(options.records), Number(options.single)]
const loadOptions = {
  connections: Number(options.connections),
  threads: 1,
  seconds: Number(options.seconds),
}
const name = 'log.example'
const signerKey = formatSignerKey(name, Buffer.alloc(32, 3), 1)

await using folder = await temporaryFolder('bench')
await using peer = await startGoServer(folder.path, signerKey, records)
await using own = await measuredLog(folder.path, signerKey)

const times: number[] = []
for (let i = 0; i < single; i++) {
  const start = performance.now()
  await own.log.lookup('example.com/single', `v1.${i}.0`)
  times.push(performance.now() - start)
}
times.sort((a, b) => a - b)
const alone = 1000 / median(times)

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
let next = 0
async function append(): Promise<void> {
  while (next < records) await own.log.lookup(module, `v1.${next++}.0`)
}
const start = performance.now()
const used = process.cpuUsage()
await Promise.all(Array.from({ length: 2048 }, append))
const appends = records / ((performance.now() - start) / 1000)
const { user, system } = process.cpuUsage(used)
const appendMicros = (user + system) / records
delay.disable()

const server = await own.serve()
const lookups = Array.from(
  { length: Math.min(records, 5000) },
  (_, i) => `/lookup/${module}@v1.${i}.0`,
)
const tiles = Array.from(
  { length: Math.floor(records / 256) },
  (_, n) => `/tile/8/0/${String(n).padStart(3, '0')}`,
)
const rates: Record<string, { ours: number; theirs: number; p99: number }> = {}
for (const [what, paths] of [
  ['lookups', lookups],
  ['tiles', tiles],
] as const) {
  const below = paths.map((path) => `/sumdb/${name}${path}`)
  const [our, their] = [
    await writeScript(folder.path, `our ${what}`, below),
    await writeScript(folder.path, what, paths),
  ]
  const rounds: { ours: number; theirs: number; p99: number }[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    const theirs = await load(peer.url, their, loadOptions)
    const ours = await load(server.url, our, loadOptions)
    if (ours.errors + theirs.errors > 0)
      throw new Error(`${ours.errors} and ${theirs.errors} answers were errors`)
    rounds.push({ ours: ours.requestsPerSecond, theirs: theirs.requestsPerSecond, p99: ours.p99 })
  }
  rates[what] = {
    ours: median(rounds.map(({ ours }) => ours)),
    theirs: median(rounds.map(({ theirs }) => theirs)),
    p99: median(rounds.map(({ p99 }) => p99)),
  }
}
await server.close(0)
const verified = await own.verify()

const whole = (value: number) => Math.round(value).toString()
const row = (what: string, ours: number, theirs: number) => [
  what,
  whole(ours),
  whole(theirs),
  (ours / theirs).toFixed(2),
]
const {
  lookups: found = { ours: 0, theirs: 1, p99: 0 },
  tiles: read = { ours: 0, theirs: 1, p99: 0 },
} = rates
process.stdout.write(
  table([
    ['per second', 'ours', 'Go’s', 'ratio'],
    row('appends, one after the other', alone, peer.appendsPerSecond),
    row('appends together', appends, peer.appendsPerSecond),
    row('lookups over HTTP', found.ours, found.theirs),
    row('tiles over HTTP', read.ours, read.theirs),
    ['records verified', whole(verified), '', ''],
  ]),
)
process.stdout.write(
  `one append: p50 ${median(times).toFixed(1)} ms, p99 ${(times[Math.floor(times.length * 0.99)] ?? 0).toFixed(1)} ms; ` +
    `longest stall while all were appended: ${(delay.max / 1e6).toFixed(0)} ms; lookups p99 ${found.p99.toFixed(1)} ms; ` +
    `CPU of an append together: ${appendMicros.toFixed(0)} µs\n`,
)
const passes = found.ours >= leastLookups * found.theirs && appends >= leastTogether * alone
process.stdout.write(passes ? 'pass\n' : 'FAIL\n')
process.exitCode = passes ? 0 : 1
