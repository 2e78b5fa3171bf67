import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { webServer } from '../../test/web-server.ts'
import { main } from './main.ts'
import { createStopper } from './signals.ts'

/** Runs `headwater fetch` against a module proxy; `stopWhenAsked` stops it as soon as that is asked. */
async function fetching(args: readonly string[], answer: RequestListener, stopWhenAsked = false) {
  await using folder = await temporaryFolder('fetch')
  await using proxy = await webServer(answer)
  const stopper = createStopper(() => assert.fail('it was stopped twice'))
  if (stopWhenAsked) proxy.server.once('request', () => stopper.receive('SIGINT', 'process'))
  const data = join(folder.path, 'data')
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  const code = await main({
    argv: ['fetch', '--data', data, '--upstream', proxy.url, ...args],
    env: { HEADWATER_OUTBOUND_ALLOW: '127.0.0.0/8' },
    cwd: folder.path,
    stdout,
    stderr,
    signal: stopper.signal,
    stoppedBy: () => stopper.stoppedBy(),
    platform: 'linux',
    home: folder.path,
    width: undefined,
  })
  const left = await readdir(join(data, 'tmp')).catch(() => [])
  return { code, stdout: read(stdout), stderr: read(stderr), asked: proxy.asked, left }
}

const read = (stream: PassThrough) => String(stream.read() ?? '')

const says =
  (status: number): RequestListener =>
  (_, response) =>
    response.writeHead(status).end()

/** Never answers. */
const never: RequestListener = () => {}

test('headwater fetch refuses a malformed argument before it asks for any', async () => {
  for (const malformed of ['a.test/../x', 'a.test/x@<main', 'a.test/x@']) {
    const { code, stderr, asked } = await fetching(['a.test/y@v1.0.0', malformed], says(404))
    assert.deepEqual([code, asked], [2, []])
    const shown = JSON.stringify(malformed)
    assert.ok(stderr.startsWith(`headwater: Cannot fetch ${shown}: `), stderr)
    assert.ok(stderr.includes('\n  Write MODULE@QUERY'), stderr)
  }
})

test('headwater fetch --json gives a malformed argument an object like every other', async () => {
  const args = ['--json', 'a.test/../x@v1.0.0', 'b.test/x@v1.0.0']
  const { code, stdout } = await fetching(args, says(404))
  assert.equal(code, 2)
  const [malformed, absent] = stdout.split(/(?<=\n\}\n)/).map((text) => JSON.parse(text) as object)
  assert.deepEqual(Object.keys(malformed ?? {}), ['Path', 'Version', 'Error'])
  assert.match(JSON.stringify(absent), /b\.test/)
})

test('headwater fetch exits 1 when something does not exist, 3 when it could not ask', async () => {
  const one = await fetching(['a.test/x@v1.0.0'], says(404))
  assert.equal(one.code, 1, one.stderr)
  const both = await fetching(
    ['--json', 'a.test/x@v1.0.0', 'b.test/x@v1.0.0'],
    (request, response) => says(request.url?.startsWith('/b.test/') ? 404 : 500)(request, response),
  )
  assert.equal(both.code, 3)
  const told = both.stdout.split('\n}\n').filter(Boolean)
  assert.equal(told.length, 2, 'both are told of')
})

test('headwater fetch ends at the first signal and leaves nothing behind', async () => {
  const args = ['a.test/x@v1.0.0', 'a.test/y@v1.0.0']
  const { code, stdout, stderr, asked, left } = await fetching(args, never, true)
  assert.deepEqual([code, stdout, stderr], [130, '', 'headwater: stopped by SIGINT\n'])
  assert.ok(asked.every((target) => target.includes('a.test/x')))
  assert.deepEqual(left, [])
})
