import type { Verdict } from '../verify/judge/judge.ts'
import type { Subject } from './subject.ts'
import { counted, numberText, secondsText } from './report/units.ts'

/** Where progress is shown. */
export interface ProgressOutput {
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Aborted when the check is to end early. */
  readonly signal: AbortSignal
}

/** Progress of a check while it runs. Disposing of it says how long it took, or clears the line. */
export interface Progress extends Disposable {
  note(subject: Subject, verdict: Verdict): void
}

const redrawEvery = 200
const heartbeatEvery = 30_000

/** Counts verdicts so far; a second one for the same module replaces the first. */
export function progressText(
  total: number,
  verdicts: Iterable<Verdict>,
): { readonly text: string; readonly findings: readonly string[] } {
  const counts = { lost: 0, changed: 0, suspected: 0 }
  let judged = 0
  for (const verdict of verdicts) {
    judged += 1
    if (verdict.class === 'lost') counts.lost += 1
    else if (verdict.class === 'changed') counts.changed += 1
    else if (verdict.code === 'suspected') counts.suspected += 1
  }
  const findings = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${numberText(count)} ${what}`)
  return { text: `${numberText(judged)} of ${numberText(total)}`, findings }
}

/** One line redrawn on a terminal, else a line every 30 s. */
export function showProgress(total: number, { stderr, now, signal }: ProgressOutput): Progress {
  const started = now()
  const verdicts = new Map<Subject, Verdict>()
  const isTerminal = stderr.isTTY === true
  const elapsed = () => secondsText(now() - started)

  function draw(): void {
    const { text, findings } = progressText(total, verdicts.values())
    const width = Math.min(120, stderr.columns ?? 80) - 1
    const left = [width >= 100 ? `${text} modules` : text, ...findings].join('  ')
    const right = elapsed()
    stderr.write(
      `\r\u001b[2K${left.padEnd(width - right.length).slice(0, width - right.length)}${right}`,
    )
  }
  function beat(): void {
    const { text, findings } = progressText(total, verdicts.values())
    stderr.write(`headwater: ${[elapsed(), text, ...findings].join(', ')}\n`)
  }

  if (!isTerminal) stderr.write(`headwater: 0 s, ${counted(total, 'module')}\n`)
  const timer = setInterval(isTerminal ? draw : beat, isTerminal ? redrawEvery : heartbeatEvery)
  timer.unref()
  return {
    note: (subject, verdict) => void verdicts.set(subject, verdict),
    [Symbol.dispose]() {
      clearInterval(timer)
      const end = signal.aborted ? 'stopped' : 'done'
      stderr.write(isTerminal ? '\r\u001b[2K' : `headwater: ${elapsed()}, ${end}\n`)
    },
  }
}
