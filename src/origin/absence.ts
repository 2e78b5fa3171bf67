import { Failure } from '../failure.ts'

/** Remembers that a repository was said not to be there. */
export interface Absence {
  /**
   * Returns unless it was said so less than `maxAge` milliseconds ago.
   *
   * @throws Failure `not-found`, as it was told then
   */
  expectNone(maxAge: number): void
  /** Passes on what a question to the repository comes to, and remembers it if it is that. */
  watch<T>(asking: Promise<T>): Promise<T>
  forget(): void
}

/** Nothing was said yet. "Could not ask" is never remembered. */
export function openAbsence(now: () => number): Absence {
  let last: { readonly at: number; readonly failure: Failure } | undefined
  let era = 0
  return {
    expectNone(maxAge) {
      const age = now() - (last?.at ?? Infinity)
      // What comes from the future was said before the clock was set back: nobody knows how old it is.
      if (last && age >= 0 && age < maxAge) throw last.failure
    },
    async watch(asking) {
      const begun = era
      try {
        const found = await asking
        last = undefined
        return found
      } catch (error) {
        const isAbsent = Failure.is(error, 'not-found')
        if (isAbsent && begun === era) last = { at: now(), failure: error }
        throw error
      }
    },
    forget() {
      era++
      last = undefined
    },
  }
}
