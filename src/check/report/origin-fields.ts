import type { Judged } from '../../verify/judge/judged.ts'
import { withoutSecrets } from '../../verify/judge/reason.ts'
import type { ReportModule } from './report.ts'

/** Where a module was read, as a report has it; null where that is not known. */
export function originFields({
  origin,
  repository,
  time,
}: Pick<Judged, 'origin' | 'repository' | 'time'>): ReportModule['origin'] {
  if (repository === undefined && origin === undefined) return null
  return {
    vcs: origin?.VCS ?? repository?.vcs ?? null,
    url: withoutSecrets(origin?.URL ?? repository?.url ?? '') || null,
    ref: origin?.Ref ?? null,
    hash: origin?.Hash ?? null,
    time: time ?? null,
  }
}
