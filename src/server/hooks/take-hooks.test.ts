import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, exchange, memoryMirror, serve } from '../memory-mirror.conformance.ts'
import {
  good,
  hex,
  hooked,
  hutPush,
  push,
  secret,
  send,
  signed,
  signedHut,
} from './hooked.conformance.ts'
import type { Headers } from './hooked.conformance.ts'

test('events that say nothing new are taken, and nobody is asked', async (t) => {
  const { post, looks } = await hooked(t)
  const answers = [
    await post('github', signed(push, { 'X-GitHub-Event': 'ping' }), push),
    await post('github', signed(push, { 'X-GitHub-Event': 'issues' }), push),
    await post('github', signed('{}'), '{}'),
  ]
  assert.deepEqual(answers, [
    { status: 200, body: 'pong\n' },
    { status: 202, body: 'Nothing to do for that\n' },
    { status: 202, body: 'Nothing to do for that\n' },
  ])
  assert.deepEqual(looks, [])
})

test('a repository that is not known here is taken note of, and nobody is asked', async (t) => {
  const { post } = await hooked(t)
  const body = '{"repository":{"clone_url":"https://git.example/other"}}'
  const answer = await post('github', signed(body), body)
  assert.deepEqual(answer, {
    status: 200,
    body: 'Nothing of that is known here, so nobody is asked\n',
  })
})

test('sourcehut, where anybody can send hooks, is not told what is known here', async (t) => {
  const known = await hooked(t, { refresh: async () => 1 })
  const unknown = await hooked(t, { refresh: async () => 0 })
  const answer = await known.post('sourcehut', signedHut(hutPush), hutPush)
  assert.deepEqual(answer, await unknown.post('sourcehut', signedHut(hutPush), hutPush))
  assert.equal(answer.status, 202)
})

test('a delivery that is repeated is looked at once more, later', async (t) => {
  let later: (() => void) | undefined
  const { post, looks } = await hooked(t, { after: (_ms, task) => ((later = task), () => {}) })
  for (const status of [200, 202, 202]) {
    assert.equal((await post('github', signed(push), push)).status, status)
  }
  assert.deepEqual(looks, [['git.example/a/b']])
  assert.ok(later)
})

test('close() forgets the looks that were to come later', async (t) => {
  let cancelled = 0
  const { post, close } = await hooked(t, { after: () => () => (cancelled += 1) })
  for (let i = 0; i < 2; i++) await post('github', signed(push), push)
  assert.equal(cancelled, 0)
  await close(0)
  assert.equal(cancelled, 1)
})

test('a look that takes long or fails does not keep the forge waiting', async (t) => {
  const slow = await hooked(t, { refresh: () => new Promise(() => {}), patienceMs: 1 })
  assert.equal((await slow.post('github', signed(push), push)).status, 202)
  const error = new Error('a bug')
  const broken = await hooked(t, { refresh: () => Promise.reject(error) })
  assert.equal((await broken.post('github', signed(push), push)).status, 202)
  assert.deepEqual(broken.errors, [error])
})

const unfit: [
  what: string,
  headers: Headers,
  body: string | Buffer,
  status: number,
  text: RegExp,
][] = [
  [
    'of another type',
    signed(push, { 'Content-Type': 'text/plain' }),
    push,
    415,
    /application\/json/,
  ],
  ['of no type', signed(push, { 'Content-Type': '' }), push, 415, /application\/json/],
  [
    'in latin1',
    signed(push, { 'Content-Type': 'application/json; charset=latin1' }),
    push,
    415,
    /UTF-8/,
  ],
  [
    'that is compressed',
    signed(push, { 'Content-Encoding': 'gzip' }),
    push,
    415,
    /application\/json/,
  ],
  [
    'that is no UTF-8',
    signed(Buffer.from([0x22, 0xff, 0x22])),
    Buffer.from([0x22, 0xff, 0x22]),
    400,
    /UTF-8/,
  ],
  ['that is empty', signed(''), '', 400, /not JSON/],
  ['that is too deep', signed('['.repeat(100_000)), '['.repeat(100_000), 400, /64 levels/],
]

for (const [what, headers, body, status, pattern] of unfit) {
  test(`a genuine hook ${what} is refused with ${status}`, async (t) => {
    const { post, looks, errors } = await hooked(t)
    const answer = await post('github', headers, body)
    assert.equal(answer.status, status)
    assert.match(answer.body, pattern)
    assert.deepEqual(looks, [])
    assert.deepEqual(errors, [])
  })
}

test('forms are refused where something else than the body is signed', async (t) => {
  const { post } = await hooked(t)
  const headers = {
    'X-Gitea-Signature': hex('payload={}'),
    'Content-Type': 'application/x-www-form-urlencoded',
  }
  assert.equal((await post('gitea', headers, 'payload={}')).status, 415)
})

test('a charset of UTF-8 is as good as none', async (t) => {
  const { post } = await hooked(t)
  const headers = signed(push, { 'Content-Type': 'Application/JSON ; Charset="utf-8"' })
  assert.equal((await post('github', headers, push)).status, 200)
})

test('of members with one name the last counts', async (t) => {
  const { post, looks } = await hooked(t)
  const twice =
    '{"repository":{"clone_url":"https://x.example/y"},"repository":{"clone_url":"https://git.example/a/b"}}'
  await post('github', signed(twice), twice)
  assert.deepEqual(looks, [['git.example/a/b']])
})

test('a large push is taken, one above 25 MiB is not', async (t) => {
  const { post, looks } = await hooked(t)
  const large = push.padEnd(24 * 2 ** 20)
  assert.equal((await post('github', signed(large), large)).status, 200)
  assert.equal(looks.length, 1)
  const { port } = await hooked(t)
  const head = `POST /-/hooks/github HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Hub-Signature-256: ${good}\r\n`
  const announced = await exchange(
    port,
    `${head}Content-Length: 26214401\r\nConnection: close\r\n\r\n`.concat('x'.repeat(2 ** 20 + 1)),
  )
  assert.match(announced.toString(), /^HTTP\/1\.1 413 [^]*25 MiB/)
})

const start = 'HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

test('a body that comes too slowly is given up, with its connection', async (t) => {
  const { port, looks } = await hooked(t, { bodyMs: 1 })
  const head = `POST /-/hooks/github ${start}X-Hub-Signature-256: ${good}\r\nContent-Length: 100\r\n\r\n{`
  const answer = (await exchange(port, head)).toString()
  assert.match(answer, /^HTTP\/1\.1 408 [^]*Connection: close/)
  assert.deepEqual(looks, [])
})

test('the body of a refused hook is never taken for the next request', async (t) => {
  const { port } = await hooked(t)
  const smuggled = 'GET /-/healthz HTTP/1.1\r\nHost: x\r\n\r\n'
  const lengths = [smuggled.length, 10_000_000]
  for (const length of lengths) {
    const head = `POST /-/hooks/github ${start}Content-Length: ${length}\r\n\r\n${smuggled}`
    const rest =
      length === smuggled.length
        ? 'GET /-/readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
        : 'x'.repeat(2 ** 21)
    const answers = (await exchange(port, head + rest)).toString()
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
    assert.deepEqual(statuses, length === smuggled.length ? ['403', '200'] : ['403'])
  }
})

test('a connection goes on after a hook that was read to its end', async (t) => {
  const { port, looks } = await hooked(t, { intervalMs: 0 })
  const one = `POST /-/hooks/github ${start}X-GitHub-Event: push\r\nX-Hub-Signature-256: ${good}\r\nContent-Length: ${push.length}\r\n\r\n${push}`
  const answers = await exchange(
    port,
    `${one}${one}GET /-/readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  )
  const statuses = [...answers.toString().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  assert.deepEqual(statuses, ['200', '200', '200'])
  assert.equal(looks.length, 2)
})

test('GET tells how to set a hook up', async (t) => {
  const { port } = await hooked(t, { intervalMs: 20_000 })
  for (const name of ['github', 'gitlab', 'gitea', 'sourcehut', 'generic']) {
    const { status, body } = await ask(port, `/-/hooks/${name}?from=forge`)
    assert.equal(status, 200)
    assert.ok(body.toString().includes(`https://go.corp.example/-/hooks/${name}`))
    assert.match(body.toString(), /at most once in 20 s/)
    assert.ok(!body.toString().includes(secret))
    assert.equal((await ask(port, `/-/hooks/${name}`, {}, 'HEAD')).body.length, 0)
  }
})

test('other methods and paths are refused as ever', async (t) => {
  const { port, post } = await hooked(t)
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answer = await post('github', {}, '', method)
    assert.equal(answer.status, 405)
    assert.equal(answer.allow, 'GET, HEAD, POST')
  }
  for (const path of [
    '/',
    '/-/hooks/other',
    '/-/hooks/',
    '/-/hooks/github/',
    '/-/hooks/GitHub',
    '/x/-/hooks/github',
    '/-/hooks/%67ithub',
  ]) {
    const { status, allow } = await send(port, path, signed(push), push)
    assert.deepEqual([status, allow], [405, 'GET, HEAD'], path)
  }
})

test('a forge without a secret is told which setting it takes', async (t) => {
  const { port } = await serve(t, memoryMirror(t).mirror)
  const { post } = await hooked(t, { github: [] })
  const answers = [
    await send(port, '/-/hooks/github', signed(push), push),
    await post('github', signed(push), push),
    await post('github', {}, '', 'GET'),
  ]
  for (const { status, body } of answers) {
    assert.equal(status, 404)
    assert.match(
      body,
      /^Hooks of GitHub are not taken here\n[^\n]*"github" in the table \[hooks\]\n$/,
    )
  }
})
