import type { DatabaseSync } from 'node:sqlite'
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

/** The last answer to each question; earlier ones are not kept. */
export interface Answers {
  /** Replaces the answer to the same question. `askedAt` defaults to now. */
  saveAnswer(answer: Omit<Answer, 'askedAt'> & { readonly askedAt?: number }): void
  answerOf(path: string, question: string): Answer | undefined
}

/** The answers kept in the table `answers`. */
export function answersIn(database: DatabaseSync, now: () => number): Answers {
  const save = database.prepare(
    `insert into answers (path, question, body, asked_at) values (?, ?, ?, ?)
     on conflict do update set body = excluded.body, asked_at = excluded.asked_at`,
  )
  const find = database.prepare(
    'select path, question, body, asked_at as askedAt from answers where path = ? and question = ?',
  )
  return {
    saveAnswer({ path, question, body, askedAt }) {
      inTransaction(database, `save what upstream says of ${path}`, () =>
        save.run(path, question, body, Math.round(askedAt ?? now())),
      )
    },
    answerOf(path, question) {
      const row = find.get(path, question)
      return row && (plain(row) as Answer)
    },
  }
}
