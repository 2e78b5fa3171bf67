import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { askImportPath, askStrayPage } from './ask-page.ts'

const tag = '<meta name="go-import" content="go.test/x git https://git.test/x">'

for (const [what, own, ownBody, stray, isCatchAll, requests] of [
  ['a page without a tag, and none elsewhere', 200, 'hello', 404, false, 2],
  ['a page for everything', 200, 'buy this domain', 200, true, 2],
  ['a page with a tag', 200, tag, 200, undefined, 1],
  ['no page', 404, 'no', 200, undefined, 1],
] as const) {
  test(`askImportPath() tells ${what}`, async () => {
    await using server = await webServer((request, response) => {
      const isOwn = request.url === '/x'
      response.writeHead(isOwn ? own : stray).end(isOwn ? ownBody : 'x')
    })
    await using opened = openTestGate([{ from: 'https://go.test/', to: `${server.url}/` }])
    const asker = { gate: opened.gate, now: () => 5 }
    const page = await askImportPath(asker, 'https://go.test/x', 'go.test/x', (origin) =>
      askStrayPage(asker, origin),
    )
    assert.deepEqual(
      [page.status, page.names, page.isCatchAll, server.asked.length],
      [own, ownBody === tag, isCatchAll, requests],
    )
    if (requests > 1) assert.match(server.asked[1] ?? '', /^GET \/headwater-[0-9a-f]{24}$/)
  })
}
