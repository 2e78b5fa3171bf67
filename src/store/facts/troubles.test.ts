import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { looksApart, troublesIn, type NotedLook } from './troubles.ts'

const module = { path: 'example.com/x', version: 'v1.0.0' }
const lost = { ...module, code: 'version-gone', isAnswer: true }
const hidden = { ...module, code: 'unreachable', isAnswer: false }
const well = { ...module, isAnswer: true }

const table: readonly (readonly [
  what: string,
  looks: readonly NotedLook[],
  expected: readonly (readonly [code: string, since: number, last: number, looks: number])[],
])[] = [
  ['one look', [{ ...lost, at: 5 }], [['version-gone', 5, 5, 1]]],
  [
    'looks an hour apart count',
    [
      { ...lost, at: 0 },
      { ...lost, at: looksApart - 1 },
      { ...lost, at: looksApart },
    ],
    [['version-gone', 0, looksApart, 2]],
  ],
  [
    'a look that finds it well ends all',
    [
      { ...lost, at: 0 },
      { ...hidden, at: 1 },
      { ...well, at: 2 },
    ],
    [],
  ],
  [
    'a look that could not ask ends nothing',
    [
      { ...lost, at: 0 },
      { ...hidden, at: 1 },
    ],
    [
      ['version-gone', 0, 0, 1],
      ['unreachable', 1, 1, 1],
    ],
  ],
  [
    'another answer ends the first',
    [
      { ...lost, at: 0 },
      { ...lost, at: 1, code: 'repo-gone' },
    ],
    [['repo-gone', 1, 1, 1]],
  ],
  [
    'other versions are left alone',
    [
      { ...lost, at: 0 },
      { ...well, version: 'v1.0.1', at: 1 },
    ],
    [['version-gone', 0, 0, 1]],
  ],
]

for (const [what, looks, expected] of table) {
  void test(`noteLooks(): ${what}`, () => {
    const database = openDatabase(':memory:')
    const writes = delayedWrites(database)
    const troubles = troublesIn(database, writes)
    for (const look of looks) {
      troubles.noteLooks([look])
      writes.flush()
    }
    assert.deepEqual(
      troubles
        .troublesOf(module.path, module.version)
        .map((one) => [one.code, one.since, one.last, one.looks]),
      expected,
    )
  })
}
