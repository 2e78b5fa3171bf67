import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

/** An entry as the wire has it; `Seq` for those who ask for more than the public index knows. */
export interface Line {
  readonly Path: string
  readonly Version: string
  readonly Timestamp: string
  readonly Seq?: number
}

/** What a follower has seen, in little room: entries in order have one digest. */
export interface Seen {
  readonly note: (line: Line) => void
  readonly count: () => number
  /** Of all that was seen so far. */
  readonly digest: () => string
}

/** Begins with nothing. Complains of times that do not grow, and of numbers that are left out or come twice. */
export function nothingSeen(): Seen {
  const hash = createHash('sha256')
  let count = 0
  let last = ''
  return {
    note({ Path, Version, Timestamp, Seq }) {
      assert.ok(Timestamp > last, `${Timestamp} comes after ${last}`)
      last = Timestamp
      count++
      if (Seq !== undefined) assert.equal(Seq, count)
      hash.update(`${Path}@${Version} ${Timestamp}\n`)
    },
    count: () => count,
    digest: () => hash.copy().digest('hex'),
  }
}
