import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { someSum } from '../../src/check/target/files.test-data.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { status } from '../forge/reply.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { goDirect } from '../oracle/go.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { check, commit, type Surroundings } from './scene.ts'

function mod(name: string, rest = ''): Record<string, string> {
  return { 'go.mod': `module github.com/acme/${name}\n\ngo 1.16\n${rest}` }
}

/** What a project may need: `x` needs `y`, which needs `z` in its first version. */
async function modules(forge: Forge): Promise<Record<'x' | 'y' | 'z', Repository>> {
  const at = (name: string, files: Record<string, string>[]) =>
    repository(
      forge,
      `github.com/acme/${name}`,
      files.map((each, index) =>
        commit(`github.com/acme/${name}`, { files: each, tags: [`v1.${index}.0`] }),
      ),
    )
  return {
    x: await at('x', [mod('x', '\nrequire github.com/acme/y v1.0.0\n')]),
    y: await at('y', [mod('y', '\nrequire github.com/acme/z v1.0.0\n'), mod('y')]),
    z: await at('z', [mod('z')]),
  }
}

interface Place extends AsyncDisposable {
  readonly forge: Forge
  readonly home: HeadwaterHome
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
}

async function place(): Promise<Place> {
  const stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const home = stack.use(await headwaterHome(forge, { outbound: { 'idle-timeout': '400ms' } }))
  return {
    forge,
    home,
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        const file = join(home.folder, name)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, content)
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

interface Checked {
  readonly code: number
  readonly report: Report
  /** `path@version scope code`, by path. */
  readonly modules: readonly string[]
  readonly stderr: string
}

async function checked(
  { home }: Place,
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Checked> {
  await home.configure()
  const { code, stdout, stderr } = await check(home, ['--json', ...args], undefined, surroundings)
  assert.notEqual(stdout, '', stderr)
  const report = JSON.parse(stdout) as Report
  const modules = report.modules
    .map(({ path, version, scope, verdict }) => `${path}@${version} ${scope} ${verdict.code}`)
    .map((line) => line.replace('github.com/acme/', ''))
    .toSorted()
  return { code, report, modules, stderr }
}

const direct = (name: string, version: string) => `require github.com/acme/${name} ${version}\n`

test('headwater check of a workspace judges what all its modules need, each once', async () => {
  await using at = await place()
  await modules(at.forge)
  await at.write({
    'go.work': 'go 1.20\n\nuse (\n\t./one\n\t./two\n)\n',
    'one/go.mod': `module corp.example/one\n\ngo 1.20\n\n${direct('x', 'v1.0.0')}`,
    'two/go.mod': `module corp.example/two\n\ngo 1.20\n\n${direct('x', 'v1.0.0')}${direct('y', 'v1.1.0')}`,
  })
  const { code, report, modules: found } = await checked(at, [])
  assert.equal(code, 0)
  assert.deepEqual(found, [
    'x@v1.0.0 build verified',
    'y@v1.0.0 graph verified',
    'y@v1.1.0 build verified',
    'z@v1.0.0 build verified',
  ])
  const x = report.modules.find(({ path }) => path.endsWith('/x'))
  assert.deepEqual(x?.requiredBy, ['corp.example/one', 'corp.example/two'])
  assert.deepEqual(x.requiredAt, { file: 'one/go.mod', line: 5, indirect: false })
  const z = report.modules.find(({ path }) => path.endsWith('/z'))
  assert.deepEqual(z?.paths?.shortest, [['github.com/acme/x@v1.0.0', 'github.com/acme/y@v1.0.0']])
})

test('headwater check of a folder with several modules judges them all', async () => {
  await using at = await place()
  await modules(at.forge)
  await at.write({
    'all/one/go.mod': `module corp.example/one\n\ngo 1.20\n\n${direct('z', 'v1.0.0')}`,
    'all/two/go.mod': `module corp.example/two\n\ngo 1.20\n\n${direct('y', 'v1.1.0')}`,
  })
  const { code, report, modules: found } = await checked(at, ['all'])
  assert.deepEqual([code, report.name, report.target], [0, 'all', 'all'])
  assert.deepEqual(found, ['y@v1.1.0 build verified', 'z@v1.0.0 build verified'])
})

const app = {
  'go.mod': `module github.com/acme/app\n\ngo 1.20\n\n${direct('y', 'v1.1.0')}${direct('lib', 'v1.0.0')}
replace github.com/acme/lib v1.0.0 => ./linked
`,
  'lib/go.mod': `module github.com/acme/lib\n\ngo 1.20\n\n${direct('z', 'v1.0.0')}`,
  'testdata/t/go.mod': 'broken',
}

test('headwater check of a URL judges what the repository needs there, and leaves no work tree', async () => {
  await using at = await place()
  await modules(at.forge)
  const { commits } = await repository(at.forge, 'github.com/acme/app', [
    { files: app, symlinks: { linked: './lib', 'round/go.mod': 'go.mod' }, tags: ['v1.0.0'] },
    { files: { 'go.mod': `module github.com/acme/app\n\ngo 1.20\n\n${direct('gone', 'v1.0.0')}` } },
  ])
  const url = 'https://github.com/acme/app@v1.0.0'
  const { code, report, modules: found } = await checked(at, [url])
  assert.deepEqual([code, report.target, report.commit], [0, url, commits[0]])
  assert.equal(report.name, url)
  assert.deepEqual(found, ['y@v1.1.0 build verified', 'z@v1.0.0 build verified'])
  const newest = await checked(at, ['https://github.com/acme/app.git'])
  assert.equal(newest.report.commit, commits[1])
  assert.deepEqual(newest.modules, ['gone@v1.0.0 build repo-gone', 'z@v1.0.0 build unchanged'])
})

test('headwater check of a URL misses folders that only its author has', async () => {
  await using at = await place()
  await modules(at.forge)
  const goMod = `module github.com/acme/app\n\ngo 1.20\n\n${direct('x', 'v1.0.0')}`
  await repository(at.forge, 'github.com/acme/app', [
    { files: { 'go.mod': `${goMod}\nreplace github.com/acme/x => ../x\n` } },
  ])
  const { code, modules: found } = await checked(at, ['https://github.com/acme/app'])
  assert.deepEqual([code, found], [1, ['x@v1.0.0 build replace-missing']])
})

for (const [url, message] of [
  ['https://github.com/acme/nothing', /github\.com\/acme\/nothing/],
  ['https://github.com/acme/app@v9', /Unknown revision v9/],
  [
    'https://github.com/acme/app/tree/main',
    /a page of github\.com\n.*Name the repository: https:\/\/github\.com\/acme\/app,/,
  ],
  ['http://github.com/acme/app', /nothing protects what comes from there/],
  ['https://me:secret@github.com/acme/app', /it carries credentials/],
  ['file:///etc', /cannot be a local file/],
] as const) {
  test(`headwater check says why it cannot read ${url}`, async () => {
    await using at = await place()
    await repository(at.forge, 'github.com/acme/app', [{ files: app }])
    await at.home.configure()
    const { code, stdout, stderr } = await check(at.home, [url])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /secret|a bug/)
  })
}

test('headwater check reads go.mod files of the module cache, asks nobody for them, and believes where it says they are', async () => {
  await using at = await place()
  await modules(at.forge)
  await using go = await goDirect(at.forge)
  const goMod = `module corp.example/app\n\ngo 1.16\n\n${direct('x', 'v1.0.0')}`
  const { goSum } = await go.inModule(['mod', 'download', '-x', 'all'], { 'go.mod': goMod })
  assert.match(goSum, /acme\/z v1\.0\.0 h1:/)
  await at.write({ 'go.mod': goMod, 'go.sum': goSum })
  const env = { GOMODCACHE: go.env['GOMODCACHE'] ?? '' }
  at.forge.log.reset()
  await at.home.configure()
  const { code, stdout, stderr } = await check(at.home, ['--dry-run', '--json'], undefined, { env })
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /acme\/x@v1\.0\.0.*acme\/y@v1\.0\.0.*acme\/z@v1\.0\.0/)
  assert.equal(at.forge.log.entries.length, 0)
  const { code: found, modules: all } = await checked(at, [], { env })
  assert.deepEqual(
    [found, ...all],
    [0, 'x@v1.0.0 build unchanged', 'y@v1.0.0 build unchanged', 'z@v1.0.0 build unchanged'],
  )
})

test('headwater check says what it does not know of where a go.mod cannot be had', async () => {
  await using at = await place()
  const { y } = await modules(at.forge)
  await at.write({ 'go.mod': `module corp.example/app\n\ngo 1.16\n\n${direct('x', 'v1.0.0')}` })
  await y.deleteRepository()
  const { code, report, modules: found } = await checked(at, [])
  assert.equal(code, 1)
  assert.deepEqual(found, ['x@v1.0.0 build verified', 'y@v1.0.0 build repo-gone'])
  assert.match(
    report.notes.join('\n'),
    /^what github\.com\/acme\/y@v1\.0\.0 requires is not known: .*github\.com\/acme\/y/,
  )
})

test('headwater check is incomplete when nobody knows what an accepted loss requires', async () => {
  await using at = await place()
  const { y } = await modules(at.forge)
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await at.write({
    'go.mod': `module corp.example/app\n\ngo 1.16\n\n${direct('y', 'v1.0.0')}`,
    '.headwater.toml': `[[ignore]]\nmodule = "github.com/acme/*"\ncode = "lost"\nreason = "r"\nexpires = ${expires}\n`,
  })
  await y.deleteTag('v1.0.0')
  const { code, report, stderr } = await checked(at, [])
  assert.deepEqual([code, report.complete, report.accepted.lost], [3, false, 1])
  assert.match(stderr, /^headwater: what github\.com\/acme\/y@v1\.0\.0 requires is not known: /m)
  assert.equal((await checked(at, ['--allow-incomplete'])).code, 0)
  assert.equal((await checked(at, ['--settings', 'none', '--fail-on', 'changed'])).code, 3)
  await at.write({ 'go.sum': `github.com/acme/y v1.0.0 ${someSum}\n` })
  assert.equal((await checked(at, [])).code, 0)
  await at.write({
    'go.sum': `github.com/acme/y v1.0.0 ${someSum}\ngithub.com/acme/z v1.0.0 ${someSum}\n`,
  })
  assert.equal((await checked(at, [])).code, 3)
})

test('headwater check is incomplete when a module is fine, but its go.mod could not be had in time', async () => {
  await using at = await place()
  await modules(at.forge)
  const goMod = `module corp.example/app\n\ngo 1.16\n\n${direct('x', 'v1.0.0')}`
  await at.write({ 'go.mod': goMod })
  await at.home.configure({ upstream: 'https://proxy.test' })
  at.forge.pages.set('proxy.test/', { status: 200 })
  at.forge.script(({ host }) => (host === 'proxy.test' ? status(503) : undefined))
  const { code, report, modules: found } = await checked(at, [])
  assert.deepEqual([code, report.complete, found], [3, false, ['x@v1.0.0 build verified']])
  assert.match(
    report.notes.join('\n'),
    /^what github\.com\/acme\/x@v1\.0\.0 requires is not known: /,
  )
  assert.equal((await checked(at, ['--allow-incomplete'])).code, 0)
})

test('headwater check finds what a module requires that was not found for a moment', async () => {
  await using at = await place()
  await modules(at.forge)
  await at.write({ 'go.mod': `module corp.example/app\n\ngo 1.16\n\n${direct('x', 'v1.0.0')}` })
  let left = 3
  at.forge.script(({ path }) =>
    path.startsWith('/acme/x') && left-- > 0 ? status(404) : undefined,
  )
  const { code, report, modules: found } = await checked(at, [])
  assert.deepEqual(
    [code, ...found],
    [0, 'x@v1.0.0 build verified', 'y@v1.0.0 build verified', 'z@v1.0.0 build verified'],
  )
  assert.deepEqual(report.notes, [])
})

test('headwater check tells of many losses in few lines, and of all in JSON', async () => {
  await using at = await place()
  await modules(at.forge)
  const lines = Array.from({ length: 8 }, (_, index) => direct(`gone${index}`, 'v1.0.0'))
  await at.write({ 'go.mod': `module corp.example/app\n\ngo 1.16\n\n${lines.join('')}` })
  await at.home.configure()
  const { stderr, stdout } = await check(at.home, ['--json', '-o', 'markdown=out.md'])
  assert.equal((JSON.parse(stdout) as Report).notes.length, 8)
  const told = stderr.match(/requires is not known/g)?.length
  assert.equal(told, 3)
  assert.match(stderr, /^headwater: and 5 more like that; --json has them all$/m)
  const markdown = await readFile(join(at.home.folder, 'out.md'), 'utf8')
  assert.match(markdown, /8 notes[^]*and 5 more like that/)
})
