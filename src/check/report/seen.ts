import { excerpt } from '../../safe-text.ts'
import type { ReportModule } from './report.ts'

const most = 4

/** What was seen of a module, each thing once, in one line. Not yet harmless for whoever shows it. */
export function seenIn({ verdict }: Pick<ReportModule, 'verdict'>): string {
  const seen = new Set(verdict.evidence.map(({ channel, saw }) => `${channel}: ${excerpt(saw)}`))
  const [shown, rest] = [[...seen].slice(0, most), seen.size - most]
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ')
}
