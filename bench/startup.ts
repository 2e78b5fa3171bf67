// What it takes to start the packed program: see README.md.
// `node bench/startup.ts [--rounds=31]`
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writePackage } from '../scripts/package/write-package.ts'
import { isolated } from '../test/forge/isolation.ts'
import { run } from '../test/forge/run.ts'
import { temporaryFolder } from '../test/forge/temporary-folder.ts'
import { median } from './median.ts'
import { table } from './table.ts'

/** Most that a command may take, in times of an empty Node. */
const bars: Readonly<Record<string, number>> = {
  '--version': 1.5,
  '--help': 1.5,
  'check --dry-run': 4,
  'check --offline': 4,
}

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '31' } } })
const rounds = Number(options.rounds)

await using temporary = await temporaryFolder('bench')
const folder = join(temporary.path, 'package')
await writePackage(folder)
const empty = join(temporary.path, 'empty.cjs')
await writeFile(empty, '')
const project = join(temporary.path, 'project')
await mkdir(project)
await writeFile(
  join(project, 'go.mod'),
  'module corp.example/a\n\ngo 1.20\n\nrequire golang.org/x/text v0.15.0\n',
)

/** Processor time, user and system, of a run from start to end, in milliseconds. */
async function cost(args: readonly string[]): Promise<number> {
  const script = `TIMEFORMAT='%3U %3S'; time "$@" > /dev/null 2>&1`
  const options = { cwd: project, env: isolated(temporary.path) }
  const { stderr } = await run('bash', ['-c', script, 'bash', process.execPath, ...args], options)
  const [user = NaN, system = NaN] = stderr.split(' ').map(Number)
  return (user + system) * 1000
}

const program = join(folder, 'bin/headwater')
const contenders = [[empty], ...Object.keys(bars).map((bar) => [program].concat(bar.split(' ')))]
// The first run leaves compiled code for the others.
for (const args of contenders) await cost(args)
const costs: number[][] = contenders.map(() => [])
for (let round = 0; round < rounds; round++) {
  for (const [index, args] of contenders.entries()) costs[index]?.push(await cost(args))
}

const [nothing = [], ...ours] = costs
const rows = Object.entries(bars).map(([command, bar], index) => {
  const own = ours[index] ?? []
  return { command, bar, millis: median(own), ratio: median(own) / median(nothing) }
})
process.stdout.write(
  table([
    ['', 'CPU ms', '÷ empty Node'],
    ['an empty Node', median(nothing).toFixed(1), '1.00'],
    ...rows.map(({ command, millis, ratio }) => [command, millis.toFixed(1), ratio.toFixed(2)]),
  ]),
)
for (const { command, bar, ratio } of rows) {
  const verdict = ratio <= bar ? 'pass' : 'FAIL'
  process.stdout.write(
    `${verdict}  ${command} takes ${ratio.toFixed(2)} times what an empty Node takes, at most ${bar} is wanted\n`,
  )
}
process.exitCode = rows.every(({ bar, ratio }) => ratio <= bar) ? 0 : 1
