import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { handedOn } from './handed-on.ts'

/** More than the buffers of both ends of a connection hold. */
const large = 'x'.repeat(32 << 20)

/** A response to a client that reads nothing until it is told to. */
async function begun(t: TestContext) {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const server = createServer((_, response) => resolve(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  t.after(() => {
    client.destroy()
    server.close()
  })
  client.pause()
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  return { response: await promise, client }
}

test('nothing more is written before a client took what came before', async (t) => {
  const { response, client } = await begun(t)
  assert.equal(await handedOn(response, 'a little'), true)
  let isTaken = false
  const taking = handedOn(response, large).then((is) => (isTaken = is))
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(isTaken, false)
  client.resume()
  assert.equal(await taking, true)
  assert.deepEqual([response.listenerCount('drain'), response.writableLength], [0, 0])
  assert.equal(await handedOn(response, ''), true)
})

test('a client that goes is not waited for', async (t) => {
  const { response, client } = await begun(t)
  const taking = handedOn(response, large)
  client.destroy()
  assert.equal(await taking, false)
  assert.equal(await handedOn(response, 'more'), false)
  assert.equal(await handedOn(response, ''), false)
})
