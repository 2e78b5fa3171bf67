import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { KnownContent } from '../judge/observation.ts'
import { askCommit } from './ask-commit.ts'

const version = 'v0.0.0-20200102030405-0123456789ab'
const hash = '0123456789ab'.padEnd(40, '0')
const repository = { vcs: 'git', url: 'https://git.test/x' }
const known = (of: string): KnownContent[] => [{ hash: of, at: 0, from: 'hashed' }]

const cases: [
  what: string,
  given: {
    readonly version?: string
    readonly known?: readonly KnownContent[]
    readonly served?: boolean | Failure
  },
  expected: boolean | undefined,
][] = [
  ['is handed out', { known: known(hash), served: true }, true],
  ['is not handed out', { known: known(hash), served: false }, false],
  [
    'cannot be asked for',
    { known: known(hash), served: new Failure('unreachable', 'no') },
    undefined,
  ],
  ['is known by the beginning of its name only', {}, undefined],
  ['is another one than is known', { known: known('f'.repeat(40)), served: true }, undefined],
  ['is no pseudo-version', { version: 'v1.0.0', known: known(hash), served: true }, undefined],
]

suite('askCommit()', () => {
  for (const [what, given, expected] of cases) {
    test(`askCommit() tells ${expected} where the commit ${what}`, async () => {
      const { served } = given
      const asked: string[] = []
      const origins = {
        hasCommit(_: string, __: string, name: string) {
          asked.push(name)
          return served instanceof Failure ? Promise.reject(served) : Promise.resolve(served)
        },
      }
      const claim = { path: 'a.test/x', version: given.version ?? version, scope: 'build' } as const
      const told = await askCommit({ origins, now: () => 7 }, claim, { ...given, repository })
      assert.deepEqual(told, expected === undefined ? undefined : { at: 7, hash, served: expected })
      assert.ok(asked.every((name) => name === hash))
    })
  }
})
