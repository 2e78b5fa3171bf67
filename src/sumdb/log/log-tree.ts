import { Failure } from '../../failure.ts'
import type { GuardFile } from '../../store/log/guard-file.ts'
import { openLogFile, type LogFile } from '../../store/log/log-file.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import type { LogRecord, NewRecord } from '../../store/log/log-record.ts'
import type { TreeEdge } from '../../tlog/grow-tree.ts'
import { growTree } from '../../tlog/grow-tree.ts'
import { leafHash } from '../../tlog/hash.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { checkGuard } from './guard.ts'
import { guardedHead } from './guarded-head.ts'
import type { LogKey } from './log-key.ts'
import { isLatest, readEdge } from './read-edge.ts'
import { signHead, type SignedHead } from './signed-head.ts'
import { sortBatch } from './sort-batch.ts'
import { outward } from './trouble.ts'

/** What the tree of our log needs. */
export interface TreeOptions {
  /** Its database, which is there. */
  readonly file: string
  readonly guard: GuardFile
  readonly key: LogKey
  /** Takes the lock of the log, which all processes that write to it share. */
  readonly lock: () => Promise<AsyncDisposable>
  /** Unix milliseconds. */
  readonly now: () => number
}

/** The tree of our log. */
export interface LogTree {
  /**
   * What is committed, and the head that is published of it: records and tiles beyond that head are nobody's business.
   *
   * @throws Failure `mismatch` when the database is not what was published; whatever else keeps it from being read
   */
  readonly open: () => Promise<{ readonly read: LogReader; readonly published: SignedHead }>
  /**
   * Appends records. When it resolves, all of them are published, each under the number given, or there is a Failure
   * `mismatch` in the place of one that is not what the log has of that version.
   *
   * It rejects when nothing can be written, or it is not known whether something was. Then the database is opened anew the
   * next time, and believed only after it was verified.
   */
  readonly append: (records: readonly NewRecord[]) => Promise<(LogRecord | Failure)[]>
  readonly close: () => void
}

/** How long what was read of the guard is believed, milliseconds: another process may have published since. */
const freshFor = 1000
/** How long a failure is repeated before the database is opened again, milliseconds. */
const pauseAfterFailure = 1000

interface Opened {
  readonly file: LogFile
  head: TreeHead
  edge: TreeEdge
  published: SignedHead
  checkedAt: number
}

/**
 * Opens the tree of our log. A record goes this way, so that a crash at any point leaves nothing that contradicts what
 * anybody was told: (1) records, tiles and head are committed in one transaction, (2) the head is signed, (3) it is written
 * to the guard, (4) it is published. A head is never signed before it is on stable storage, and never seen before the
 * guard knows it. What was committed and not published, is when the next record comes.
 */
export function openLogTree({ file, guard, key, lock, now }: TreeOptions): LogTree {
  const { verifier } = key
  const guarded = guardedHead(guard, verifier)
  let opened: Opened | undefined
  let opening: Promise<Opened> | undefined
  let isClosed = false
  let failed: { readonly error: unknown; readonly at: number } | undefined

  async function openVerified(): Promise<Opened> {
    // The guard first: whatever it says was committed before.
    const published = await guarded.look()
    const log = await openLogFile(file, key.text)
    try {
      const state = readEdge(log.read, verifier.name)
      checkGuard(published, log.read, verifier, guard)
      await log.settle()
      return { file: log, ...state, published, checkedAt: now() }
    } catch (error) {
      log.close()
      throw error
    }
  }

  async function ready(): Promise<Opened> {
    if (isClosed) throw new Failure('stopped', `Cannot use the log ${verifier.name}: it is closed`)
    if (opened) return opened
    if (failed && Math.abs(now() - failed.at) < pauseAfterFailure) throw failed.error
    opening ??= openVerified().finally(() => (opening = undefined))
    try {
      opened = await opening
      failed = undefined
      return opened
    } catch (error) {
      throw abandon(error)
    }
  }

  /** Believes nothing any more that is in memory. */
  function abandon(error: unknown): unknown {
    opened?.file.close()
    opened = undefined
    const failure = outward(error, verifier.name)
    failed = { error: failure, at: now() }
    return failure
  }

  /**
   * What to throw when nothing could be committed. On a full disk SQLite has taken back all that it wrote, and a database could
   * not even be opened: what is published goes on to be read from the one that is open.
   */
  function refuse({ file, head }: Opened, error: unknown): unknown {
    try {
      const failure = outward(error, verifier.name)
      if (Failure.is(failure, 'no-space') && isLatest(file.read, head)) return failure
      return abandon(error)
    } catch (unread) {
      return abandon(unread)
    }
  }

  /** Sees what other processes have published. */
  async function refresh(state: Opened): Promise<void> {
    const published = await guarded.look()
    checkGuard(published, state.file.read, verifier, guard)
    state.published = published
    state.checkedAt = now()
  }

  /** Sees what other processes have committed; only with the lock. */
  async function catchUp(state: Opened): Promise<void> {
    if (!isLatest(state.file.read, state.head))
      Object.assign(state, readEdge(state.file.read, verifier.name))
    await refresh(state)
  }

  /** What was published before stays so when there is no signature. */
  async function publish(state: Opened): Promise<void> {
    if (state.published.size === state.head.size) return
    const signed = await signHead(state.head, key, now())
    try {
      await guarded.publish(signed)
    } catch (error) {
      throw abandon(error)
    }
    state.published = signed
  }

  /** Commits what is new of the records, and gives what becomes of each. */
  async function commit(
    state: Opened,
    records: readonly NewRecord[],
  ): Promise<(LogRecord | Failure)[]> {
    try {
      await catchUp(state)
      const { outcomes, fresh, texts } = state.file.lookUp((recordOf) =>
        sortBatch(records, recordOf, state.head.size, now()),
      )
      if (fresh.length === 0) return outcomes
      const leaves = texts.map((text) => leafHash(text))
      const { edge, root, tiles } = growTree(state.edge, leaves)
      const head = { size: edge.size, root }
      state.file.commit({ from: state.head, records: fresh, tiles, head, at: now() })
      Object.assign(state, { head, edge })
      return outcomes
    } catch (error) {
      throw refuse(state, error)
    }
  }

  return {
    async open() {
      const state = await ready()
      if (Math.abs(now() - state.checkedAt) >= freshFor) {
        await refresh(state).catch((error: unknown) => Promise.reject(abandon(error)))
      }
      return { read: state.file.read, published: state.published }
    },
    async append(records) {
      await using _ = await lock()
      const state = await ready()
      const outcomes = await commit(state, records)
      await publish(state)
      return outcomes
    },
    close() {
      isClosed = true
      opened?.file.close()
      opened = undefined
    },
  }
}
