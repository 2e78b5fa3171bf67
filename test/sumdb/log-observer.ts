import assert from 'node:assert/strict'
import { openLogFile } from '../../src/store/log/log-file.ts'
import { checkGuard, readGuard } from '../../src/sumdb/log/guard.ts'
import { verifyLog } from '../../src/sumdb/log/verify-log.ts'
import { formatHash } from '../../src/tlog/hash.ts'
import { parseLookup } from '../../src/tlog/lookup.ts'
import { openNote } from '../../src/tlog/note.ts'
import { formatModuleRecord } from '../../src/tlog/record-text.ts'
import { parseTreeNote } from '../../src/tlog/tree-note.ts'
import { childKey, childModule, placeIn, type ChildLine } from './log-child.ts'

/** Somebody outside who remembers all that a log ever answered. */
export interface LogObserver {
  /** Takes in a line that a child printed. */
  readonly hear: (line: string) => void
  /** Holds the log on the disk against all of it: gives how many records it has. */
  readonly check: () => Promise<number>
  readonly answers: () => number
  readonly failures: readonly string[]
}

/** Makes the observer of the log in a folder, who has heard nothing yet. */
export function logObserver(folder: string): LogObserver {
  const heads = new Map<number, string>()
  const records = new Map<string, number>()
  const failures: string[] = []

  function hear(text: string): void {
    const line = JSON.parse(text) as ChildLine
    if ('failure' in line) {
      failures.push(line.failure)
      return
    }
    const { id, note } = parseLookup(line.answer)
    const { size, root } = parseTreeNote(openNote(note, [childKey.verifier]).text, 'refuse')
    assert.ok(id < size, `record ${id} came with a head of ${size}`)
    remember(heads, size, formatHash(root), 'roots')
    remember(records, line.version, id, 'numbers')
  }

  async function check(): Promise<number> {
    const { file, guard } = placeIn(folder)
    const published = await readGuard(guard, childKey.verifier)
    using log = await openLogFile(file, childKey.text)
    const { read } = log
    checkGuard(published, read, childKey.verifier, guard)
    const found = verifyLog(read)
    assert.deepEqual(found.faults, [])
    for (const [size, root] of heads) {
      assert.ok(size <= published.size, `the guard has ${published.size}, and ${size} was seen`)
      assert.equal(formatHash(read.headAt(size)?.root ?? Buffer.alloc(0)), root)
    }
    for (const [version, id] of records) {
      const record = read.recordOf(childModule, version)
      assert.equal(record?.number, id, version)
      assert.ok(formatModuleRecord(record).startsWith(`${childModule} ${version} h1:`))
    }
    return found.records
  }
  return { hear, check, answers: () => records.size, failures }
}

function remember<K, V>(memory: Map<K, V>, key: K, value: V, what: string): void {
  const known = memory.get(key) ?? value
  assert.equal(known, value, `two ${what} were seen for ${String(key)}`)
  memory.set(key, value)
}
