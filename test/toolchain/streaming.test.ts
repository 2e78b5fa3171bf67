import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { ask } from '../serve/ask.ts'
import { webServer, type WebServer } from '../web-server.ts'
import { madeToolchain, type MadeToolchain } from './made-toolchain.ts'

const half = 1_500_000
const other = { os: 'plan9', arch: 'arm' }

suite('a toolchain on its way in', () => {
  let forge: Forge
  let made: MadeToolchain
  let proxy: WebServer
  let server: RunningHeadwater
  /** How the next zip ends, once this is called. */
  let finish: (how: 'whole' | 'broken' | 'cut') => void
  let begun = Promise.withResolvers<void>()
  let lengthIsTold = true
  let path = ''
  before(async () => {
    forge = await startForge()
    made = await madeToolchain('go1.97.1', other, { ballast: randomBytes(3_000_000) })
    path = `golang.org/toolchain/@v/${made.version}`
    proxy = await webServer((request, response) => {
      const ending = /\.(info|mod|zip)$/.exec(request.url ?? '')?.[1] as 'info' | undefined
      const bytes = made.files[ending ?? 'info']
      if (request.url?.endsWith('.zip') !== true) {
        response.end(bytes)
        return
      }
      if (lengthIsTold) response.setHeader('Content-Length', bytes.length)
      response.write(bytes.subarray(0, half))
      finish = (how) => {
        if (how === 'cut') response.destroy()
        else if (how === 'whole') response.end(bytes.subarray(half))
        else response.end(Buffer.alloc(bytes.length - half))
      }
      begun.resolve()
    })
    server = await startHeadwater(forge, {
      settings: { upstream: proxy.url, toolchains: { keep: false } },
    })
  })
  after(async () => {
    proxy.server.closeAllConnections()
    await server[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
    await forge.close()
  })

  /** A reader who has read what is there: nearly half of the zip. */
  async function begin() {
    const signal = AbortSignal.timeout(30_000)
    const response = await fetch(`${server.url}/${path}.zip`, { signal })
    assert.equal(response.headers.get('content-length'), String(made.files.zip.length))
    assert.equal(response.headers.get('etag'), null)
    const reader = response.body?.getReader()
    assert.ok(reader)
    let bytes = Buffer.alloc(0)
    const more = async (): Promise<boolean> => {
      const { value, done } = await reader.read()
      bytes = Buffer.concat([bytes, value ?? Buffer.alloc(0)])
      return !done
    }
    while (bytes.length < half) assert.ok(await more())
    const rest = async (): Promise<Buffer> => {
      while (await more());
      return bytes
    }
    return { rest }
  }

  test('is read by all who asked before its last byte has come', async () => {
    const readers = await Promise.all([begin(), begin(), begin()])
    finish('whole')
    for (const { rest } of readers) assert.deepEqual(await rest(), made.files.zip)
    assert.equal(proxy.asked.filter((request) => request.endsWith('.zip')).length, 1)
  })

  for (const how of ['broken', 'cut'] as const) {
    test(`never becomes complete when it is ${how}`, async () => {
      const [first, second] = await Promise.all([begin(), begin()])
      finish(how)
      await assert.rejects(first.rest())
      await assert.rejects(second.rest())
      assert.equal((await ask(server, '-/healthz')).status < 500, true)
    })
  }

  test('goes on when its first reader leaves', async () => {
    const leaving = new AbortController()
    const response = await fetch(`${server.url}/${path}.zip`, { signal: leaving.signal })
    assert.equal(response.status, 200)
    const { rest } = await begin()
    leaving.abort()
    finish('whole')
    assert.deepEqual(await rest(), made.files.zip)
  })

  test('is sent when it is here when upstream does not tell its size', async () => {
    lengthIsTold = false
    begun = Promise.withResolvers<void>()
    const answers = [ask(server, `${path}.zip`), ask(server, `${path}.zip`)]
    await begun.promise
    finish('whole')
    for (const { bytes } of await Promise.all(answers)) assert.deepEqual(bytes, made.files.zip)
    lengthIsTold = true
  })
})
