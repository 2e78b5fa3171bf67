import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import type { Report, ReportModule } from '../../src/check/report/report.ts'
import { throttled } from '../forge/reply.ts'
import { headwater } from '../oracle/headwater.ts'
import { check, replyForX, scene, type Scene } from './scene.ts'

function read({ home }: Scene, name: string): Promise<string> {
  return readFile(join(home.folder, name), 'utf8')
}

test('headwater check writes as many reports as are wanted, each whole', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  await writeFile(join(at.home.folder, 'old.json'), 'old')
  const { code, stdout } = await check(at.home, [
    '-o',
    'sarif=out.sarif',
    '--output',
    'junit=out.xml',
    '-o',
    'json=old.json',
    '-o',
    'ndjson=out.ndjson',
    '-o',
    'text=out.txt',
  ])
  assert.equal(code, 1)
  assert.match(stdout, /^headwater check /)
  const report = JSON.parse(await read(at, 'old.json')) as Report
  assert.equal(report.exit, 1)
  const { runs } = JSON.parse(await read(at, 'out.sarif')) as { runs: { results: object[] }[] }
  assert.equal(runs[0]?.results.length, 1)
  assert.match(await read(at, 'out.xml'), /<testsuites [^>]*failures="1"/)
  assert.equal((await read(at, 'out.ndjson')).trim().split('\n').length, 3)
  assert.match(await read(at, 'out.txt'), /^LOST {5}github\.com\/acme\/x v1\.0\.0/m)
  assert.deepEqual(
    (await readdir(at.home.folder)).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('headwater check writes one report to standard output, whichever option says it', async () => {
  await using at = await scene()
  const { code, stdout } = await check(at.home, ['-o', 'junit=-', '-o', 'json=out.json'])
  assert.equal(code, 0)
  assert.match(stdout, /^<\?xml /)
  assert.equal((JSON.parse(await read(at, 'out.json')) as Report).exit, 0)
})

test('headwater check streams a line for each module, and ends with what is true of all', async () => {
  await using at = await scene()
  const { stdout } = await check(at.home, ['--format', 'ndjson'])
  const lines = stdout.trim().split('\n')
  const objects = lines.map((line) => JSON.parse(line) as Partial<Report & ReportModule>)
  assert.deepEqual(
    objects.map(({ path, summary }) => path ?? summary?.ok),
    ['github.com/acme/ok', 'github.com/acme/x', 2],
  )
  assert.deepEqual([objects[2]?.exit, objects[2]?.modules], [0, undefined])
})

test('headwater check appends to the summary of a GitHub job, which other steps write too', async () => {
  await using at = await scene()
  const summary = join(at.home.folder, 'summary')
  await writeFile(summary, 'of another step\n')
  const env = { GITHUB_STEP_SUMMARY: summary }
  const args = ['check', '-o', `text=${summary}`, '-o', 'json=out.json']
  const { code, stderr } = await headwater(args, { home: at.home, env })
  assert.equal(code, 0, stderr)
  assert.match(await read(at, 'summary'), /^of another step\nheadwater check /)
})

test('headwater check writes to what is no file without replacing it', async () => {
  await using at = await scene()
  const { code } = await check(at.home, ['-q', '-o', 'json=/dev/null'])
  assert.equal(code, 0)
  await writeFile('/dev/null', 'still takes everything')
  assert.equal(await readFile('/dev/null', 'utf8'), '')
})

const wrong: [what: string, args: string[], complaint: RegExp][] = [
  ['a folder that is not there', ['-o', 'json=none/a.json'], /"none\/a\.json": there is no folder/],
  ['a folder', ['-o', 'json=.'], /"\.": it is a folder/],
  ['an unknown format', ['-o', 'xml=a'], /"xml": it is not known[^]*sarif/],
  ['no file', ['-o', 'json'], /"json": it names no file[^]*sarif=headwater\.sarif/],
  ['one file twice', ['-o', 'json=a', '-o', 'text=./a'], /two reports to "\.\/a"/],
  ['standard output twice', ['-o', 'json=-', '-o', 'text=-'], /two reports to standard output/],
  ['it beside --format', ['--format', 'text', '-o', 'json=-'], /two reports to standard output/],
  ['a baseline nowhere', ['--write-baseline', 'none/b.json'], /there is no folder/],
  [
    'no baseline',
    ['--baseline', 'none.json'],
    /Cannot read the baseline none\.json: there is no such file\n/,
  ],
  ['a plan as SARIF', ['--dry-run', '--format', 'sarif'], /Cannot write a plan as sarif/],
]

suite('headwater check', () => {
  for (const [what, args, complaint] of wrong) {
    test(`headwater check refuses ${what} before it asks anybody`, async () => {
      await using at = await scene()
      const { code, stdout, stderr } = await check(at.home, args)
      assert.deepEqual([code, stdout], [2, ''])
      assert.match(stderr, complaint)
      assert.equal(at.forge.log.entries.length, 0)
    })
  }
})

test('headwater check writes every other report when one cannot be written in the end', async () => {
  await using at = await scene()
  const args = ['-o', 'json=/dev/full', '-o', 'text=out.txt']
  const { code, stdout, stderr } = await check(at.home, args)
  assert.equal(code, 2)
  assert.match(stdout, /^headwater check /)
  assert.match(stderr, /Cannot write "\/dev\/full": the disk is full/)
  assert.match(await read(at, 'out.txt'), /^headwater check /)
})

test('headwater check writes SARIF of an incomplete check only if that is allowed', async () => {
  await using at = await scene()
  replyForX(at.forge, throttled(120))
  const args = ['-o', 'sarif=out.sarif', '-o', 'junit=out.xml']
  const { code, stderr } = await check(at.home, args)
  assert.equal(code, 3)
  assert.match(stderr, /^headwater: out\.sarif is not written: the check is incomplete/m)
  await assert.rejects(read(at, 'out.sarif'))
  assert.match(await read(at, 'out.xml'), /<error type="throttled"/)
  const alone = await check(at.home, ['--format', 'sarif'])
  assert.deepEqual([alone.code, alone.stdout], [3, ''])

  assert.equal((await check(at.home, [...args, '--allow-incomplete'])).code, 0)
  const log = JSON.parse(await read(at, 'out.sarif')) as {
    runs: { invocations: { executionSuccessful: boolean }[] }[]
  }
  assert.equal(log.runs[0]?.invocations[0]?.executionSuccessful, false)
})

test('headwater check tells its command line, without secrets', async () => {
  await using at = await scene()
  const { stdout } = await check(at.home, [
    '--json',
    '--fail-on',
    'lost,changed',
    '--timeout',
    '5m',
  ])
  const { command, rules } = JSON.parse(stdout) as Report
  assert.equal(command, 'headwater check --json --fail-on lost,changed --timeout 5m')
  assert.deepEqual(rules, { failOn: ['lost', 'changed'], allowIncomplete: false, isPartial: false })
})

test('headwater check runs twice at once on one data folder', async () => {
  await using at = await scene()
  const runs = await Promise.all([1, 2].map(() => headwater(['check', '-q'], { home: at.home })))
  assert.deepEqual(
    runs.map(({ code, stderr }) => [code, stderr]),
    [
      [0, ''],
      [0, ''],
    ],
  )
})

test('headwater check goes on without its cache folder, unless somebody named it', async () => {
  await using at = await scene()
  await at.home.configure({ data: undefined })
  const file = join(at.home.folder, 'go.mod')
  const env = { XDG_CACHE_HOME: file }
  const { code, stderr } = await headwater(['check'], { home: at.home, env })
  assert.equal(code, 0, stderr)
  assert.match(
    stderr,
    /^headwater: nothing is kept for the next check: Cannot open the data folder/m,
  )
  const named = await headwater(['check', '--data', file], { home: at.home })
  assert.equal(named.code, 2)
  assert.match(named.stderr, /Cannot open the data folder/)
})

test('headwater check goes on without its cache folder where a newer one has used that', async () => {
  await using at = await scene()
  await at.home.configure({ data: undefined })
  const env = { XDG_CACHE_HOME: at.home.folder }
  await headwater(['check', '-q'], { home: at.home, env })
  const database = new DatabaseSync(join(at.home.folder, 'headwater/headwater.db'))
  database.exec('pragma user_version = 1000')
  database.close()
  const { code, stderr } = await headwater(['check'], { home: at.home, env })
  assert.equal(code, 0, stderr)
  assert.match(stderr, /^headwater: nothing is kept for the next check: .* its format is 1000/m)
})
