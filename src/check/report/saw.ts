import type { Evidence } from '../../verify/judge/evidence.ts'
import type { Verdict } from '../../verify/judge/judge.ts'
import { excerpt } from '../../safe-text.ts'
import type { Outcome } from '../outcome.ts'

/** What was seen, in one sentence for people. */
export function sawText({ verdict, origin }: Outcome): string {
  const commit = origin?.Hash === undefined ? '' : ` ${origin.Hash.slice(0, 7)}`
  const isCompared = verdict.evidence.some(({ channel }) => channel === 'go.sum')
  if (isCompared && verdict.code === 'version-moved') {
    return `the tag names other content than go.sum does${commit && `, at commit${commit}`}`
  }
  if (isCompared) return `the content of commit${commit} is not what go.sum has`
  return evidenceText(verdict)
}

function evidenceText({ evidence }: Verdict): string {
  const counts = new Map<string, number>()
  for (const one of evidence) counts.set(phrase(one), (counts.get(phrase(one)) ?? 0) + 1)
  return [...counts]
    .map(([text, count]) => (count > 1 ? `${text} (${count} looks)` : text))
    .join(', ')
}

/** A bare status needs the name of who gave it. */
function phrase({ channel, saw }: Evidence): string {
  return /^\d{3}$/.test(saw) || channel === 'control' ? `${channel} ${excerpt(saw)}` : excerpt(saw)
}
