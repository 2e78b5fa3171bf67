import { LRUCache } from 'lru-cache'
import { Failure } from '../failure.ts'
import type { Answer, Answers } from '../store/facts/answers.ts'
import type { Changing, Door, Spared } from './mirror.ts'
import { singleFlight } from '../work/single-flight.ts'

/** What {@link changingAnswers} needs; times in milliseconds. */
export interface ChangingOptions {
  readonly answers: Answers
  readonly now: () => number
  readonly freshFor: number
  /** Told of each answer that was fresh enough to spare upstream the question. */
  readonly onSpared: (spared: Spared) => void
}

/** One question whose answer changes. */
export interface Question {
  readonly path: string
  readonly kind: 'list' | 'latest' | 'query'
  /** `list`, `@latest` or a revision. */
  readonly question: string
  readonly door: Exclude<Door, 'strict'>
  readonly ask: () => Promise<string>
  /** What can be said from what is held, when upstream never answered. */
  readonly fromHeld: () => string | undefined
}

/** Answers that may change. */
export interface ChangingAnswers {
  readonly answer: (question: Question) => Promise<Changing>
  /** Asks upstream again the next time, whatever it said or failed to say of these modules. */
  readonly forget: (paths: readonly string[]) => void
}

/** Answers that may change: as fresh as the interval says, the last known one when upstream does not give a better. */
export function changingAnswers({
  answers,
  now,
  freshFor,
  onSpared,
}: ChangingOptions): ChangingAnswers {
  const flights = singleFlight<Changing>()
  /** Questions upstream failed to answer, and when: not asked again before the interval is over. */
  const failedAt = new Map<string, number>()
  /** Modules of which older answers are not believed any more. */
  const expired = new LRUCache<string, number>({
    maxSize: maxRemembered,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })

  function known({ path, question, fromHeld }: Question): Changing | undefined {
    const last = answers.answerOf(path, question)
    if (last) {
      const age = now() - last.askedAt
      // An answer from the future was noted before the clock was set back: nobody knows how old it is.
      const isExpired = last.askedAt <= (expired.get(path) ?? -1)
      const left = age < 0 || isExpired ? 0 : Math.max(0, freshFor - age)
      return { body: last.body, askedAt: last.askedAt, freshFor: left }
    }
    const body = fromHeld()
    return body === undefined ? undefined : { body, freshFor: 0 }
  }

  /** An answer that cannot be kept, on a full disk say, is given all the same. */
  function remember(answer: Answer): void {
    try {
      answers.saveAnswer(answer)
    } catch (error) {
      if (!Failure.is(error)) throw error
    }
  }

  async function ask(question: Question, key: string): Promise<Changing> {
    try {
      const body = await question.ask()
      const askedAt = now()
      remember({ path: question.path, question: question.question, body, askedAt })
      failedAt.delete(key)
      return { body, askedAt, freshFor }
    } catch (error) {
      const last = Failure.is(error) ? known(question) : undefined
      if (!last) throw error
      if (failedAt.size > maxRemembered) failedAt.clear()
      failedAt.set(key, now())
      return { ...last, freshFor: 0 }
    }
  }

  async function answer(question: Question): Promise<Changing> {
    const last = known(question)
    const { path, kind, door } = question
    if (last && (last.freshFor > 0 || door === 'cached-only')) {
      if (door === 'default') onSpared({ path, kind, bytes: last.body.length })
      return last
    }
    if (door === 'cached-only') {
      throw new Failure('not-held', `${question.question} of ${question.path} is not held here`)
    }
    const key = `${question.path} ${question.question}`
    const sinceFailure = now() - (failedAt.get(key) ?? -Infinity)
    if (last && sinceFailure >= 0 && sinceFailure < freshFor) return last
    return flights.run(key, () => ask(question, key))
  }

  return {
    answer,
    forget(paths) {
      for (const path of paths) expired.set(path, now())
      failedAt.clear()
    },
  }
}

const maxRemembered = 100_000
