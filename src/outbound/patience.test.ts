import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../test/open-test-gate.ts'
import { webServer } from '../../test/web-server.ts'
import { readAll } from './read-answer.ts'
import type { Ask } from './exchange.ts'

suite('the patience of a question', () => {
  test('ends an exchange that takes longer, as trouble of the host', async () => {
    await using server = await webServer((_, response) => {
      const timer = setInterval(() => response.write('a'), 5)
      response.on('close', () => clearInterval(timer))
    })
    await using opened = openTestGate([])
    const ask: Ask = { url: `${server.url}/`, purpose: 'page', maxBytes: 1e9, patience: 50 }
    const read = async () => readAll(await opened.gate.ask(ask))
    await assert.rejects(read(), { code: 'unreachable', message: /no answer in time/ })
    assert.equal(opened.records[0]?.failure, 'unreachable')
  })

  test('does not begin before there is leave to ask', async () => {
    await using server = await webServer((_, response) => response.end('there'))
    await using opened = openTestGate([], { backgroundInterval: 2100 })
    const [url, patience] = [`${server.url}/`, 2000]
    const ask: Ask = { url, purpose: 'rules', reason: 'floor', maxBytes: 100, patience }
    const read = async () => String(await readAll(await opened.gate.ask(ask)))
    assert.deepEqual(await Promise.all([read(), read()]), ['there', 'there'])
  })
})
