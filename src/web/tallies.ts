import type { HostTally, Tally } from '../store/facts/host-days.ts'

const nothing: Tally = { requests: 0, bytes: 0 }

/** A host of which nothing is kept. */
export const noTally: HostTally = {
  asked: { foreground: nothing, background: nothing, floor: nothing, push: nothing },
  rules: nothing,
  errors: 0,
  saved: nothing,
}

/** Two together. */
function plus(a: Tally, b: Tally): Tally {
  return { requests: a.requests + b.requests, bytes: a.bytes + b.bytes }
}

/** Several days or hosts together. */
export function sumOf(tallies: readonly HostTally[]): HostTally {
  return tallies.reduce(
    (sum, one) => ({
      asked: {
        foreground: plus(sum.asked.foreground, one.asked.foreground),
        background: plus(sum.asked.background, one.asked.background),
        floor: plus(sum.asked.floor, one.asked.floor),
        push: plus(sum.asked.push, one.asked.push),
      },
      rules: plus(sum.rules, one.rules),
      errors: sum.errors + one.errors,
      saved: plus(sum.saved, one.saved),
    }),
    noTally,
  )
}

/** All that was asked, on whatever account. */
export function allAsked({ asked }: HostTally): Tally {
  return Object.values(asked).reduce(plus, nothing)
}
