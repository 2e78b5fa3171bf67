// Runs the tests: `node scripts/test.ts [file or folder]… [options of node --test]…`, everything unless told.
// Options are written with "=": --test-name-pattern=serve. With CI=true a skipped test is a failure. JUNIT=FILE has the
// results written there, too, as JUnit XML.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { offline } from '../test/forge/isolation.ts'
import { makeTestFolder } from './test-folder.ts'

const root = join(import.meta.dirname, '..')
const guard = pathToFileURL(join(root, 'test/no-network.ts')).href
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts']

/** Where Node keeps what it made of each source, by its content, for all processes: without types, and compiled. */
const compiled = join(root, 'node_modules/.cache/compiled')

/** Files that run at once: one more than processors, since a test often waits for a program or a server of its own. */
const atOnce = availableParallelism() + 1

const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'))
const places = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const files = places.length > 0 ? places.map(testsIn) : everything
const scratch = makeTestFolder()
const tap = join(scratch, 'results.tap')

const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=tap',
  `--test-reporter-destination=${tap}`,
]
const junit = process.env['JUNIT']
if (junit) reporters.push('--test-reporter=junit', `--test-reporter-destination=${junit}`)

const runner = ['--import', guard, '--test', `--test-concurrency=${atOnce}`]
const child = spawn(process.execPath, [...runner, ...reporters, ...options, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...offline, TMPDIR: scratch },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('close', (code) => {
  const skipped = skippedIn(readFileSync(tap, 'utf8'))
  rmSync(scratch, { recursive: true, force: true })
  if (skipped.length > 0) process.stdout.write(`\nSkipped tests:\n${skipped.join('\n')}\n`)
  const isFailure = skipped.length > 0 && process.env['CI'] === 'true'
  if (isFailure) process.stdout.write('A skipped test is a failure when CI=true\n')
  process.exitCode = isFailure ? code || 1 : (code ?? 1)
})

function testsIn(place: string): string {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory()
  return isFolder ? join(place, '**/*.test.ts') : place
}

/** One line for each skipped test of a TAP report: its name, and the reason where there is one. */
function skippedIn(report: string): string[] {
  return report.split('\n').flatMap((line) => {
    const [, name, reason] = /^\s*(?:not )?ok \d+ - (.*) # SKIP ?(.*)$/.exec(line) ?? []
    if (name === undefined) return []
    return [`  ${name.replaceAll('\\#', '#')}${reason ? ` (${reason})` : ''}`]
  })
}
