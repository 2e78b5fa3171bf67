import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { statusFailure } from './status-failure.ts'

const url = 'https://git.test/x'

for (const [type, body, words] of [
  ['text/plain; charset=utf-8', 'Repository not found.\nAsk others.', '"Repository not found."'],
  ['text/plain', '', undefined],
  ['text/plain', '401 Unauthorized', undefined],
  ['text/plain', `a\u001b[31m\u202eb`, '"a [31m b"'],
  ['text/plain', 'x'.repeat(500_000), `"${'x'.repeat(200)}"`],
  ['text/html', '<p>Sign in', undefined],
] as const) {
  test(`statusFailure() keeps ${words?.length ?? 0} characters of ${type}, ${body.length} long`, async () => {
    await using server = await webServer((_, response) => {
      response.writeHead(401, { 'content-type': type }).end(body)
    })
    await using opened = openTestGate([{ from: 'https://git.test/', to: `${server.url}/` }])
    const answer = await opened.gate.ask({ url, purpose: 'refs', maxBytes: 1_000_000 })
    const { code, details } = await statusFailure(answer, url)
    assert.deepEqual([code, details.status, details.words], ['auth-required', 401, words])
  })
}
