import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { goImport } from '../forge/pages.ts'
import { hang } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { check, scene } from './scene.ts'

suite('headwater check and a module without a version', () => {
  test('headwater check reads the newest version when none is named', async () => {
    await using at = await scene()
    const { code, stdout } = await check(at.home, ['github.com/acme/x'])
    assert.equal(code, 0, stdout)
    assert.match(stdout, /^headwater check {2}github\.com\/acme\/x@v1\.1\.0 {2}1 module, refs$/m)
    const asked = ['github.com/acme/x', 'github.com/acme/ok@v1.0.0']
    const both = await check(at.home, ['--json', '--level', 'content', ...asked])
    const { modules } = JSON.parse(both.stdout) as Report
    assert.deepEqual(
      modules.map(({ path, version, verdict }) => [path, version, verdict.code]),
      [
        ['github.com/acme/ok', 'v1.0.0', 'verified'],
        ['github.com/acme/x', 'v1.1.0', 'verified'],
      ],
    )
  })

  test('headwater check judges it when upstream is gone', async () => {
    await using at = await scene()
    await at.x.deleteRepository()
    const { code, stdout } = await check(at.home, [
      '--json',
      'github.com/acme/x',
      'github.com/acme/ok',
    ])
    assert.equal(code, 1)
    const [x] = (JSON.parse(stdout) as Report).modules
    assert.deepEqual([x?.version, x?.verdict.code, x?.origin?.vcs], ['latest', 'repo-gone', 'git'])
  })
})

test('headwater check asks a repository anew only once for all modules in it that seem lost', async () => {
  await using at = await scene('', async (forge) => {
    const path = 'github.com/acme/many'
    const modules = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [`${name}/go.mod`, `module ${path}/${name}\n`]),
    )
    await repository(forge, path, [{ files: modules, tags: ['a/v1.0.0'] }])
    return `${path}/a@v1.0.0`
  })
  const many = ['a', 'b', 'c'].map((name) => `github.com/acme/many/${name}@v1.2.3`)
  const { code, stdout } = await check(at.home, ['--json', ...many])
  assert.equal(code, 1, stdout)
  assert.deepEqual(
    (JSON.parse(stdout) as Report).modules.map(({ verdict }) => verdict.code),
    ['version-gone', 'version-gone', 'version-gone'],
  )
  // Two lists of refs; and what of the newest commit was not needed for a, but is for b and c, whose newest version it is.
  assert.equal(at.forge.log.of('github.com').length, 3)
})

test('headwater check ends with its time when no host answers at all', async () => {
  await using at = await scene()
  at.forge.pages.set('go.vanity.test/x', { body: '' })
  await at.home.configure({})
  at.forge.script(() => hang())
  const many = Array.from({ length: 40 }, (_, index) => `github.com/acme/m${index}@v1.0.0`)
  const { code, stdout } = await check(at.home, [
    '--json',
    '--timeout',
    '500ms',
    'go.vanity.test/x',
    ...many,
  ])
  assert.equal(code, 3)
  const { modules } = JSON.parse(stdout) as Report
  assert.deepEqual([...new Set(modules.map(({ verdict }) => verdict.code))], ['pending'])
  assert.equal(modules.length, 41)
})

test('headwater check names the version control system that an import page names', async () => {
  await using at = await scene()
  at.forge.pages.set('go.vanity.test/b', goImport('go.vanity.test/b', 'bzr', 'https://bzr.test/b'))
  await at.home.configure()
  const { code, stdout } = await check(at.home, ['--json', 'go.vanity.test/b@v1.0.0'])
  const [b] = (JSON.parse(stdout) as Report).modules
  assert.deepEqual(
    [code, b?.verdict.code, b?.origin?.vcs, b?.verdict.evidence[0]?.channel],
    [3, 'unsupported', 'bzr', 'bzr'],
  )
})

test('headwater check --dry-run names no module to a checksum database that .headwater.toml calls private', async () => {
  await using at = await scene()
  await rm(join(at.home.folder, 'go.sum'))
  const about = async () => {
    const env = { HEADWATER_SUMDB: 'sum.golang.org' }
    const { stdout } = await check(at.home, ['--dry-run', '--json'], undefined, { env })
    const { besides } = JSON.parse(stdout) as { besides: { about: string[] }[] }
    return besides.flatMap((one) => one.about)
  }
  assert.deepEqual(await about(), ['github.com/acme/ok@v1.0.0', 'github.com/acme/x@v1.0.0'])
  await writeFile(join(at.home.folder, '.headwater.toml'), 'private = ["github.com/acme/x"]\n')
  assert.deepEqual(await about(), ['github.com/acme/ok@v1.0.0'])
})

test('headwater check --dry-run asks nobody, and tells what it would ask', async () => {
  await using at = await scene()
  const { code, stdout } = await check(at.home, ['--dry-run'])
  assert.equal(code, 0)
  assert.match(stdout, /^github\.com\n {2}refs {5}https:\/\/github\.com\/acme\/ok, and content of/m)
  assert.equal(at.forge.log.entries.length, 0)
  const json = await check(at.home, ['--dry-run', '--json', 'vanity.test/new@v1.0.0'])
  const { dryRun, unknown } = JSON.parse(json.stdout) as { dryRun: boolean; unknown: string[] }
  assert.deepEqual([dryRun, unknown], [true, ['vanity.test/new@v1.0.0']])
  const offline = await check(at.home, ['--dry-run', '--offline'])
  assert.match(offline.stdout, /Nobody would be asked for anything\.\n0 hosts, /)
  assert.equal(at.forge.log.entries.length, 0)
})
