import type { HostStanding } from '../../outbound/standing.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
import { secondsText } from '../report/units.ts'
import type { Plan } from '../plan/plan-asking.ts'
import type { Subject } from '../subject.ts'
import { followCheck } from './course.ts'
import {
  beginningLine,
  heartbeatLine,
  progressLine,
  type HostState,
  type Moment,
} from './progress-text.ts'

/** Where progress is shown, and what it is made from beside the verdicts. */
export interface ProgressTools {
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Aborted when the check is to end early. */
  readonly signal: AbortSignal
  readonly plan: Plan
  /** How a host is dealt with at the moment; undefined when it was not asked yet. */
  readonly standing: (host: string) => HostStanding | undefined
}

/** Progress of a check while it runs. Disposing of it says how long it took, or clears the line. */
export interface Progress extends Disposable {
  /** Tells of a verdict; a later one of the same module takes its place. */
  note(subject: Subject, verdict: Verdict): void
  /** Tells that a module has its last verdict. */
  judged(subject: Subject): void
}

const redrawEvery = 200
const heartbeatEvery = 30_000
/** How often it is looked whether somebody else is waited for, when nobody sees a line being redrawn. */
const lookEvery = 1000
/** At least so long between two lines of a log. */
const atMostEvery = 5000

/** One line that is redrawn on a terminal; else a line every 30 s, and whenever somebody else is waited for. */
export function showProgress(subjects: readonly Subject[], tools: ProgressTools): Progress {
  const { stderr, now, signal, plan } = tools
  const started = now()
  const follower = followCheck(subjects, plan)
  const isTerminal = stderr.isTTY === true
  const elapsed = (): number => now() - started
  const moment = (): Moment => ({
    elapsed: elapsed(),
    course: follower.course(),
    hosts: plan.hosts.flatMap(({ host }) => stateOf(tools.standing(host), now())),
  })
  let beaten = started
  let waitedFor = ''

  function draw(): void {
    const width = Math.min(120, stderr.columns ?? 80)
    stderr.write(`\r\u001b[2K${progressLine(moment(), width)}`)
  }
  function beat(): void {
    const here = moment()
    const names = here.hosts.flatMap(({ host, waits }) => (waits ? [host] : [])).join(' ')
    if (now() - beaten < (names === waitedFor ? heartbeatEvery : atMostEvery)) return
    waitedFor = names
    beaten = now()
    stderr.write(`headwater: ${heartbeatLine(here)}\n`)
  }

  if (!isTerminal) stderr.write(`headwater: ${beginningLine(follower.course())}\n`)
  const timer = setInterval(isTerminal ? draw : beat, isTerminal ? redrawEvery : lookEvery)
  timer.unref()
  return {
    note: (subject, verdict) => follower.note(subject, verdict),
    judged: (subject) => follower.judged(subject),
    [Symbol.dispose]() {
      clearInterval(timer)
      const end = signal.aborted ? 'stopped' : 'done'
      stderr.write(isTerminal ? '\r\u001b[2K' : `headwater: ${secondsText(elapsed())}, ${end}\n`)
    },
  }
}

function stateOf(standing: HostStanding | undefined, now: number): HostState[] {
  if (standing === undefined) return []
  const { host, active, pausedUntil, lastPause } = standing
  const millis = (pausedUntil ?? now) - now
  const waits = millis > 0 ? { millis, why: lastPause?.why ?? 'busy' } : undefined
  return [{ host, isAsked: active > 0, ...(waits && { waits }) }]
}
