import type { Outcome } from '../../check/outcome.ts'
import type { Checked } from '../../check/run-check.ts'
import type { Subject } from '../../check/subject.ts'
import { isThereUnread } from '../../check/target/is-partial.ts'
import type { Target } from '../../check/target/read-target.ts'

/** How a project is read and judged. */
export interface Judging<P> {
  /** Reads the project; the second time past what was said of it the first time. */
  readonly read: (isSecond: boolean) => Promise<P>
  readonly judge: (subjects: readonly Subject[], project: P) => Promise<Checked>
  /** Ends it after the first round. */
  readonly signal: AbortSignal
}

/**
 * Judges a project. Where a go.mod could not be had while the project was read, and its module is there after all,
 * the project is read once more, and what is new in it judged, too.
 */
export async function judgeWhole<P extends { readonly target: Target }>({
  read,
  judge,
  signal,
}: Judging<P>) {
  const project = await read(false)
  const { target } = project
  const first = await judge(target.subjects, project)
  if (signal.aborted || !isThereUnread(target, first.outcomes.map(whatWasJudged)))
    return { project, ...first }
  const again = await read(true)
  const { target: whole } = again
  const known = new Set(target.subjects.map(scopedKeyOf))
  const more = whole.subjects.filter((subject) => !known.has(scopedKeyOf(subject)))
  const second = await judge(more, again)
  const replaced = new Set(second.outcomes.map(({ subject }) => keyOf(subject)))
  const wanted = new Set(whole.subjects.map(keyOf))
  const kept = first.outcomes.filter(
    ({ subject }) => wanted.has(keyOf(subject)) && !replaced.has(keyOf(subject)),
  )
  return {
    project: again,
    outcomes: [...kept, ...second.outcomes],
    settled: Promise.all([first.settled, second.settled]),
  }
}

function whatWasJudged({ subject: { path, version }, verdict }: Outcome) {
  return { path, version, verdict }
}

/** What two go.sum files say otherwise is judged twice. */
function keyOf({ path, version, goSum, goModSum }: Subject): string {
  return `${path}@${version} ${goSum} ${goModSum}`
}

/** The whole of a module may be needed now, of which only the go.mod was looked at. */
function scopedKeyOf(subject: Subject): string {
  return `${keyOf(subject)} ${subject.scope}`
}
