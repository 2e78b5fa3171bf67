import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask, filesOf } from './ask.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
const [small = '', , zip = ''] = filesOf(module, 'v1.0.0')
const [, , largeZip = ''] = filesOf(module, 'v1.1.0')

suite('headwater serve, asked over HTTP,', () => {
  const opened = new AsyncDisposableStack()
  let server: RunningHeadwater
  before(async () => {
    const forge = opened.use(await startForge())
    const large = { files: { noise: randomBytes(1 << 20) }, tags: ['v1.1.0'] }
    await repository(forge, module, [...releases(module, 'v1.0.0'), large])
    server = opened.use(await startHeadwater(forge))
  })
  after(() => opened.disposeAsync())

  // The second round is answered from memory or from a checked file.
  for (const round of ['cold', 'warm']) {
    for (const [name, path] of Object.entries({ small, zip, largeZip })) {
      test(`gives what it says of itself when ${name} is ${round}`, async () => {
        const head = await ask(server, path, { method: 'HEAD' })
        const whole = await ask(server, path)
        assert.deepEqual([head.status, head.bytes.length, whole.status], [200, 0, 200])
        for (const field of ['etag', 'content-length', 'content-type', 'cache-control']) {
          assert.equal(head.headers.get(field), whole.headers.get(field), field)
        }
        assert.equal(whole.headers.get('content-length'), String(whole.bytes.length))
        assert.match(whole.headers.get('cache-control') ?? '', /max-age=31536000, immutable/)
        assert.match(whole.headers.get('etag') ?? '', /^"[0-9a-f]{64}"$/)
      })
    }
  }

  for (const [name, path] of Object.entries({ small, zip, largeZip })) {
    const ranges = [
      ['bytes=0-0', 0, 1],
      ['bytes=10-19', 10, 20],
      ['bytes=20-', 20, undefined],
      ['bytes=-7', -7, undefined],
      ['bytes=5-999999999', 5, undefined],
    ] as const
    test(`gives parts when ranges of ${name} are asked for`, async () => {
      const { bytes, headers } = await ask(server, path)
      for (const [range, start, end] of ranges) {
        const etag = headers.get('etag') ?? ''
        const part = await ask(server, path, { headers: { range, 'if-range': etag } })
        assert.deepEqual([range, part.status], [range, 206])
        assert.ok(part.bytes.equals(bytes.subarray(start, end)), range)
        assert.match(part.headers.get('content-range') ?? '', new RegExp(`/${bytes.length}$`))
      }
      const beyond = await ask(server, path, { headers: { range: `bytes=${bytes.length}-` } })
      assert.equal(beyond.status, 416)
      assert.equal(beyond.headers.get('content-range'), `bytes */${bytes.length}`)
      const other = { range: 'bytes=0-1', 'if-range': '"other"' }
      assert.equal((await ask(server, path, { headers: other })).status, 200)
    })

    test(`answers 304 or 412 when conditions on ${name} say so`, async () => {
      const { headers } = await ask(server, path)
      const etag = headers.get('etag') ?? ''
      const statusOf = async (condition: Record<string, string>) =>
        (await ask(server, path, { headers: condition })).status
      assert.equal(await statusOf({ 'if-none-match': etag }), 304)
      assert.equal(await statusOf({ 'if-none-match': `"x", W/${etag}` }), 304)
      assert.equal(await statusOf({ 'if-none-match': '"x"' }), 200)
      assert.equal(await statusOf({ 'if-match': '"x"' }), 412)
      assert.equal(await statusOf({ 'if-match': etag }), 200)
    })
  }

  test('gives a list with an ETag and the time for which it holds', async () => {
    const list = await ask(server, `${module}/@v/list`)
    assert.equal(list.text, 'v1.0.0\nv1.1.0\n')
    assert.match(list.headers.get('cache-control') ?? '', /^public, max-age=(60|5\d)$/)
    const headers = { 'if-none-match': list.headers.get('etag') ?? '' }
    const again = await ask(server, `${module}/@v/list`, { headers })
    assert.deepEqual([again.status, again.bytes.length], [304, 0])
  })
})
