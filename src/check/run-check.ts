import { atMost } from '../work/at-most.ts'
import type { Judged } from '../verify/judge/judged.ts'
import { ruleFinder } from '../verify/observe/rewrite-rules.ts'
import { stoppable } from '../verify/observe/stoppable.ts'
import { verifyAll, type VerifyTools } from '../verify/verify-all.ts'
import type { Outcome } from './outcome.ts'
import type { Verify } from './server/verify-with-server.ts'
import type { Subject } from './subject.ts'
import type { KnownGraph } from './target/read-project.ts'
import { differenceFinder } from './way-out/difference/find-difference.ts'
import { firstSeen } from './way-out/first-seen.ts'
import { mayBeNoted, noteRewrites } from './way-out/rewritten.ts'
import { waySeeker, type WaysOut } from './way-out/seek-way-out.ts'
import { adviceOn } from './way-out/way-out.ts'

/** The end of a check. */
export interface Checked {
  /** As many as there were subjects. */
  readonly outcomes: readonly Outcome[]
  /** Resolves when the work that an early end left behind has ended too; never rejects. */
  readonly settled: Promise<unknown>
}

/** What a check is made with. */
export interface CheckTools extends VerifyTools<Subject> {
  /** The module graphs of what is checked; none where that is not known. */
  readonly graphs: readonly KnownGraph[]
  /** Where the Go module cache would have the zip of a version; undefined where there is no such cache. */
  readonly cachedZip: (path: string, version: string) => string | undefined
  /** The variable from which a token for a host would be taken; undefined where there is one, or none would be. */
  readonly tokenVariable: (host: string) => string | undefined
  /** Told of each module once, when all is known of it. */
  readonly onOutcome?: (outcome: Outcome) => void
  /** How they are verified: all against upstream, unless given. */
  readonly verify?: Verify
}

/** Modules for which a way out is looked for at a time. */
const mostAtATime = 32
/** How long ways out are looked for when everything is judged, in milliseconds. */
const seekingTime = 60_000

/**
 * Judges the modules of a project against their true upstream, and looks for a way out of what is found as soon as it is
 * judged.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function runCheck(subjects: readonly Subject[], tools: CheckTools): Promise<Checked> {
  const { onOutcome = () => {}, verify = verifyAll } = tools
  const limited = atMost(mostAtATime)
  const late = new AbortController()
  const signal = AbortSignal.any([tools.signal, late.signal])
  const seeking = stoppable(signal)
  const differenceOf = differenceFinder(tools)
  const seek = waySeeker({ ...tools, signal })
  const ruleOf = ruleFinder(tools.rewrites)
  const underWay = new Map<Judged<Subject>, Promise<Outcome>>()
  const verified = await verify(subjects, {
    ...tools,
    onJudged(judged) {
      tools.onJudged(judged)
      const advising = limited(() => advised(judged))
      advising.then((outcome) => mayBeNoted(outcome, ruleOf) || onOutcome(outcome)).catch(() => {}) // whoever awaits `advising` is told
      underWay.set(judged, advising)
    },
  })
  const patience = setTimeout(() => late.abort(), seekingTime)
  const advisedAll = await Promise.all(
    verified.judged.map((one) => underWay.get(one) ?? limited(() => advised(one))),
  ).finally(() => clearTimeout(patience))
  const outcomes = noteRewrites(advisedAll, ruleOf)
  for (const outcome of outcomes) if (mayBeNoted(outcome, ruleOf)) onOutcome(outcome)
  return { outcomes, settled: Promise.all([verified.settled, seeking.settled()]) }

  async function advised(judged: Judged<Subject>): Promise<Outcome> {
    const { subject, verdict, host, failure } = judged
    const ways = (await seeking.orNothing(() => seek(judged))) ?? noTimeLeft
    const tokenVariable = tools.tokenVariable(host)
    const facts = {
      host,
      ...ways,
      ...(failure && { failure }),
      ...(tokenVariable !== undefined && { tokenVariable }),
    }
    const first = firstSeen(judged, tools.memory)
    const difference = await seeking.orNothing(() => differenceOf(judged))
    return {
      ...judged,
      advice: adviceOn(subject, verdict, facts),
      ...(first && { first }),
      ...(difference && { difference }),
    }
  }
}

const noTimeLeft: WaysOut = { candidate: { kind: 'unknown', why: 'there was no time left' } }
