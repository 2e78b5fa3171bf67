import { Failure } from '../../failure.ts'

/**
 * Looks again at those of these repositories that are known here, and at no others.
 *
 * @param repositories as `repositoryKey` gives them; they are to be compared, never asked
 * @param at when we were told, milliseconds since the epoch: what was read before does not count
 * @returns how many of them are known here and were looked at, or will be
 */
export type Refresh = (repositories: readonly string[], at: number) => Promise<number>

/** Runs a task after so many milliseconds, unless what it returns is called before. */
export type After = (ms: number, task: () => void) => () => void

/** What a pace is made with. */
export interface PaceParts {
  readonly refresh: Refresh
  /** Least time between two looks at one repository, milliseconds. */
  readonly intervalMs: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly after: After
  /** Told of every error of `refresh`. */
  readonly onError: (error: unknown) => void
}

/** Holds deliveries to one look per repository and interval. */
export interface Pace {
  /**
   * Has these repositories looked at: now, or once when their interval is over, together with all who ask until then.
   * Resolves with how many are known here; undefined for those that come later, and for a look that failed.
   *
   * @throws Failure `throttled` when there are too many to remember
   */
  look(repositories: readonly string[]): Promise<number | undefined>
  /** Forgets those that were to come later. */
  stop(): void
}

/** Repositories that were looked at in the last interval. */
const mostRemembered = 10_000

/** A clock that was set back does not hold anybody up: a look in the future is as good as none. */
export function openPace({ refresh, intervalMs, now, after, onError }: PaceParts): Pace {
  /** When each was last looked at, the longest ago first. */
  const looked = new Map<string, number>()
  const waiting = new Set<string>()
  let cancel: (() => void) | undefined

  const restOf = (repository: string, time: number): number => {
    const since = time - (looked.get(repository) ?? -Infinity)
    return since >= 0 && since < intervalMs ? intervalMs - since : 0
  }
  const forget = (time: number): void => {
    for (const repository of looked.keys()) {
      if (restOf(repository, time) > 0) return
      looked.delete(repository)
    }
  }
  const lookNow = async (
    repositories: readonly string[],
    time: number,
  ): Promise<number | undefined> => {
    for (const repository of repositories) {
      looked.delete(repository)
      looked.set(repository, time)
    }
    try {
      return await refresh(repositories, time)
    } catch (error) {
      onError(error)
      return undefined
    }
  }
  const arm = (time: number): void => {
    cancel?.()
    const rests = [...waiting].map((repository) => restOf(repository, time))
    cancel = rests.length === 0 ? undefined : after(Math.min(...rests), lookLater)
  }
  function lookLater(): void {
    const time = now()
    const due = [...waiting].filter((repository) => restOf(repository, time) === 0)
    for (const repository of due) waiting.delete(repository)
    if (due.length > 0) void lookNow(due, time)
    arm(time)
  }

  return {
    async look(repositories) {
      const time = now()
      forget(time)
      if (looked.size + repositories.length > mostRemembered) throw tooMany(intervalMs)
      const due = repositories.filter((repository) => restOf(repository, time) === 0)
      const later = repositories.filter((repository) => !due.includes(repository))
      const isNew = later.some((repository) => !waiting.has(repository))
      for (const repository of later) waiting.add(repository)
      for (const repository of due) waiting.delete(repository)
      if (isNew) arm(time)
      return due.length > 0 ? lookNow(due, time) : undefined
    },
    stop() {
      cancel?.()
      waiting.clear()
    },
  }
}

function tooMany(intervalMs: number): Failure {
  return new Failure('throttled', 'Cannot take this hook: too many came in the last seconds', {
    hint: 'Send it again later',
    retryAfter: intervalMs / 1000,
  })
}
