import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { ownerAsker, ownerPages } from './ask-owner.ts'

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
  test(`ownerPages() tells that ${expected} was left from ${from} to ${to}`, () => {
    assert.equal(ownerPages(from, to)?.left, expected)
  })
}

for (const [left, now, answers] of [
  [200, 200, undefined],
  [429, 200, undefined],
  [404, 200, true],
  [410, 404, false],
  [404, 429, false],
] as const) {
  test(`ownerAsker() asks once for the page of an owner that says ${left}, and where that is gone for the new one's, ${now}`, async () => {
    await using server = await webServer(({ url }, response) => {
      response.writeHead(url === '/old' ? left : now).end()
    })
    await using opened = openTestGate([{ from: 'https://git.test/', to: `${server.url}/` }])
    const ownersOf = ownerAsker({ gate: opened.gate, now: () => 5 })
    assert.equal(await ownersOf('https://git.test/old/x', undefined), undefined)
    const asking = ['x', 'y'].map((name) =>
      ownersOf(`https://git.test/old/${name}`, `https://git.test/new/${name}`),
    )
    const owner = look('old', left)
    const control = { ...look('new', now), of: 'page', answers }
    const owners = answers === undefined ? { owner } : { owner, control }
    assert.deepEqual(await Promise.all(asking), [owners, owners])
    const asked = answers === undefined ? ['GET /old'] : ['GET /old', 'GET /new']
    assert.deepEqual(server.asked, asked)
  })
}

function look(name: string, status: number) {
  return { at: 5, url: `https://git.test/${name}`, status, saw: String(status) }
}
