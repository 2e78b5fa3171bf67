import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Explanation } from '../../src/check/explain/explanation.ts'
import { status } from '../forge/reply.ts'
import { command, scene, type Scene } from './scene.ts'

const x = 'github.com/acme/x'

/** What is explained of a module, as JSON. */
async function explained(at: Scene, ...args: string[]): Promise<Explanation> {
  const { code, stdout, stderr } = await command(at.home, ['explain', '--json', ...args])
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as Explanation
}

suite('headwater explain', () => {
  test('tells of a lost version where it was, what was seen, who needs it and what to do', async () => {
    await using at = await scene()
    await at.x.deleteTag('v1.0.0')
    const { module, verdict, history, project, requests } = await explained(at, x)
    assert.deepEqual(
      [module.version, module.verdict.code, module.requiredBy, project?.name],
      ['v1.0.0', 'version-gone', ['corp.example/ledger'], 'corp.example/ledger'],
    )
    assert.match(verdict.meaning, /\.$/)
    assert.match(module.wayOut.join(), /go get github\.com\/acme\/x@v1\.1\.0/)
    assert.equal(history.contents[0]?.zipSum, module.sum.goSum)
    assert.equal(history.contents[0]?.commit, at.x.commits[0])
    assert.deepEqual(
      history.locations.map(({ url }) => url),
      [`https://${x}`],
    )
    assert.ok(history.requests.length > 0)
    assert.equal(requests.hosts['github.com']?.requests, at.forge.log.of('github.com').length)
  })

  test('tells it for people, too', async () => {
    await using at = await scene()
    await at.x.deleteTag('v1.0.0')
    const { code, stdout } = await command(at.home, ['explain', `${x}@v1.0.0`])
    assert.equal(code, 0)
    for (const line of [
      /^headwater explain {2}github\.com\/acme\/x@v1\.0\.0 {2}in corp\.example\/ledger$/m,
      /^LOST {5}github\.com\/acme\/x v1\.0\.0 +version-gone$/m,
      /^ {2}way out {5}v1\.1\.0 exists upstream/m,
      /^ {4}go get github\.com\/acme\/x@v1\.1\.0$/m,
      /^ {2}repository {2}https:\/\/github\.com\/acme\/x \(git\)$/m,
      /first found at https:\/\/github\.com\/acme\/x \(git\)$/m,
      /^ {2}required by corp\.example\/ledger$/m,
    ]) {
      assert.match(stdout, line)
    }
  })

  test('tells what is known without asking anybody', async () => {
    await using at = await scene()
    const { module, requests, history } = await explained(at, '--offline', `${x}@v1.0.0`)
    assert.equal(module.verdict.class, 'undetermined')
    assert.deepEqual(requests.hosts, {})
    assert.equal(at.forge.log.entries.length, 0)
    assert.equal(history.contents[0]?.zipSum, module.sum.goSum)
  })

  test('takes the newest version where no project needs the module', async () => {
    await using at = await scene()
    for (const file of ['go.mod', 'go.sum']) await rm(join(at.home.folder, file))
    const { module, project } = await explained(at, x)
    assert.deepEqual([module.version, module.verdict.code, project], ['v1.1.0', 'verified', null])
  })

  test('says why it is not known who needs it, and tells the rest', async () => {
    await using at = await scene()
    await writeFile(join(at.home.folder, 'go.mod'), 'module m\n<<<<<<< HEAD\n')
    const { code, stdout, stderr } = await command(at.home, ['explain', `${x}@v1.0.0`])
    assert.deepEqual([code, /^OK {7}github\.com\/acme\/x v1\.0\.0/m.test(stdout)], [0, true])
    assert.match(stderr, /^headwater: who needs it is not known: .*go\.mod/)
  })

  test('takes for private what GOPRIVATE names', async () => {
    await using at = await scene()
    at.forge.script(({ path }) => (path.includes('/acme/x') ? status(404) : undefined))
    const argv = ['explain', '--json', `${x}@v1.0.0`]
    for (const [env, code] of [
      [{}, 'repo-gone'],
      [{ GOPRIVATE: 'github.com/acme/x' }, 'private'],
    ] as const) {
      const { stdout } = await command(at.home, argv, undefined, { env })
      assert.equal((JSON.parse(stdout) as Explanation).module.verdict.code, code)
    }
  })

  for (const [argument, says] of [
    ['github.com/acme/none', /^headwater: Cannot explain github\.com\/acme\/none: /],
    ['../x', /^headwater: Cannot explain "\.\.\/x": /],
    [`${x}@v1`, /^headwater: Cannot explain "github\.com\/acme\/x@v1": .*\n.*v1\.0\.0/],
    ['a b\u001b[31m', /^headwater: Cannot explain "a b‹1B›\[31m": /],
  ] as const) {
    test(`says why it cannot explain ${JSON.stringify(argument)}`, async () => {
      await using at = await scene()
      const { code, stdout, stderr } = await command(at.home, ['explain', argument])
      assert.deepEqual([code, stdout], [2, ''])
      assert.match(stderr, says)
    })
  }
})
