import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webServer } from '../web-server.ts'
import { startFront } from './front.ts'

/** What is asked, who gets it, and as what. */
const ways: readonly (readonly [path: string, who: string, as: string])[] = [
  ['/mod/rsc.io/quote/@v/list', 'mirror', '/rsc.io/quote/@v/list'],
  ['/mod/rsc.io/!q!u!o!t!e/@latest', 'mirror', '/rsc.io/!q!u!o!t!e/@latest'],
  ['/mod/sumdb-503/rsc.io/quote/@v/list', 'mirror', '/rsc.io/quote/@v/list'],
  ['/direct/example.com/m/@v/v1.0.0.zip', 'origins', '/example.com/m/@v/v1.0.0.zip'],
  ['/direct/sumdb/name/supported', 'origins', '/sumdb/name/supported'],
  ['/mod/sumdb/name/supported', 'mirror', '/sumdb/name/supported'],
  ['/mod/sumdb/a/b/tile/8/0/000', 'mirror', '/sumdb/a/b/tile/8/0/000'],
  ['/mod/sumdb-503/sumdb/name/supported', 'registry', '/mod/sumdb-503/sumdb/name/supported'],
  ['/mod/sumdb-wrong/latest', 'registry', '/mod/sumdb-wrong/latest'],
  ['/mod/404/rsc.io/quote/@v/list', 'registry', '/mod/404/rsc.io/quote/@v/list'],
  ['/mod/invalid/rsc.io/quote/@v/list', 'registry', '/mod/invalid/rsc.io/quote/@v/list'],
  ['/mod/redirect/9/rsc.io/quote/@v/list', 'registry', '/mod/redirect/9/rsc.io/quote/@v/list'],
]
for (const [path, who, as] of ways) {
  test(`startFront() asks ${who} when asked for ${path}`, async () => {
    await using mirror = await named('mirror')
    await using origins = await named('origins')
    await using registry = await named('registry')
    await using front = await startFront(mirror.url, origins.url, registry.url)
    const answer = await fetch(front.url + path)
    assert.equal(answer.status, 203)
    assert.equal(answer.headers.get('x-who'), who)
    assert.equal(await answer.text(), as)
  })
}

const named = (who: string) =>
  webServer((request, response) => {
    response.writeHead(203, { 'x-who': who }).end(request.url)
  })
