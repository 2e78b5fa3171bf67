import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { must } from '../forge/run.ts'
import { buildCache } from '../oracle/build-cache.ts'
import { goDirect, goProxied, type Go, type ModDownload } from '../oracle/go.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'

/** Packages of one program, each of a module of another kind, and the versions that `go` lists of it. */
const packages: Readonly<Record<string, { module: string; versions: string }>> = {
  'github.com/acme/lib': { module: 'github.com/acme/lib', versions: 'v1.0.0 v1.1.0' },
  'github.com/acme/lib/nested/deep': {
    module: 'github.com/acme/lib/nested',
    versions: 'v0.1.0 v0.2.0',
  },
  'github.com/acme/major/v2': { module: 'github.com/acme/major/v2', versions: 'v2.0.0 v2.1.0' },
  'github.com/acme/folder/v3': { module: 'github.com/acme/folder/v3', versions: 'v3.0.0' },
  'github.com/acme/legacy': {
    module: 'github.com/acme/legacy',
    versions: 'v1.0.0 v4.0.0+incompatible',
  },
  'github.com/UpperCase/Mixed': { module: 'github.com/UpperCase/Mixed', versions: 'v1.0.0' },
  'vanity.test/lib/sub': { module: 'vanity.test/lib', versions: 'v0.3.0' },
}

const mod = (path: string, more = '') => `module ${path}\n\ngo 1.21\n${more}`
const source = (text: string) => `package x\n\nconst Text = "${text}"\n`

async function plant(forge: Forge): Promise<void> {
  await repository(forge, 'github.com/acme/lib', [
    {
      files: {
        'go.mod': mod('github.com/acme/lib'),
        'x.go': source('lib'),
        'nested/go.mod': mod(
          'github.com/acme/lib/nested',
          '\nrequire github.com/acme/lib v1.0.0\n',
        ),
        'nested/deep/x.go': 'package x\n\nimport x "github.com/acme/lib"\n\nconst Text = x.Text\n',
        LICENSE: 'l\n',
      },
      tags: ['v1.0.0', 'nested/v0.1.0'],
    },
    { files: { 'x.go': source('lib 1.1') }, tags: ['v1.1.0', 'nested/v0.2.0'] },
  ])
  await repository(forge, 'github.com/acme/major', [
    { files: { 'go.mod': mod('github.com/acme/major'), 'x.go': source('1') }, tags: ['v1.0.0'] },
    { files: { 'go.mod': mod('github.com/acme/major/v2') }, tags: ['v2.0.0', 'v2.1.0'] },
  ])
  await repository(forge, 'github.com/acme/folder', [
    {
      files: {
        'go.mod': mod('github.com/acme/folder'),
        'v3/go.mod': mod('github.com/acme/folder/v3'),
        'v3/x.go': source('3'),
      },
      tags: ['v1.0.0', 'v3.0.0'],
    },
  ])
  await repository(forge, 'github.com/acme/legacy', [
    { files: { 'x.go': source('legacy') }, tags: ['v1.0.0', 'v4.0.0'] },
  ])
  await repository(forge, 'github.com/UpperCase/Mixed', [
    {
      files: { 'go.mod': mod('github.com/UpperCase/Mixed'), 'x.go': source('M') },
      tags: ['v1.0.0'],
    },
  ])
  await repository(forge, 'git.vanity.test/all', [
    { files: { 'go.mod': mod('vanity.test/lib'), 'sub/x.go': source('vanity') }, tags: ['v0.3.0'] },
  ])
  for (const page of ['vanity.test/lib', 'vanity.test/lib/sub']) {
    forge.pages.set(page, goImport('vanity.test/lib', 'git', 'https://git.vanity.test/all'))
  }
  const tool = mod('github.com/acme/tool', '\nrequire github.com/acme/lib v1.0.0\n')
  const main = 'package main\n\nimport x "github.com/acme/lib"\n\nfunc main() { println(x.Text) }\n'
  await repository(forge, 'github.com/acme/tool', [
    { files: { 'go.mod': tool, 'cmd/tool/main.go': main }, tags: ['v1.0.0'] },
  ])
}

const program = [
  'package main',
  'import (',
  ...Object.keys(packages).map((path, index) => `\tp${index} "${path}"`),
  ')',
  'func main() {',
  ...Object.keys(packages).map((_, index) => `\tprintln(p${index}.Text)`),
  '}',
  '',
].join('\n')

suite('headwater serve, asked by the go command,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  let proxied: Go
  let direct: Go
  /** What the last command made of the module's files, given to the next. */
  const files: Record<string, string> = { 'main.go': program }

  before(async () => {
    forge = opened.use(await startForge())
    await plant(forge)
    server = opened.use(await startHeadwater(forge))
    const cache = await buildCache()
    const env = cache === undefined ? {} : { GOCACHE: cache }
    proxied = opened.use(await goProxied(server.url, { env }))
    direct = opened.use(await goDirect(forge, { env }))
  })
  after(() => opened.disposeAsync())

  const steps: readonly (readonly string[])[] = [
    ['get', ...Object.keys(packages).map((path) => `${path}@latest`)],
    ['mod', 'tidy'],
    ['build', '-o', 'out', '.'],
    ['get', 'github.com/acme/lib@v1.0.0', 'github.com/acme/major/v2@<v2.1.0'],
    ['get', 'github.com/acme/lib/nested@main', 'github.com/acme/legacy@none'],
    ['list', '-m', 'all'],
    ['mod', 'download', 'all'],
  ]
  for (const step of steps) {
    test(`leads to the go.sum and go.mod that GOPROXY=direct leads to when go runs "${step.join(' ')}"`, async () => {
      const one = await proxied.inModule(step, files)
      const other = await direct.inModule(step, files)
      assert.equal(other.code, 0, other.stderr)
      assert.equal(one.code, 0, one.stderr)
      assert.deepEqual(one.goSum.split('\n'), other.goSum.split('\n'))
      assert.equal(one.goMod, other.goMod)
      assert.equal(one.stdout, other.stdout)
      Object.assign(files, { 'go.mod': one.goMod, 'go.sum': one.goSum })
    })
  }

  test('lists the versions that GOPROXY=direct lists', async () => {
    for (const { module, versions } of Object.values(packages)) {
      const listed = await proxied.inModule(['list', '-m', '-versions', module], {})
      assert.equal(listed.stdout.trim(), `${module} ${versions}`, listed.stderr)
      assert.deepEqual(await direct.listVersions(module), versions.split(' '))
    }
  })

  test('gives go mod download what GOPROXY=direct gives it', async () => {
    for (const { module, versions } of Object.values(packages)) {
      const asked = `${module}@${versions.split(' ').at(-1)}`
      const [one, other] = [await proxied.modDownload(asked), await direct.modDownload(asked)]
      assert.equal(other.Error, undefined)
      assert.deepEqual(withoutPlaces(one), withoutPlaces(other))
    }
  })

  test('brings a program when go installs it', async () => {
    const installed = await proxied.inModule(['install', 'github.com/acme/tool/cmd/tool@v1.0.0'])
    assert.equal(installed.code, 0, installed.stderr)
    const { env } = proxied
    const binary = join(env['GOPATH'] ?? '', 'bin', 'tool')
    assert.equal(
      await must('sh', ['-c', '"$0" 2>&1', binary], { cwd: '/', env: { ...env } }),
      'lib',
    )
  })
})

/** What is not about one machine's disk; of the origin, what a proxy must tell too. */
function withoutPlaces(answer: ModDownload): unknown {
  const { Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin } = answer
  const { URL, Subdir, Hash, Ref } = Origin ?? {}
  const { Time } = Info ?? {}
  return { Path, Version, Query, Error, Time, GoMod, Sum, GoModSum, URL, Subdir, Hash, Ref }
}
