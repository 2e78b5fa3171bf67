// Whether warm hits suffer while cold misses hang on a slow forge: see README.md.
// `node bench/hanging.ts [--rounds=5] [--seconds=2] [--misses=500]`
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startForge } from '../test/forge/forge.ts'
import { temporaryFolder } from '../test/forge/temporary-folder.ts'
import { startHeadwater } from '../test/oracle/headwater.ts'
import { median } from './median.ts'
import { table } from './table.ts'
import { startFileServer } from './warm/file-server.ts'
import { writeFixture } from './warm/fixture.ts'
import { load, writeScript, type Load } from './warm/wrk.ts'

/** Bars: how much longer 99 of 100 answers may take, and the most resident memory. */
const mostSlower = 1.5
const mostMemory = 256 * 2 ** 20

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '32' },
    misses: { type: 'string', default: '500' },
  },
})
const [rounds, misses] = [Number(options.rounds), Number(options.misses)]
const loadOptions = {
  connections: Number(options.connections),
  threads: 2,
  seconds: Number(options.seconds),
}

/** Half of the misses ask one forge, the others forty more. */
const hosts = ['slow.test', ...Array.from({ length: 40 }, (_, index) => `slow${index}.test`)]
const modules = Array.from({ length: misses }, (_, index) => {
  const host = index % 2 === 0 ? 'slow.test' : hosts[1 + (index % (hosts.length - 1))]
  return `${host}/m${index}.git`
})

await using folder = await temporaryFolder('bench')
const files = join(folder.path, 'files')
const [work] = await writeFixture(files, 200, 1)
if (!work) throw new Error('there is nothing to ask for')
await using upstream = await startFileServer(files, 0)
await using forge = await startForge({ hosts })
forge.script(() => ({ kind: 'hang' }))
const settings = { upstream: `${upstream.url},direct`, log: { level: 'warn' } }
await using headwater = await startHeadwater(forge, { settings })
const script = await writeScript(folder.path, 'info', work.paths)
for (const path of work.paths) await (await fetch(headwater.url + path)).arrayBuffer()
await load(headwater.url, script, loadOptions)

const alone: Load[] = []
const beside: Load[] = []
let memory = 0
for (let round = 0; round < rounds; round++) {
  alone.push(await load(headwater.url, script, loadOptions))
  const stop = new AbortController()
  const hanging = modules.map((module) =>
    fetch(`${headwater.url}/${module}/@v/v1.0.0.info`, { signal: stop.signal }).catch(() => {}),
  )
  await new Promise((resolve) => {
    setTimeout(resolve, 1500)
  })
  beside.push(await load(headwater.url, script, loadOptions))
  memory = Math.max(memory, residentBytes(headwater.pid))
  stop.abort()
  await Promise.all(hanging)
  process.stderr.write(`round ${round + 1} of ${rounds}\n`)
}

const slower = median(beside.map(({ p99 }, round) => p99 / (alone[round]?.p99 ?? NaN)))
const row = (name: string, loads: readonly Load[]) => [
  name,
  Math.round(median(loads.map((one) => one.requestsPerSecond))).toLocaleString('en'),
  median(loads.map((one) => one.p99)).toFixed(2),
  String(loads.reduce((sum, one) => sum + one.errors, 0)),
]
process.stdout.write(
  table([
    ['.info', 'req/s', 'p99 ms', 'errors'],
    row('nothing else', alone),
    row(`${misses} misses hang`, beside),
  ]),
)
const errors = [...alone, ...beside].reduce((sum, one) => sum + one.errors, 0)
const memoryShown = `${Math.round(memory / 2 ** 20)} MiB`
const bars: readonly (readonly [boolean, string])[] = [
  [
    slower <= mostSlower,
    `p99 is ${slower.toFixed(2)} times that of none, at most ${mostSlower} is wanted`,
  ],
  [memory <= mostMemory, `${memoryShown} resident, at most ${mostMemory / 2 ** 20} MiB are wanted`],
  [errors === 0, `${errors} warm answers failed`],
]
for (const [isPassed, text] of bars)
  process.stdout.write(`${isPassed ? 'pass' : 'FAIL'}  ${text}\n`)
process.exitCode = bars.every(([isPassed]) => isPassed) ? 0 : 1

/** Source: proc_pid_status(5) */
function residentBytes(pid: number): number {
  const [, kilobytes = '0'] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
