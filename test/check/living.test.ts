import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { status } from '../forge/reply.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { check, scene, type Scene } from './scene.ts'

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@corp.example',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@corp.example',
}

function git({ home }: Scene, ...args: string[]): Promise<string> {
  return must('git', args, { cwd: home.folder, env: isolated(home.folder, identity) })
}

/** A day that far from today, UTC. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function ignore(expires: string, code = 'lost'): string {
  return `[[ignore]]\nmodule = "github.com/acme/x"\ncode = "${code}"\nreason = "moving away"\nexpires = ${expires}\n`
}

/** What a report says of the settings. */
function remarks({ notes }: Report): string[] {
  return notes.filter((note) => note.startsWith('.headwater.toml'))
}

test('headwater check heeds .headwater.toml: what is accepted does not fail, and is shown', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  const settings = join(at.home.folder, '.headwater.toml')
  await writeFile(settings, ignore(inDays(30)))
  const { code, report, x } = await at.judged()
  assert.deepEqual(
    [code, report.exit, x.verdict.code, x.accepted, report.summary.lost, report.accepted.lost],
    [0, 0, 'version-gone', { reason: 'moving away', until: inDays(30) }, 1, 1],
  )
  assert.deepEqual(remarks(report), [])

  await writeFile(settings, ignore(inDays(-1)))
  const over = await at.judged()
  assert.deepEqual([over.code, over.x.accepted], [1, null])
  assert.match(remarks(over.report).join(), /^\.headwater\.toml:1: .* ended on .*judged again$/)

  const other = await at.judged(['--settings', 'none'])
  assert.deepEqual([other.code, remarks(other.report)], [1, []])
})

test('headwater check tells of entries that nothing needs, on standard error too', async () => {
  await using at = await scene()
  await writeFile(join(at.home.folder, '.headwater.toml'), ignore(inDays(30)))
  const { code, stdout, stderr } = await check(at.home, ['--json'])
  assert.equal(code, 0)
  assert.match((JSON.parse(stdout) as Report).notes.join(), /is not needed; take it out$/)
  assert.match(stderr, /^headwater: \.headwater\.toml:1: .* is not needed; take it out$/m)
})

test('headwater check stops at broken settings before it asks anybody', async () => {
  await using at = await scene()
  await writeFile(join(at.home.folder, '.headwater.toml'), 'level = "content"\nserver = "x"\n')
  const { code, stderr } = await check(at.home)
  assert.equal(code, 2)
  assert.match(
    stderr,
    /^headwater: Cannot use \.headwater\.toml:2: server: is not a setting; a checked/,
  )
  assert.equal(at.forge.log.entries.length, 0)
})

test('headwater check takes --fail-on and --allow-incomplete from the settings, unless they are given', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  await writeFile(join(at.home.folder, '.headwater.toml'), 'fail-on = ["none"]\n')
  assert.equal((await at.judged()).code, 0)
  assert.equal((await at.judged(['--fail-on', 'lost'])).code, 1)
  assert.equal((await at.judged(['--fail-on', 'none'])).code, 0)
  assert.equal((await check(at.home, ['--fail-on', 'none,lost'])).code, 2)
})

test('headwater check does not fail on what a baseline knows, fails on what is new, and tells what was fixed', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  const written = await at.judged(['--write-baseline', 'known.json'])
  assert.equal(written.code, 1)
  const text = await readFile(join(at.home.folder, 'known.json'), 'utf8')
  assert.match(text, /^ {4}\{"module":"github\.com\/acme\/x","code":"version-gone"/m)

  const known = await at.judged(['--baseline', 'known.json'])
  assert.deepEqual([known.code, known.x.news], [0, 'known'])
  await at.ok.deleteTag('v1.0.0')
  const more = await at.judged(['--baseline', 'known.json'])
  assert.deepEqual([more.code, more.report.baseline], [1, { new: 1, known: 1, fixed: [] }])
  await at.x.moveTag('v1.0.0', 0)
  const { report } = await at.judged(['--baseline', 'known.json', '--write-baseline', 'known.json'])
  assert.deepEqual(
    report.baseline?.fixed.map(({ module }) => module),
    ['github.com/acme/x'],
  )
  const now = await readFile(join(at.home.folder, 'known.json'), 'utf8')
  assert.deepEqual([...now.matchAll(/acme\/\w+/g)].map(String), ['acme/ok'])
})

test('headwater check finds a tag new that was moved once more than the baseline knows', async () => {
  await using at = await scene()
  await at.x.moveTag('v1.0.0', 1)
  assert.equal((await at.judged(['--write-baseline', 'known.json'])).code, 1)
  assert.equal((await at.judged(['--baseline', 'known.json'])).code, 0)
  const [third = ''] = await at.x.commit([{ files: { 'c.go': 'package a\n' } }])
  await at.x.moveTag('v1.0.0', third)
  const { code, report, x } = await at.judged(['--baseline', 'known.json'])
  assert.deepEqual([code, x.verdict.code, x.news], [1, 'version-moved', 'new'])
  assert.deepEqual(report.baseline, { new: 1, known: 0, fixed: [] })
})

test('headwater check writes no SARIF that leaves out what the baseline knows and nobody could say now', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  await at.judged(['--write-baseline', 'known.json'])
  let asked = 0
  at.forge.script(({ path }) =>
    path.startsWith('/acme/x/') && asked++ > 0 ? status(500) : undefined,
  )
  const args = ['--json', '--baseline', 'known.json', '-o', 'sarif=out.sarif']
  const { code, stdout } = await check(at.home, args)
  const { complete, modules } = JSON.parse(stdout) as Report
  assert.deepEqual([code, complete, modules[0]?.verdict.code], [0, false, 'suspected'])
  await assert.rejects(readFile(join(at.home.folder, 'out.sarif')))
})

test('headwater check of a part leaves in a baseline what it did not look at', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  await at.judged(['--write-baseline', 'known.json'])
  const anew = ['--baseline', 'known.json', '--write-baseline', 'known.json']
  assert.equal((await check(at.home, [...anew, 'github.com/acme/ok@v1.0.0'])).code, 0)
  assert.equal((await at.judged(['--baseline', 'known.json'])).code, 0)
  await at.x.moveTag('v1.0.0', 0)
  await check(at.home, [...anew, 'github.com/acme/x@v1.0.0'])
  assert.match(await readFile(join(at.home.folder, 'known.json'), 'utf8'), /"findings": \[\]/)
})

test('headwater check writes no baseline of an incomplete check', async () => {
  await using at = await scene()
  const { code, stderr } = await check(at.home, ['--timeout', '1ms', '--write-baseline', 'b.json'])
  assert.equal(code, 3)
  assert.match(stderr, /^headwater: b\.json is not written: the check is incomplete/m)
  await assert.rejects(readFile(join(at.home.folder, 'b.json')))
})

test('headwater check --changed-since judges only what was added, and says so', async () => {
  await using at = await scene()
  const { folder } = at.home
  await git(at, 'init', '-q', '-b', 'main')
  await git(at, 'add', 'go.mod', 'go.sum')
  await git(at, 'commit', '-q', '-m', 'base')
  const base = await git(at, 'rev-parse', 'HEAD')
  const none = await check(at.home, ['--json', '--changed-since', 'main'])
  assert.deepEqual((JSON.parse(none.stdout) as Report).changedSince, {
    ref: 'main',
    commit: base,
    unchanged: 2,
  })
  assert.deepEqual((JSON.parse(none.stdout) as Report).modules, [])

  const text = await check(at.home, ['--changed-since', 'main'])
  assert.match(
    text.stdout,
    /^There is nothing to check\.\nOnly what was added since commit \w{12} was checked: 0 of 2 modules\.$/m,
  )

  await git(at, 'switch', '-q', '-c', 'topic')
  const mod = await readFile(join(folder, 'go.mod'), 'utf8')
  await writeFile(join(folder, 'go.mod'), mod.replace('x v1.0.0', 'x v1.1.0'))
  const { report, x } = await at.judged(['--changed-since', 'main'])
  assert.deepEqual(
    [report.modules.length, x.version, report.commit, report.changedSince?.unchanged],
    [1, 'v1.1.0', base, 1],
  )
  assert.match(report.notes.join(), /^only what was added since main \(\w{12}\): 1 of 2 modules$/)
})

test('headwater check --changed-since takes another hash in go.sum for something added', async () => {
  await using at = await scene()
  await git(at, 'init', '-q', '-b', 'main')
  await git(at, 'add', 'go.mod', 'go.sum')
  await git(at, 'commit', '-q', '-m', 'base')
  const sums = join(at.home.folder, 'go.sum')
  const text = await readFile(sums, 'utf8')
  await writeFile(sums, text.replace(/(acme\/x v1\.0\.0) h1:.*/, `$1 h1:${'A'.repeat(43)}=`))
  const { code, report, x } = await at.judged(['--changed-since', 'main'])
  assert.deepEqual([code, report.modules.length, x.verdict.class], [1, 1, 'changed'])
})

test('headwater check --changed-since needs a commit, a project and a repository', async () => {
  await using at = await scene()
  const alone = await check(at.home, ['--changed-since', 'main'])
  assert.deepEqual([alone.code, at.forge.log.entries.length], [2, 0])
  assert.match(alone.stderr, /Cannot compare with "main": there is no git repository here/)
  await git(at, 'init', '-q', '-b', 'main')
  await git(at, 'commit', '-q', '--allow-empty', '-m', 'base')
  const wrong = await check(at.home, ['--changed-since', 'nowhere'])
  assert.match(wrong.stderr, /"nowhere": it names no commit here/)
  const named = await check(at.home, ['--changed-since', 'main', 'github.com/acme/x'])
  assert.match(named.stderr, /it is in no git repository on this machine/)
  const empty = await at.judged(['--changed-since', 'main'])
  assert.equal(empty.report.modules.length, 2)
})

test('headwater check --changed-since checks everything where what was then is broken', async () => {
  await using at = await scene()
  const file = join(at.home.folder, 'go.mod')
  const good = await readFile(file, 'utf8')
  await git(at, 'init', '-q', '-b', 'main')
  await appendFile(file, '<<<<<<< HEAD\n')
  await git(at, 'add', 'go.mod', 'go.sum')
  await git(at, 'commit', '-q', '-m', 'base')
  await writeFile(file, good)
  const { report } = await at.judged(['--changed-since', 'main'])
  assert.equal(report.modules.length, 2)
  assert.match(
    report.notes.join('\n'),
    /^everything is checked, since it is not known what main needed: .*go\.mod:7/m,
  )
})

test('headwater check says where the files are from the root of the repository', async () => {
  await using at = await scene()
  await git(at, 'init', '-q', '-b', 'main')
  await git(at, 'remote', 'add', 'origin', 'https://user:secret@git.corp.example/ledger')
  const folder = join(at.home.folder, 'services/a')
  await mkdir(folder, { recursive: true })
  for (const name of ['go.mod', 'go.sum']) {
    await writeFile(join(folder, name), await readFile(join(at.home.folder, name)))
  }
  await writeFile(join(at.home.folder, '.headwater.toml'), ignore(inDays(30)))
  const { stdout } = await check(at.home, ['--json', 'services/a'])
  const { source, commit, notes } = JSON.parse(stdout) as Report
  assert.deepEqual(source, {
    url: 'https://git.corp.example/ledger',
    files: { 'services/a/go.mod': 'services/a/go.mod' },
  })
  assert.equal(commit, null)
  assert.match(notes.join(), /^\.headwater\.toml:1: /)
})
