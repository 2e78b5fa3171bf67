import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { sumsEndSchema, sumsLineSchema, sumsSchema } from '../../src/web/api/sums-schema.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import {
  manyModules,
  recordOf,
  sumOf,
  sumServer,
  verifierKey,
  type SumServer,
} from '../sumdb/sum-server.ts'
import { ask } from './ask.ts'

const place = '-/api/v1/sums'
const plain = { 'content-type': 'text/plain' }
const goSum =
  recordOf('m1.test/x@v1.0.0') +
  `m2.test/x v1.0.0 ${sumOf('other')}\n` +
  recordOf('corp.test/secret@v1.0.0').split('\n')[0] +
  `\nmissing.test/x v1.0.0 ${sumOf('other')}\nwhat is this, \u001b[2J?\n`

suite('POST /-/api/v1/sums', () => {
  let forge: Forge
  let database: SumServer
  let server: RunningHeadwater
  before(async () => {
    forge = await startForge({ hosts: ['github.com'] })
    database = await sumServer(manyModules(5))
    server = await startHeadwater(forge, {
      settings: {
        private: ['corp.test'],
        'checksum-database': [{ key: verifierKey, urls: [database.url] }],
      },
    })
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    await forge.close()
  })

  const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(server, place, { method: 'POST', headers: { ...plain, ...headers }, body })

  test('each line is judged, as JSON', async () => {
    const { status, headers, text } = await post(goSum)
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/json'])
    const { summary, lines } = sumsSchema.strict().parse(JSON.parse(text))
    const of = { match: 2, mismatch: 1, 'not-logged': 1, private: 1, malformed: 1, undetermined: 0 }
    assert.deepEqual(summary, of)
    assert.deepEqual(
      lines.map(({ line, status, path, goMod }) => [line, status, path, goMod]),
      [
        [1, 'match', 'm1.test/x', false],
        [2, 'match', 'm1.test/x', true],
        [3, 'mismatch', 'm2.test/x', false],
        [4, 'private', 'corp.test/secret', false],
        [5, 'not-logged', 'missing.test/x', false],
        [6, 'malformed', null, null],
      ],
    )
    assert.deepEqual([lines[2]?.log, lines[2]?.logged], ['sum.test', sumOf('zip m2.test/x@v1.0.0')])
    assert.ok(
      database.asked.every((path) => !path.includes('corp.test')),
      String(database.asked),
    )
  })

  test('as lines, and as text, for those who ask for that', async () => {
    const lines = await post(goSum, { accept: 'text/plain;q=0.1, application/x-ndjson' })
    assert.equal(lines.headers.get('content-type'), 'application/x-ndjson')
    const all = lines.text.trimEnd().split('\n')
    sumsEndSchema.strict().parse(JSON.parse(all.pop() ?? ''))
    assert.equal(all.length, 6)
    for (const line of all) sumsLineSchema.strict().parse(JSON.parse(line))
    const text = await post(goSum, { accept: 'text/plain' })
    assert.equal(
      text.text,
      `1 match m1.test/x v1.0.0: sum.test
2 match m1.test/x v1.0.0/go.mod: sum.test
3 mismatch m2.test/x v1.0.0: sum.test has ${sumOf('zip m2.test/x@v1.0.0')}
4 private corp.test/secret v1.0.0
5 not-logged missing.test/x v1.0.0
6 malformed: a line needs 3 fields, this one has 4
2 match, 1 mismatch, 1 not-logged, 1 private, 1 malformed, 0 undetermined
`,
    )
    const empty = await post('')
    assert.deepEqual(sumsSchema.parse(JSON.parse(empty.text)).lines, [])
  })

  test('what is no go.sum is refused with the reason, or judged in bounds', async () => {
    const get = await ask(server, place)
    assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST'])
    const json = await post('{}', { 'content-type': 'application/json' })
    assert.equal(json.status, 415)
    const packed = await post('x', { 'content-encoding': 'gzip' })
    assert.equal(packed.status, 415)
    const many = await post('\n'.repeat(100_001))
    assert.deepEqual([many.status, /100000 lines/.test(many.text)], [413, true])
    assert.equal((await post('\n'.repeat(100_000))).status, 200)
    // A body that is not read to its end may cost the client the answer.
    const large = await post('x'.repeat(17 * 2 ** 20)).catch((error: unknown) => error)
    assert.ok(large instanceof Error || (large as { status: number }).status === 413)
    for (const body of ['x '.repeat(2 ** 22), `${'\u001b[2J\u202e'.repeat(20)} v1.0.0 h1:x`]) {
      const { status, text } = await post(body, { accept: 'text/plain' })
      assert.equal(status, 200)
      assert.match(text, /^1 malformed/)
      assert.doesNotMatch(text, /[\p{Format}]/u)
      assert.ok(!text.includes('\u001b'))
    }
    assert.equal((await ask(server, '-/healthz')).status, 200)
  })

  test('it is described, and there is no such page where no database is passed on', async () => {
    const { text } = await ask(server, '-/api/openapi.json')
    assert.match(text, /"\/-\/api\/v1\/sums":\{"post"/)
    await using other = await startHeadwater(forge)
    const { status } = await ask(other, place, { method: 'POST', headers: plain, body: goSum })
    assert.equal(status, 405)
  })

  test('what is kept is judged while the database is down, and the rest is undetermined', async () => {
    database.change = () => 503
    const { text } = await post(goSum + recordOf('m3.test/x@v1.0.0'))
    database.change = (_, answer) => answer
    const { summary, lines } = sumsSchema.parse(JSON.parse(text))
    assert.deepEqual([summary.match, summary.mismatch, summary.undetermined], [2, 1, 2])
    assert.match(lines.at(-1)?.reason ?? '', /Cannot ask sum\.test: it answered 503/)
  })
})
