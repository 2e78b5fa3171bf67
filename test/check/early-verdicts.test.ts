import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { main } from '../../src/cli/main.ts'
import type { ReportModule } from '../../src/check/report/report.ts'
import { repository } from '../forge/repository.ts'
import { commit, scene, type Scene } from './scene.ts'

/**
 * Checks modules, while what is below an address answers only after something was told.
 *
 * @returns the exit code, and path and code of what was told, in that order
 */
async function toldWhile(silent: string, { forge, home }: Scene, modules: readonly string[]) {
  const { promise: isTold, resolve: tell } = Promise.withResolvers<void>()
  const lines: string[] = []
  forge.script(async ({ host, path }) => {
    if (`${host}${path}`.startsWith(silent)) await isTold
    return undefined
  })
  const stdout = new PassThrough({ encoding: 'utf8' })
  stdout.on('data', (chunk: string) => {
    lines.push(...chunk.split('\n').filter(Boolean))
    tell()
  })
  const exit = await main({
    argv: ['check', '--format', 'ndjson', ...modules],
    env: { HEADWATER_CONFIG: home.configFile },
    cwd: home.folder,
    stdout,
    stderr: new PassThrough(),
    signal: AbortSignal.timeout(60_000),
    stoppedBy: () => undefined,
    platform: 'linux',
    home: home.folder,
    width: undefined,
  })
  const told = lines
    .map((line) => JSON.parse(line) as Partial<ReportModule>)
    .flatMap(({ path, verdict }) => (path === undefined ? [] : [`${path} ${verdict?.code}`]))
  return { exit, told }
}

suite('headwater check, while a host does not answer yet', () => {
  test('tells of a module as soon as it is judged', async () => {
    await using at = await scene()
    const modules = ['github.com/acme/x@v1.0.0', 'github.com/acme/ok@v1.0.0']
    assert.deepEqual(await toldWhile('github.com/acme/x/', at, modules), {
      exit: 0,
      told: ['github.com/acme/ok unchanged', 'github.com/acme/x unchanged'],
    })
  })

  test('tells of a module of another host that it is lost', async () => {
    await using at = await scene()
    const slow = 'slow.test/y.git'
    await repository(at.forge, slow, [commit(slow, { tags: ['v1.0.0'] })])
    await at.home.configure({ rewrite: at.forge.rewrites() })
    await at.x.deleteRepository()
    const modules = [`${slow}@v1.0.0`, 'github.com/acme/x@v1.0.0', 'github.com/acme/ok@v1.0.0']
    const { exit, told } = await toldWhile('slow.test/', at, modules)
    assert.equal(exit, 1)
    assert.deepEqual(told.slice(1), ['github.com/acme/x repo-gone', `${slow} verified`])
  })
})
