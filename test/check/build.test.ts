import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { offline } from '../forge/isolation.ts'
import { repository } from '../forge/repository.ts'
import { must } from '../forge/run.ts'
import { check, goMod, scene, type Scene } from './scene.ts'

/** Settings of go under which nothing leaves this machine, and nothing of its user counts. */
function goEnvironment({ home }: Scene): Record<string, string> {
  return { ...offline, HOME: home.folder, GOCACHE: join(home.folder, 'gocache'), GOFLAGS: '' }
}

async function write({ home }: Scene, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(home.folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

/** The project of a scene is built at the level `build`. */
async function built(at: Scene, args: readonly string[] = [], env = {}, signal?: AbortSignal) {
  const all = { env: { ...goEnvironment(at), ...env } }
  const run = await check(at.home, ['--json', '--level', 'build', ...args], signal, all)
  return { ...run, report: (run.stdout === '' ? {} : JSON.parse(run.stdout)) as Report }
}

const usesX = { 'main.go': 'package ledger\n\nimport _ "github.com/acme/x"\n' }

function told({ build }: Report) {
  return build?.steps.map(({ ran, ok, fault, modules }) => [ran, ok, fault, modules.join()])
}

suite('headwater check --level build', () => {
  test('go builds and vets it from what upstream gave, and asks nobody but the mirror', async () => {
    await using at = await scene()
    await write(at, usesX)
    const { code, report, stderr } = await built(at)
    assert.equal(code, 0, stderr)
    assert.deepEqual([report.level, report.summary.ok], ['build', 2])
    assert.match(report.build?.go ?? '', /^go1\.\d+/)
    assert.deepEqual(told(report), [
      ['go build ./...', true, null, ''],
      ['go vet ./...', true, null, ''],
    ])
  })

  test('a module that is lost makes the build fail, and is named', async () => {
    await using at = await scene()
    await write(at, usesX)
    await at.x.deleteTag('v1.0.0')
    const { code, report, stderr } = await built(at)
    assert.equal(code, 1)
    const [first] = told(report) ?? []
    assert.deepEqual(first, ['go build ./...', false, 'module', 'github.com/acme/x@v1.0.0'])
    const output = report.build?.steps[0]?.output ?? ''
    assert.match(output, /upstream: github\.com\/acme\/x\/@v/)
    assert.match(output, /^ {4}server response:/m)
    assert.match(stderr, /go build \.\/\.\.\. failed for go\.mod: a module could/)
  })

  test('code of a module that does not compile is told from code of the project', async () => {
    await using at = await scene('', async (forge) => {
      const path = 'github.com/acme/bad'
      const files = { 'go.mod': goMod(path), 'a.go': 'package bad\n\nvar a int = "no"\n' }
      await repository(forge, path, [{ files, tags: ['v1.0.0'] }])
      return `${path}@v1.0.0`
    })
    await write(at, { 'main.go': 'package ledger\n\nimport _ "github.com/acme/bad"\n' })
    const bad = await built(at)
    assert.equal(bad.code, 1)
    assert.equal(bad.report.summary.ok, 2)
    const [first] = told(bad.report) ?? []
    assert.deepEqual(first, ['go build ./...', false, 'dependency', 'github.com/acme/bad@v1.0.0'])

    assert.match(
      bad.report.build?.steps[0]?.output ?? '',
      /^github\.com\/acme\/bad@v1\.0\.0\/a\.go:3/m,
    )
    await write(at, { 'main.go': 'package ledger\n\nvar a int = "no"\n' })
    const own = await built(at)
    assert.equal(own.code, 1)
    assert.deepEqual(told(own.report)?.[0], ['go build ./...', false, 'project', ''])
    assert.match(own.report.build?.steps[0]?.output ?? '', /main\.go:3:13: cannot use "no"/)
    assert.match(own.stderr, /about the project itself, not about upstream/)
    assert.deepEqual(own.report.build?.steps[0]?.messages, [
      {
        file: 'main.go',
        line: 3,
        text: 'cannot use "no" (untyped string constant) as int value in variable declaration',
      },
    ])
    assert.equal(own.report.build?.steps.length, 1)
    const none = await built(at, ['--fail-on', 'none'])
    assert.equal(none.code, 0)
  })

  test('what go vet says of the project is told, and does not fail the check', async () => {
    await using at = await scene()
    const main = 'package ledger\n\nfunc f() int {\n\treturn 1\n\treturn 2\n}\n'
    await write(at, { 'main.go': main })
    const { code, report } = await built(at)
    assert.deepEqual(told(report), [
      ['go build ./...', true, null, ''],
      ['go vet ./...', false, 'project', ''],
    ])
    assert.equal(code, 0)
  })

  test('a failed build is told in every form, on the line that go names', async () => {
    await using at = await scene()
    const git = (...args: string[]) => must('git', args, { cwd: at.home.folder, env: offline })
    await git('init', '-q')
    await write(at, { 'pkg/a.go': 'package pkg\n\nvar a int = "no"\n' })
    const forms = ['sarif', 'junit', 'github', 'markdown', 'html', 'ndjson']
    const wanted = forms.flatMap((form) => ['-o', `${form}=out.${form}`])
    const { code } = await built(at, wanted)
    assert.equal(code, 1)
    const text = async (form: string) => readFile(join(at.home.folder, `out.${form}`), 'utf8')
    assert.match(
      await text('github'),
      /^::error file=pkg\/a\.go,line=3,title=Build%3A build-failed/,
    )
    assert.match(await text('sarif'), /"uri": "pkg\/a\.go",\s*"uriBaseId": "%SRCROOT%"/)
    assert.match(await text('junit'), /<failure type="build-failed"/)
    for (const form of forms) assert.match(await text(form), /pkg\/a\.go/)
    const quiet = await check(at.home, ['-q', '--level', 'build'], undefined, {
      env: goEnvironment(at),
    })
    assert.equal(quiet.stdout, 'build project - go build ./...\n')
  })

  test('a workspace is built as one', async () => {
    await using at = await scene()
    const sum = await readFile(join(at.home.folder, 'go.sum'), 'utf8')
    const mod = await readFile(join(at.home.folder, 'go.mod'), 'utf8')
    await write(at, {
      'ws/go.work': 'go 1.20\n\nuse ./a\nuse ./b\n',
      'ws/a/go.mod': mod.replace('corp.example/ledger', 'corp.example/a'),
      'ws/a/go.sum': sum,
      'ws/a/a.go': 'package a\n\nimport _ "github.com/acme/x"\n',
      'ws/b/go.mod': 'module corp.example/b\n\ngo 1.20\n',
      'ws/b/b.go': 'package b\n\nimport _ "corp.example/a"\n',
    })
    const { code, report, stderr } = await built(at, ['ws'])
    assert.equal(code, 0, stderr)
    assert.deepEqual(
      told(report)?.map(([ran]) => ran),
      ['go build ./a/... ./b/...', 'go vet ./a/... ./b/...'],
    )
  })

  test('a module without packages hides nothing of the others in its workspace', async () => {
    await using at = await scene()
    const broken = 'package b\n\nvar a int = "no"\n'
    await write(at, {
      'ws/go.work': 'go 1.20\n\nuse ./a\nuse ./b\n',
      'ws/a/go.mod': 'module corp.example/a\n\ngo 1.20\n',
      'ws/b/go.mod': 'module corp.example/b\n\ngo 1.20\n',
      'ws/b/b.go': broken,
    })
    const { code, report } = await built(at, ['ws'])
    assert.equal(code, 1)
    assert.deepEqual(told(report), [['go build ./a/... ./b/...', false, 'project', '']])
    await write(at, { 'ws/b/b.go': broken.replace('"no"', '1') })
    const whole = await built(at, ['ws'])
    assert.equal(whole.code, 0, whole.stderr)
    const empty = await built(at, ['ws/a/go.mod'])
    assert.deepEqual([empty.code, told(empty.report)?.map(([, ok]) => ok)], [0, [true, true]])
  })

  test('before anybody is asked, it says what keeps go from building', async () => {
    await using at = await scene()
    const noGo = await built(at, [], { PATH: '/nonexistent' })
    const modules = await built(at, ['github.com/acme/x@v1.0.0'])
    assert.match(modules.stderr, /it is no project on this machine/)
    const mod = await readFile(join(at.home.folder, 'go.mod'), 'utf8')
    await write(at, { 'go.mod': mod.replace('go 1.20', 'go 1.999') })
    const old = await built(at)
    assert.match(old.stderr, /requires go >= 1\.999/)
    assert.match(old.stderr, /no toolchain is downloaded/)
    assert.deepEqual([modules.code, old.code], [2, 2])
    assert.match(noGo.stderr, /Cannot run go: it is not installed/)
    assert.equal(noGo.code, 2)
  })

  test('a stopped build leaves the check incomplete', async () => {
    await using at = await scene()
    await write(at, usesX)
    const { code, report } = await built(at, [], {}, AbortSignal.timeout(1))
    assert.deepEqual([code, report.build, report.complete], [3, null, false])
  })
})
