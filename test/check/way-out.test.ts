import assert from 'node:assert/strict'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatVerifierKey } from '../../src/tlog/verifier.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { checksumDatabase } from '../scripts/registry/checksum-database.ts'
import { webServer } from '../web-server.ts'
import { commandOf, lose, pathOf, projectOn, sourceOf } from './made-project.ts'
import { check, scene } from './scene.ts'

const needs = (version: string) => `module ${pathOf('d')}\n\nrequire ${pathOf('x')} ${version}\n`

test('headwater check does not advise to take a version below the one that is built', async () => {
  await using at = await scene('', async (forge) => {
    await repository(forge, pathOf('d'), [
      { files: { 'go.mod': needs('v1.0.0') }, tags: ['v1.0.0'] },
      { files: { 'go.mod': needs('v1.1.0') }, tags: ['v1.1.0'] },
    ])
    return `${pathOf('d')}@v1.0.0`
  })
  const file = join(at.home.folder, 'go.mod')
  const goMod = await readFile(file, 'utf8')
  await writeFile(file, `${goMod}require ${pathOf('x')} v1.1.0\n`)
  await check(at.home)
  await at.x.deleteTag('v1.0.0')
  const { stdout } = await check(at.home, ['--json'])
  const { modules } = JSON.parse(stdout) as Report
  const lost = modules.find(({ path, version }) => path === pathOf('x') && version === 'v1.0.0')
  assert.deepEqual(lost?.wayOut, [
    'github.com/acme/d v1.1.0 needs v1.1.0 of it, which upstream has: go get github.com/acme/d@v1.1.0 && go mod tidy',
  ])
})

test('headwater check does not say that there is no other version where another is taken already', async () => {
  await using at = await scene('', async (forge) => {
    await repository(forge, pathOf('d'), [
      { files: { 'go.mod': needs('v1.0.0') }, tags: ['v1.0.0'] },
    ])
    return `${pathOf('d')}@v1.0.0`
  })
  const file = join(at.home.folder, 'go.mod')
  const goMod = await readFile(file, 'utf8')
  await writeFile(file, `${goMod}require ${pathOf('x')} v1.1.0\n`)
  await check(at.home)
  await at.x.deleteTag('v1.0.0')
  const { stdout } = await check(at.home, ['--json'])
  const { modules } = JSON.parse(stdout) as Report
  const lost = modules.find(({ path, version }) => path === pathOf('x') && version === 'v1.0.0')
  assert.deepEqual(lost?.wayOut, [
    'go takes another version of it already, and no newer version of those who need this one does without',
  ])
})

suite('headwater check and a module that is gone', () => {
  test('names the smallest step of its parent, after which go needs it no more', async () => {
    await using at = await projectOn(
      {
        m: [['v1.0.0']],
        p: [['v1.0.0', 'm'], ['v1.1.0', 'm'], ['v1.2.0'], ['v1.3.0']],
      },
      ['p'],
    )
    assert.match(await at.goMod(), /acme\/m v1\.0\.0/)
    await lose(at, pathOf('m'))
    const m = await at.judged('m')
    assert.equal(m.verdict.code, 'repo-gone')
    assert.deepEqual(m.advice[0], {
      label: 'way out',
      text: 'github.com/acme/p v1.2.0 no longer needs it',
      long: 'github.com/acme/p v1.2.0 no longer needs it, the smallest step after which nothing does',
      command: 'go get github.com/acme/p@v1.2.0 && go mod tidy',
      raises: { path: 'github.com/acme/p', to: 'v1.2.0' },
    })
    await at.run(commandOf(m))
    assert.doesNotMatch(await at.goMod(), /acme\/m/)
    assert.doesNotMatch(await at.run('go list -m all'), /acme\/m/)
    const { code } = await check(at.home)
    assert.equal(code, 0)
  })

  test('names two steps where it takes two', async () => {
    await using at = await projectOn(
      {
        m: [['v1.0.0']],
        p: [['v1.0.0', 'm'], ['v1.1.0']],
        q: [['v1.0.0', 'm'], ['v1.1.0', 'm'], ['v1.2.0']],
      },
      ['p', 'q'],
    )
    await lose(at, pathOf('m'))
    const m = await at.judged('m')
    assert.equal(
      commandOf(m),
      'go get github.com/acme/p@v1.1.0 github.com/acme/q@v1.2.0 && go mod tidy',
    )
    await at.run(commandOf(m))
    assert.doesNotMatch(await at.run('go list -m all'), /acme\/m/)
  })

  test('says so where no newer version of its parent does without', async () => {
    await using at = await projectOn(
      {
        m: [['v1.0.0']],
        p: [
          ['v1.0.0', 'm'],
          ['v1.1.0', 'm'],
        ],
      },
      ['p'],
    )
    await lose(at, pathOf('m'))
    const { wayOut } = await at.judged('m')
    assert.equal(
      wayOut[0],
      'no other version is known upstream, and no newer version of those who need it does without',
    )
  })

  test('names a repository with the same code that a redirect led to before', async () => {
    await using at = await projectOn({ m: [['v1.0.0']], p: [['v1.0.0', 'm']] }, ['p'])
    await mkdir(join(at.forge.folder, 'github.com/heirs'))
    const [from, to] = ['acme', 'heirs'].map((owner) =>
      join(at.forge.folder, `github.com/${owner}/m.git`),
    )
    await rename(from ?? '', to ?? '')
    at.forge.moved.set('github.com/acme/m', 'https://github.com/heirs/m')
    assert.equal((await at.judged('m')).verdict.class, 'fragile')
    at.forge.moved.clear()
    const m = await at.judged('m')
    assert.equal(m.verdict.code, 'repo-gone')
    assert.deepEqual(m.advice[0], {
      label: 'way out',
      text: 'github.com/heirs/m has the same code, equal h1',
      command:
        'go mod edit -replace=github.com/acme/m@v1.0.0=github.com/heirs/m@v1.0.0 && go mod tidy',
      isProved: true,
    })
    await at.run(commandOf(m))
    await at.run('go mod verify && go list -deps ./...')
    assert.equal((await check(at.home)).code, 0)
  })

  test('names none that has other code now', async () => {
    await using at = await projectOn({ m: [['v1.0.0']], p: [['v1.0.0', 'm']] }, ['p'])
    at.forge.moved.set('github.com/acme/m', 'https://github.com/heirs/m')
    await mkdir(join(at.forge.folder, 'github.com/heirs'))
    await rename(
      join(at.forge.folder, 'github.com/acme/m.git'),
      join(at.forge.folder, 'github.com/heirs/m.git'),
    )
    await at.judged('m')
    at.forge.moved.clear()
    await lose(at, 'github.com/heirs/m')
    await repository(at.forge, 'github.com/heirs/m', [
      { files: { ...sourceOf('m', []), 'evil.go': 'package x\n' }, tags: ['v1.0.0'] },
    ])
    const { advice } = await at.judged('m')
    assert.doesNotMatch(JSON.stringify(advice), /heirs/)
  })
})

test('headwater check tells what changed in a version whose old content the module cache still has', async () => {
  await using at = await projectOn({ m: [['v1.0.0']] }, ['m'])
  const env = { GOMODCACHE: await at.run('go env GOMODCACHE') }
  await check(at.home)
  await at.change('m', { 'x.go': 'package x\n\nfunc init() { println(1) }\n' })
  const { stdout } = await check(at.home, ['--json'], undefined, { env })
  const [m] = (JSON.parse(stdout) as Report).modules
  assert.equal(m?.verdict.code, 'version-moved')
  assert.equal(m.first?.sum, m.sum.goSum)
  assert.deepEqual(m.difference, {
    files: [
      {
        name: 'x.go',
        added: 1,
        removed: 0,
        lines: [' package x', ' ', '+func init() { println(1) }'],
      },
    ],
    differing: 1,
    of: 3,
    goCode: true,
  })
  assert.equal((await at.judged('m')).difference, null)
})

const signerKey = formatSignerKey('sum.test', Buffer.alloc(32, 1), 1)

test('headwater check says that the next version verifies only where the checksum database has it so', async () => {
  await using at = await scene()
  const { stdout } = await check(at.home, ['--json', 'github.com/acme/x@v1.1.0'])
  const [x] = (JSON.parse(stdout) as Report).modules
  assert.ok(x)
  const name = 'github.com/acme/x v1.1.0'
  const record = `${name} ${x.sum.upstream}\n${name}/go.mod ${x.sum.goMod.upstream}\n`
  for (const [what, text, secret] of [
    [record, 'v1.1.0 verifies', []],
    [record, 'v1.1.0 exists upstream, and can be read', ['github.com/acme']],
    [
      record.replace(/h1:\S+/, `h1:${Buffer.alloc(32, 7).toString('base64')}`),
      'v1.1.0 is listed upstream, but cannot be read: its content is not what was published',
      [],
    ],
  ] as const) {
    const database = checksumDatabase(signerKey, (module) =>
      module === 'github.com/acme/x@v1.1.0' ? what : undefined,
    )
    await using server = await webServer((request, response) => {
      const found = database.answer(request.url ?? '')
      response.writeHead(found === undefined ? 404 : 200).end(found)
    })
    await using home = await headwaterHome(at.forge, {
      private: secret,
      sumdb: formatVerifierKey(parseSignerKey(signerKey)),
      rewrite: [...at.forge.rewrites(), { from: 'https://sum.test/', to: `${server.url}/` }],
    })
    for (const file of ['go.mod', 'go.sum']) {
      await writeFile(join(home.folder, file), await readFile(join(at.home.folder, file)))
    }
    if (text.endsWith('verifies')) await at.x.deleteTag('v1.0.0')
    const report = JSON.parse((await check(home, ['--json'])).stdout) as Report
    const found = report.modules.find(({ path }) => path === 'github.com/acme/x')
    assert.equal(found?.advice[0]?.text, text)
    assert.equal(server.asked.length > 0, secret.length === 0)
  }
})
