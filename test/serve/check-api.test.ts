import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as z from 'zod/mini'
import { answerSchema, endSchema } from '../../src/check/server/wire.ts'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { ask, type AskOptions } from './ask.ts'

const place = '-/api/v1/check'
const x = { path: 'github.com/acme/x', version: 'v1.0.0', scope: 'build' }

function question(value: unknown, headers: Readonly<Record<string, string>> = {}): AskOptions {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
}

const many = (count: number) => ({ level: 'refs', modules: Array.from({ length: count }, () => x) })

const refused: { what: string; body: unknown; status: number; says: RegExp }[] = [
  { what: 'no JSON', body: '{', status: 400, says: /no JSON/ },
  { what: 'nothing', body: '', status: 400, says: /no JSON/ },
  { what: 'an array', body: [], status: 400, says: /: it is no object/ },
  { what: 'no modules', body: { level: 'refs' }, status: 400, says: /modules: must be a list/ },
  { what: 'an empty list', body: many(0), status: 400, says: /modules: must have at least one/ },
  {
    what: 'another level',
    body: { ...many(1), level: 'content' },
    status: 400,
    says: /level: must be "refs"/,
  },
  {
    what: 'a number for a path',
    body: { level: 'refs', modules: [x, { ...x, path: 7 }] },
    status: 400,
    says: /modules\[1\]\.path: must be a text/,
  },
  {
    what: 'a path that cannot be',
    body: { level: 'refs', modules: [{ ...x, path: '../etc/passwd' }] },
    status: 400,
    says: /modules\[0\]: .*passwd/,
  },
  {
    what: 'a version that is none',
    body: { level: 'refs', modules: [{ ...x, version: 'latest' }] },
    status: 400,
    says: /modules\[0\]: .*latest/,
  },
  {
    what: 'a version that is not canonical',
    body: { level: 'refs', modules: [{ ...x, version: 'v1.0.0+meta' }] },
    status: 400,
    says: /modules\[0\]: .*canonical/,
  },
  {
    what: 'text that a terminal obeys',
    body: { level: '\u001b[2J', modules: [x] },
    status: 400,
    says: /level: must be "refs"/,
  },
  { what: '5,001 modules', body: many(5001), status: 400, says: /at most 5000 modules/ },
  { what: 'a million modules', body: many(1_000_000), status: 413, says: /more than 4 MiB/ },
]

suite('POST /-/api/v1/check', () => {
  test('a wrong question is refused with the reason, and nobody is asked', async () => {
    await using forge = await startForge({ hosts: ['github.com'] })
    await using server = await startHeadwater(forge)
    for (const { what, body, status, says } of refused) {
      const answer = await ask(server, place, question(body)).catch((error: unknown) => error)
      // A body that is not read to its end may cost the client the answer.
      if (answer instanceof Error) {
        assert.equal(status, 413, what)
        continue
      }
      const { status: got, text } = answer as Awaited<ReturnType<typeof ask>>
      assert.equal(got, status, `${what}: ${text}`)
      const { error } = JSON.parse(text) as { error: string }
      assert.match(error, says, what)
    }
    const type = await ask(server, place, question(many(1), { 'content-type': 'text/plain' }))
    assert.equal(type.status, 415)
    const get = await ask(server, place)
    assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST'])
    assert.equal(forge.log.entries.length, 0)
    assert.equal((await ask(server, '-/healthz')).status, 200)
  })

  test('each module is a line, and the last one tells what it has cost', async () => {
    await using forge = await startForge()
    await repository(forge, x.path, [
      { files: { 'go.mod': `module ${x.path}\n` }, tags: ['v1.0.0'] },
    ])
    await using server = await startHeadwater(forge)
    const modules = [x, { ...x, version: 'v1.0.1' }, { ...x, unknown: 'field' }]
    const { status, headers, text } = await ask(server, place, question({ level: 'refs', modules }))
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/x-ndjson'])
    const all = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line))
    const end = z.strictObject(endSchema.shape).parse(all.pop())
    const lines = all.map((line) => z.strictObject(answerSchema.shape).parse(line))
    const codes = lines
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, verdict }) => [index, verdict.code])
    assert.deepEqual(codes, [
      [0, 'verified'],
      [1, 'version-gone'],
      [2, 'verified'],
    ])
    const first = lines.find(({ index }) => index === 0)
    assert.match(first?.sum.upstream ?? '', /^h1:/)
    assert.match(first?.origin?.hash ?? '', /^[0-9a-f]{40}$/)
    assert.deepEqual(end.summary, { ok: 2, fragile: 0, lost: 1, changed: 0, undetermined: 0 })
    const inLog = forge.log.of('github.com').length
    assert.equal(end.requests.hosts['github.com']?.requests, inLog)

    const again = await ask(server, place, question({ level: 'refs', modules }))
    assert.match(again.text, /"fromMemory":3,"requests":\{"hosts":\{\}\}/)
    assert.equal(forge.log.of('github.com').length, inLog)
  })

  test('where upstream is off, nobody is asked', async () => {
    await using forge = await startForge({ hosts: ['github.com'] })
    await using server = await startHeadwater(forge, { settings: { upstream: 'off' } })
    const { status, text } = await ask(server, place, question(many(1)))
    assert.deepEqual([status, /upstream/.test(text), forge.log.entries.length], [403, true, 0])
  })

  test('a server that stops cuts the answer before its last line', async () => {
    await using forge = await startForge({ hosts: ['github.com'] })
    const came = Promise.withResolvers<void>()
    forge.script(() => {
      came.resolve()
      return { kind: 'real', delayMs: 60_000 }
    })
    await using server = await startHeadwater(forge)
    const asking = ask(server, place, question(many(1))).then(
      ({ text }) => text,
      (error: unknown) => String(error),
    )
    await came.promise
    await server.kill9()
    assert.doesNotMatch(await asking, /summary/)
  })
})
