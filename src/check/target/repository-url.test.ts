import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedRepository } from './repository-url.ts'

const cases: [argument: string, url: string | undefined, revision?: string][] = [
  ['https://git.test/acme/x', 'https://git.test/acme/x'],
  ['https://git.test/acme/x/', 'https://git.test/acme/x'],
  ['https://git.test/acme/x.git', 'https://git.test/acme/x.git'],
  ['https://git.test/acme/x@v1.0.0', 'https://git.test/acme/x', 'v1.0.0'],
  ['https://git.test/acme/x@release/1', 'https://git.test/acme/x', 'release/1'],
  ['https://git.test/acme/x@', 'https://git.test/acme/x'],
  ['https://github.com/acme/x.git@main', 'https://github.com/acme/x', 'main'],
  ['https://github.com/acme', 'https://github.com/acme'],
  ['git@git.test:acme/x.git', 'ssh://git@git.test/acme/x.git'],
  ['git@git.test:/acme/x@v1.0.0', 'ssh://git@git.test/acme/x', 'v1.0.0'],
  ['ssh://git@git.test:2222/acme/x', 'ssh://git@git.test:2222/acme/x'],
  ['a.test/x@v1.0.0', undefined],
  ['./x', undefined],
  ['C:\\x', undefined],
  ['go.mod', undefined],
]

for (const [argument, url, revision] of cases) {
  test(`namedRepository() reads "${argument}"`, () => {
    const expected = url === undefined ? undefined : { url, ...(revision && { revision }) }
    assert.deepEqual(namedRepository(argument), expected)
  })
}

test('namedRepository() refuses a page of a known host, and names its repository', () => {
  assert.throws(() => namedRepository('https://github.com/acme/x/tree/main'), {
    message: 'Cannot check "https://github.com/acme/x/tree/main": it is a page of github.com',
    details: {
      hint: 'Name the repository: https://github.com/acme/x, or https://github.com/acme/x@REVISION',
    },
  })
})
