import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { guardFile } from '../../store/log/guard-file.ts'
import type { NewRecord } from '../../store/log/log-record.ts'
import { openLocks } from '../../store/locks.ts'
import { formatSignerKey } from '../../tlog/signer.ts'
import { heldKey } from './held-key.ts'
import { openLogTree, type LogTree, type TreeOptions } from './log-tree.ts'
import { logLock } from './log-lock.ts'
import { makeLog } from './make-log.ts'

/** A key for tests, always the same. */
export const testKey = heldKey(formatSignerKey('log.example', Buffer.alloc(32, 7), 1), 'a test')

const sum = (text: string) => `h1:${Buffer.from(text.padEnd(32)).toString('base64')}`

/** The record with a number: the same each time. */
export function numbered(i: number, content = 'zip'): NewRecord {
  return {
    path: 'example.com/x',
    version: `v1.${i}.0`,
    zip: sum(`${content} ${i}`),
    goMod: sum(`mod ${i}`),
  }
}

/** Records with the numbers from `first` on. */
export function numberedFrom(first: number, count: number): NewRecord[] {
  return Array.from({ length: count }, (_, i) => numbered(first + i))
}

/** A log in a folder of its own, which goes with the test. */
export interface TestLog {
  readonly folder: string
  readonly options: TreeOptions
  /** Another opening, as of another process; its clock goes on by 10 seconds with each look. */
  readonly open: (changes?: Partial<TreeOptions>) => LogTree
}

/** Makes an empty log. */
export async function testLog(t: TestContext): Promise<TestLog> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-log-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const data = join(folder, 'data')
  mkdirSync(data)
  const locks = await openLocks(join(data, 'locks'))
  let time = 1_700_000_000_000
  const guard = guardFile(join(folder, 'data.guard', 'log.example'))
  const options: TreeOptions = {
    file: join(data, 'sumdb', 'log.db'),
    guard,
    key: testKey,
    lock: () => logLock(locks, guard),
    now: () => (time += 10_000),
  }
  await makeLog(options.file, options.guard, testKey, options.now())
  return {
    folder,
    options,
    open(changes = {}) {
      const tree = openLogTree({ ...options, ...changes })
      t.after(() => tree.close())
      return tree
    },
  }
}
