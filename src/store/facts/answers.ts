import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { isLocked } from '../system-failure.ts'
import { plain } from './plain.ts'
import { inTransaction } from './transaction.ts'

/** What upstream said when it was last asked. */
export interface Answer {
  readonly path: string
  /** `list`, `@latest`, or the branch, tag or commit that was asked for. */
  readonly question: string
  /** The answer in the asker's own spelling. */
  readonly body: string
  /** Unix milliseconds. */
  readonly askedAt: number
}

/** Milliseconds between two attempts to write answers that wait. */
const tryAgainAfter = 1000
/** Characters of all answers that wait; beyond it the first are forgotten. */
const mostWaiting = 32_000_000

/** The last answer to each question; earlier ones are not kept. */
export interface Answers {
  /**
   * Replaces the answer to the same question. `askedAt` defaults to now. While another program has the database
   * locked, the answer stays in memory and is written later; {@link answerOf} knows it.
   */
  saveAnswer(answer: Omit<Answer, 'askedAt'> & { readonly askedAt?: number }): void
  answerOf(path: string, question: string): Answer | undefined
}

/** The answers kept in the table `answers`. `close()` writes what waits, and may throw as a write does. */
export function answersIn(
  database: DatabaseSync,
  now: () => number,
): Answers & { close: (this: void) => void } {
  const save = database.prepare(
    `insert into answers (path, question, body, asked_at) values (?, ?, ?, ?)
     on conflict do update set body = excluded.body, asked_at = excluded.asked_at`,
  )
  const find = database.prepare(
    'select path, question, body, asked_at as askedAt from answers where path = ? and question = ?',
  )
  const waiting = new LRUCache<string, Answer>({
    maxSize: mostWaiting,
    sizeCalculation: ({ body, path, question }) => body.length + path.length + question.length + 1,
  })
  let timer: NodeJS.Timeout | undefined

  function write(all: readonly Answer[]): void {
    inTransaction(database, `save what upstream says of ${all[0]?.path}`, () => {
      for (const { path, question, body, askedAt } of all) save.run(path, question, body, askedAt)
    })
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size > 0) write([...waiting.values()])
    waiting.clear()
  }

  function tryFlush(): void {
    try {
      flush()
    } catch {
      timer = setTimeout(tryFlush, tryAgainAfter).unref()
    }
  }

  return {
    saveAnswer({ path, question, body, askedAt }) {
      const answer = { path, question, body, askedAt: Math.round(askedAt ?? now()) }
      try {
        if (waiting.size === 0) {
          write([answer])
          return
        }
      } catch (error) {
        if (!isLocked(error)) throw error
      }
      waiting.set(`${path} ${question}`, answer)
      timer ??= setTimeout(tryFlush, tryAgainAfter).unref()
    },
    answerOf(path, question) {
      const unwritten = waiting.get(`${path} ${question}`)
      if (unwritten) return { ...unwritten }
      const row = find.get(path, question)
      return row && (plain(row) as Answer)
    },
    close: flush,
  }
}
