import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { ZipFile } from 'yazl'
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

test('headwater fetch shows what a terminal would obey, of arguments and of answers', async () => {
  const evil = '\u009b2J\u202e\u001b[31m'
  const bad = /[\u0080-\u009f\u202e]/
  const malformed = await fetching([`a.test/${evil}@v1.0.0`], says(404))
  assert.equal(malformed.code, 2)
  assert.doesNotMatch(malformed.stderr, bad)
  assert.match(malformed.stderr, /‹9B›2J/)

  const json = await fetching(['--json', `a.test/${evil}@v1.0.0`], says(404))
  assert.doesNotMatch(json.stdout, bad)
  assert.equal((JSON.parse(json.stdout) as { Path: string }).Path, `a.test/${evil}`)

  const told = JSON.stringify({ Version: `v1.0.0${evil}`, Time: '2020-01-02T03:04:05Z' })
  const answered = await fetching(['a.test/x@main'], (_, response) => response.end(told))
  assert.equal(answered.code, 3)
  assert.doesNotMatch(answered.stderr, bad)
  assert.match(answered.stderr, /‹9B›2J/)
})

test('headwater fetch shows what a terminal would obey of where a module comes from', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('module a.test/x\n'), 'a.test/x@v1.0.0/go.mod')
  zip.end()
  const files: Record<string, string | Buffer> = {
    info: JSON.stringify({
      Version: 'v1.0.0',
      Time: '2020-01-02T03:04:05Z',
      Origin: { VCS: 'git', URL: 'https://h.test/\u009b2J', Ref: 'refs/tags/\u202e', Hash: 'a' },
    }),
    mod: 'module a.test/x\n',
    zip: await buffer(zip.outputStream),
  }
  const answer: RequestListener = ({ url = '' }, response) =>
    response.end(files[url.slice(url.lastIndexOf('.') + 1)])
  const plain = await fetching(['a.test/x@v1.0.0'], answer)
  assert.equal(plain.code, 0, plain.stderr)
  assert.match(plain.stdout, /^ {2}from {5}https:\/\/h\.test\/‹9B›2J refs\/tags\/‹U\+202E› a$/m)
  const json = await fetching(['--json', 'a.test/x@v1.0.0'], answer)
  assert.match(json.stdout, /h\.test\/\\u009B2J/)
})

/** The `.info` of a version made of a commit. */
const infoOf = (Hash: string) =>
  JSON.stringify({
    Version: 'v1.0.0',
    Time: '2020-01-02T03:04:05Z',
    Origin: { VCS: 'git', URL: 'https://h.test/x', Ref: 'refs/tags/v1.0.0', Hash },
  })

test('headwater fetch tells where the content comes from, not where its name points by now', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('module a.test/x\n'), 'a.test/x@v1.0.0/go.mod')
  zip.end()
  const [then, now] = ['a'.repeat(40), 'b'.repeat(40)]
  const files: Record<string, string | Buffer> = {
    '/a.test/x/@v/list': 'v1.0.0\n',
    '/a.test/x/@latest': infoOf(now),
    '/a.test/x/@v/main.info': infoOf(now),
    '/a.test/x/@v/v1.0.0.info': infoOf(then),
    '/a.test/x/@v/v1.0.0.mod': 'module a.test/x\n',
    '/a.test/x/@v/v1.0.0.zip': await buffer(zip.outputStream),
  }
  const answer: RequestListener = ({ url = '' }, response) => response.end(files[url])
  for (const query of ['latest', 'main']) {
    const { code, stdout, stderr } = await fetching([`a.test/x@${query}`], answer)
    assert.equal(code, 0, stderr)
    assert.match(stdout, new RegExp(`refs/tags/v1\\.0\\.0 ${then}\n`), query)
  }
})
