import { looksApart, type NotedLook, type SeenTrouble } from '../../store/facts/troubles.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Judged } from '../judge/judged.ts'
import type { History } from '../judge/observation.ts'
import { isFine, type VerdictCode } from '../judge/verdicts.ts'

/**
 * What earlier looks saw, by code, for a look at a moment (milliseconds since the epoch). A look within an hour of the
 * last one that counted takes its place.
 */
export function historyAt(
  troubles: readonly SeenTrouble[],
  at: number,
): Record<string, History> | undefined {
  if (troubles.length === 0) return undefined
  return Object.fromEntries(
    troubles.map(({ code, since, last, looks }) => [
      code,
      { since, last, looks: at - last < looksApart ? looks - 1 : looks, counted: looks },
    ]),
  )
}

/** What is noted of a module that was judged; undefined when nobody was asked. */
export function notedLook({ subject, verdict }: Judged): NotedLook | undefined {
  if (unasked.has(verdict.code)) return undefined
  const { path, version } = subject
  const at = Date.parse(verdict.lastSeen)
  const code = troubleOf(verdict)
  return { path, version, at, isAnswer: isAnswer(verdict), ...(code !== undefined && { code }) }
}

const unasked: ReadonlySet<VerdictCode> = new Set(['pending', 'stale', 'private'])

function troubleOf(verdict: Verdict): VerdictCode | undefined {
  if (isFine(verdict.class)) return undefined
  return verdict.suspect?.code ?? verdict.code
}

function isAnswer(verdict: Verdict): boolean {
  return verdict.class !== 'undetermined' || verdict.suspect !== undefined
}
