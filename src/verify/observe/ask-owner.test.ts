import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { leftOwner, ownerAsker } from './ask-owner.ts'

for (const [from, to, expected] of [
  ['https://github.com/old/x', 'https://github.com/new/x', 'https://github.com/old'],
  ['https://github.com/old/x', 'https://github.com/old/y', undefined],
  ['https://github.com/Old/x', 'https://github.com/old/x', undefined],
  ['https://github.com/old/x', 'https://gitlab.com/new/x', undefined],
  ['https://github.com/old/x', 'http://github.com/new/x', undefined],
  ['https://gitlab.com/a/b/x', 'https://gitlab.com/c/b/x', 'https://gitlab.com/a'],
  ['https://git.sr.ht/~old/x', 'https://git.sr.ht/~new/x', 'https://git.sr.ht/~old'],
  ['https://git.test/x', 'https://git.test/y', undefined],
  ['https://git.test/old/x', 'https://git.test/y', undefined],
  ['ssh://git@git.test/old/x', 'ssh://git@git.test/new/x', undefined],
  ['https://github.com/old/x', 'nothing', undefined],
] as const) {
  test(`leftOwner() is ${expected} from ${from} to ${to}`, () => {
    assert.equal(leftOwner(from, to), expected)
  })
}

for (const status of [200, 404, 429]) {
  test(`ownerAsker() asks once for the page of an owner, and tells its ${status}`, async () => {
    await using server = await webServer((_, response) => void response.writeHead(status).end())
    await using opened = openTestGate([{ from: 'https://git.test/', to: `${server.url}/` }])
    const ownerOf = ownerAsker({ gate: opened.gate, now: () => 5 })
    assert.equal(await ownerOf('https://git.test/old/x', undefined), undefined)
    const asking = ['x', 'y'].map((name) =>
      ownerOf(`https://git.test/old/${name}`, `https://git.test/new/${name}`),
    )
    const saw = String(status)
    const page = { at: 5, url: 'https://git.test/old', status, saw }
    assert.deepEqual(await Promise.all(asking), [page, page])
    assert.deepEqual(server.asked, ['GET /old'])
  })
}
