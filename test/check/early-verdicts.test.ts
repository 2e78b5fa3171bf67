import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PassThrough } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import { scene } from './scene.ts'

test('a module is told as soon as it is judged, while another host does not answer yet', async () => {
  await using at = await scene()
  const { promise: isTold, resolve: tell } = Promise.withResolvers<void>()
  const told: string[] = []
  // The other repository answers only after that.
  at.forge.script(async ({ path }) => {
    if (path.startsWith('/acme/x/')) await isTold
    return undefined
  })
  const stdout = new PassThrough({ encoding: 'utf8' })
  stdout.on('data', (chunk: string) => {
    told.push(...chunk.split('\n').filter(Boolean))
    tell()
  })
  const code = await main({
    argv: ['check', '--format', 'ndjson', 'github.com/acme/x@v1.0.0', 'github.com/acme/ok@v1.0.0'],
    env: { HEADWATER_CONFIG: at.home.configFile },
    cwd: at.home.folder,
    stdout,
    stderr: new PassThrough(),
    signal: AbortSignal.timeout(60_000),
    stoppedBy: () => undefined,
    platform: 'linux',
    home: at.home.folder,
    width: undefined,
  })
  assert.equal(code, 0)
  assert.deepEqual(
    told.slice(0, 2).map((line) => (JSON.parse(line) as { path?: string }).path),
    ['github.com/acme/ok', 'github.com/acme/x'],
  )
})
