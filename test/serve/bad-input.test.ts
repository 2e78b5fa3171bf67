import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask } from './ask.ts'
import { filesBelow } from './data-folder.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
const long = 'a'.repeat(5000)

/** Request targets by what is wrong with them, and the words that the answer must have. */
const targets: Readonly<Record<string, readonly [target: string, reason: RegExp]>> = {
  'a path that climbs': [`/../../etc/passwd/@v/list`, /segment of dots/],
  'a path that climbs in the middle': [`/github.com/acme/../x/@v/list`, /segment of dots/],
  'an escaped path that climbs': [`/github.com/%2e%2e/%2E%2e/x/@v/list`, /segment of dots/],
  'an escaped slash': [`/github.com/acme%2fx/@v/list`, /percent-encoded slash/],
  'an escaped slash in a version': [`/${module}/@v/v1.0.0%2F..%2Fx.zip`, /percent-encoded slash/],
  'an escaped backslash': [`/github.com/acme%5Cx/@v/list`, /backslash/],
  'an empty segment': [`/github.com//x/@v/list`, /empty segment/],
  'two slashes at the start': [`//github.com/acme/x/@v/list`, /empty segment/],
  'an escaped zero byte': [`/${module}%00/@v/list`, /control character/],
  'an escaped line feed': [`/${module}/@v/v1.0.0%0a.info`, /control character/],
  'an escaped delete character': [`/${module}/@v/%7f.info`, /control character/],
  'half an escape': [`/${module}/@v/v1.0.0%2.info`, /incomplete percent-encoding/],
  'an escape that is none': [`/${module}/@v/v1.0.0%zz.info`, /incomplete percent-encoding/],
  'an escape twice': [`/github.com/acme%252fx/@v/list`, /%/],
  'bytes that are not UTF-8': [`/${module}/@v/%ff%fe.info`, /not of UTF-8/],
  'overlong UTF-8': [`/%c0%ae%c0%ae/x/@v/list`, /not of UTF-8/],
  'a fragment': [`/${module}/@v/list#x`, /fragment/],
  'an address too long': [`/github.com/acme/${long}/@v/list`, /longer than/],
  'an upper-case letter': [`/github.com/Acme/x/@v/list`, /upper|A/],
  'an exclamation mark before a capital': [`/github.com/!Acme/x/@v/list`, /!/],
  'an exclamation mark at the end': [`/github.com/acme/x!/@v/list`, /!/],
  'an exclamation mark before a digit': [`/${module}/@v/v1.0.0-!1.info`, /!/],
  'a path without a dot in its host': [`/acme/x/@v/list`, /dot/],
  'a path that begins with a dash': [`/-acme.test/x/@v/list`, /-/],
  'an element that ends with a dot': [`/github.com/acme./x/@v/list`, /dot/],
  'a name of Windows': [`/github.com/acme/con/@v/list`, /con/i],
  'a letter beyond ASCII': [`/github.com/acme/%c3%a9/@v/list`, /é/],
  'a major version that cannot be': [`/${module}/v1/@v/list`, /v1|version/],
  'a version that begins with a dash': [`/${module}/@v/-oproxycommand=x.info`, /begins with "-"/],
  'a .zip of a branch': [`/${module}/@v/main.zip`, /canonical|version/],
  'a .mod of a short version': [`/${module}/@v/v1.mod`, /canonical|version/],
  'a version of another major': [`/${module}/@v/v2.0.0.zip`, /v2|major/],
  'a file that is none': [`/${module}/@v/v1.0.0.exe`, /No such file/],
  'no file': [`/${module}/@v/`, /No such file/],
  'a folder that is none': [`/${module}/@x/list`, /No such file/],
}

suite('headwater serve, asked what cannot be,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  let atFirst: string[]
  before(async () => {
    forge = opened.use(await startForge())
    await repository(forge, module, releases(module, 'v1.0.0'))
    server = opened.use(await startHeadwater(forge))
    atFirst = await filesBelow(server.home.data)
  })
  after(() => opened.disposeAsync())

  for (const [about, [target, reason]] of Object.entries(targets)) {
    test(`answers 400 with the reason when the target has ${about}`, async () => {
      const { status, body } = await raw(server, `GET ${target} HTTP/1.1`)
      assert.equal(status, 400, body)
      assert.match(body, reason)
    })
  }

  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    test(`answers 405 and says what there is when the method is ${method}`, async () => {
      const first = `${method} /${module}/@v/v1.0.0.zip HTTP/1.1`
      const { status, head, body } = await raw(server, first, 'Content-Length: 5', 'hello')
      assert.deepEqual([status, /^Allow: (.*)$/m.exec(head)?.[1]], [405, 'GET, HEAD'])
      assert.match(body, /only GET and HEAD/)
    })
  }

  const requests: Readonly<Record<string, readonly [status: number, lines: readonly string[]]>> = {
    'is no HTTP': [400, ['hello there']],
    'has a raw control character': [400, [`GET /${module}\x01/@v/list HTTP/1.1`]],
    'has headers too large': [431, [`GET / HTTP/1.1`, `X: ${'x'.repeat(20_000)}`]],
    'has a target too large': [431, [`GET /${'x'.repeat(17_000)} HTTP/1.1`]],
  }
  for (const [about, [status, lines]] of Object.entries(requests)) {
    test(`answers ${status} when a request ${about}`, async () => {
      const [first = '', ...rest] = lines
      assert.equal((await raw(server, first, ...rest)).status, status)
    })
  }

  test('writes nothing and asks nobody, and still works', async () => {
    assert.deepEqual(await filesBelow(server.home.data), atFirst)
    assert.deepEqual(forge.log.entries, [])
    assert.equal((await ask(server, `${module}/@v/v1.0.0.zip`)).status, 200)
    assert.equal(server.stderr(), '')
  })
})

/** Sends a request just as it is, since clients mend what they send. */
async function raw(
  server: RunningHeadwater,
  first: string,
  ...more: string[]
): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const [headers, content] = [more.slice(0, 1), more.slice(1)]
  const lines = [first, 'Host: headwater.test', 'Connection: close', ...headers, '', ...content]
  socket.on('error', () => {})
  socket.write(lines.join('\r\n') + (content.length > 0 ? '' : '\r\n'), 'latin1')
  const whole = await text(socket)
  const end = whole.indexOf('\r\n\r\n')
  const head = whole.slice(0, end)
  return { status: Number(head.split(' ')[1]), head, body: whole.slice(end + 4) }
}
