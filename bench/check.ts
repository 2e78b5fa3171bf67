// What a check of a project costs, beside `GOPROXY=direct go mod download`: see README.md.
// `node bench/check.ts [--modules=300] [--repositories=220] [--tags=25] [--latency=40]`
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startForge } from '../test/forge/forge.ts'
import { checks, throughGo, type CheckRun } from './check/contenders.ts'
import { layProject } from './check/project.ts'
import type { Cost } from './cold/cost.ts'
import { table } from './table.ts'

const { values: options } = parseArgs({
  options: {
    modules: { type: 'string', default: '300' },
    repositories: { type: 'string', default: '220' },
    tags: { type: 'string', default: '25' },
    latency: { type: 'string', default: '40' },
  },
})
const [modules, tags, latency] = [options.modules, options.tags, options.latency].map(Number)
const repositories = Number(options.repositories)

await using forge = await startForge()
process.stderr.write('making the repositories\n')
const project = await layProject(forge, { modules: modules ?? 0, repositories, tags: tags ?? 0 })
forge.script(async () => {
  await setTimeout(latency)
  return undefined
})

const go = await throughGo(forge, project)
process.stderr.write('go is done\n')
const [first, second, content] = await checks(forge, project, go.goSum, ['refs', 'refs', 'content'])
const [anew] = await checks(forge, project, go.goSum, ['content'])
if (!first || !second || !content || !anew) throw new Error('a check is missing')

const row = (name: string, cost: Cost): string[] => [
  name,
  String(cost.requests),
  (cost.bytes / 1000).toFixed(0),
  cost.seconds.toFixed(2),
  (cost.requests / go.cost.requests).toFixed(3),
  (cost.bytes / go.cost.bytes).toFixed(4),
  (cost.seconds / go.cost.seconds).toFixed(3),
]
process.stdout.write(
  `${modules} modules, ${repositories} repositories, ${project.pages} import pages, ${latency} ms\n\n`,
)
process.stdout.write(
  table([
    ['', 'requests', 'kB', 's', 'requests ÷ go', 'bytes ÷ go', 'time ÷ go'],
    row('GOPROXY=direct go mod download', go.cost),
    row('refs, first run', first.cost),
    row('refs, second run', second.cost),
    row('content, what refs has brought being held', content.cost),
    row('content, first run', anew.cost),
  ]),
)

const least = repositories + project.pages
const findings: (readonly [boolean, string])[] = [
  ...[first, second, content, anew].map(
    (run, index) => [isFine(run), `check ${index + 1}: ${JSON.stringify(run.verdicts)}`] as const,
  ),
  [second.cost.seconds <= go.cost.seconds / 10, 'the second run takes at most a tenth of the time'],
  [
    second.cost.bytes <= go.cost.bytes / 20,
    'the second run takes at most a twentieth of the bytes',
  ],
  [second.cost.requests <= least, `the second run takes at most ${least} requests`],
  [anew.cost.seconds <= go.cost.seconds * 0.5, 'content takes at most half of the time'],
  [anew.cost.bytes <= go.cost.bytes * 0.7, 'content takes at most 0.7 of the bytes'],
  [anew.cost.requests <= go.cost.requests * 0.4, 'content takes at most 0.4 of the requests'],
]
process.stdout.write('\n')
for (const [passed, what] of findings)
  process.stdout.write(`${passed ? 'pass' : 'FAIL'}  ${what}\n`)
process.exitCode = findings.every(([passed]) => passed) ? 0 : 1

function isFine({ verdicts, exit }: CheckRun): boolean {
  const good = (verdicts['verified'] ?? 0) + (verdicts['unchanged'] ?? 0)
  return exit === 0 && good === modules
}
