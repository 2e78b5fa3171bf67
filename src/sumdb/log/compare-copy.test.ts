import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growingRoot } from '../../tlog/growing-root.ts'
import { leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { compareCopy } from './compare-copy.ts'
import type { LogCopy } from './log-copy.ts'
import { numbered, numberedFrom, testLog } from './own-tree.test-data.ts'

type Records = ReturnType<typeof numberedFrom>

/** A copy with the head of some records, that gives others, a few at a time. */
function copyOf(signed: Records, given: Records = signed): LogCopy {
  const tree = growingRoot()
  for (const record of signed) tree.append(leafHash(formatModuleRecord(record)))
  return {
    head: { size: signed.length, root: tree.root() },
    async *records() {
      for (let at = 0; at < given.length; at += 7) yield given.slice(at, at + 7)
    },
  }
}

void test('a copy is held against its head and against the database, as far as both go', async (t) => {
  const { open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 30))
  const { read } = await tree.open()
  const all = numberedFrom(0, 30)
  const changed = all.with(9, numbered(9, 'other'))
  const root = 'The 30 records of the copy do not make the root that it signed'
  const other = 'The copy has another record 9: example.com/x@v1.9.0'
  for (const [copy, faults] of [
    [copyOf(all), []],
    [copyOf(all.slice(0, 20)), []],
    [copyOf(numberedFrom(0, 50)), []],
    [copyOf(all, changed), [other, root]],
    [copyOf(changed), [other]],
    [copyOf(all, all.slice(0, 29)), [root]],
  ] as const) {
    assert.deepEqual(await compareCopy(copy, read), faults)
  }
  const { length } = await compareCopy(copyOf(numberedFrom(1000, 400)), read)
  assert.equal(length, 20, 'no more than so many faults are told')
})
