import type { Checked } from '../../check/run-check.ts'
import type { Subject } from '../../check/subject.ts'
import { isPartial } from '../../check/target/is-partial.ts'
import type { Target } from '../../check/target/read-target.ts'

/** How a target is read and judged. */
export interface Judging {
  /** Reads the target; the second time past what was said of it the first time. */
  readonly read: (isSecond: boolean) => Promise<Target>
  readonly judge: (subjects: readonly Subject[]) => Promise<Checked>
  /** Ends it after the first round. */
  readonly signal: AbortSignal
}

/**
 * Judges a target. Where a go.mod could not be had while the target was read, and its module is there after all, the
 * target is read once more, and what is new in it judged, too.
 */
export async function judgeWhole({ read, judge, signal }: Judging) {
  const target = await read(false)
  const first = await judge(target.subjects)
  if (signal.aborted || !isPartial(target, first.outcomes)) return { target, ...first }
  const whole = await read(true)
  const known = new Set(target.subjects.map(scopedKeyOf))
  const second = await judge(whole.subjects.filter((subject) => !known.has(scopedKeyOf(subject))))
  const replaced = new Set(second.outcomes.map(({ subject }) => keyOf(subject)))
  const wanted = new Set(whole.subjects.map(keyOf))
  const kept = first.outcomes.filter(
    ({ subject }) => wanted.has(keyOf(subject)) && !replaced.has(keyOf(subject)),
  )
  return {
    target: whole,
    outcomes: [...kept, ...second.outcomes],
    settled: Promise.all([first.settled, second.settled]),
  }
}

function keyOf({ path, version }: Subject): string {
  return `${path}@${version}`
}

/** The whole of a module may be needed now, of which only the go.mod was looked at. */
function scopedKeyOf(subject: Subject): string {
  return `${keyOf(subject)} ${subject.scope}`
}
