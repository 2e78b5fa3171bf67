import { withoutSecrets } from '../../verify/judge/reason.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import type { Cost } from '../../verify/desk/desk.ts'
import { summaryOf } from '../report/build-report.ts'
import type { AnswerLine, EndLine } from './wire.ts'

/** A module that was judged for somebody, as `answerSchema` says; fields are those of the report. */
export function answerLine(
  index: number,
  judged: Judged,
  { path, version, scope }: Pick<AnswerLine, 'path' | 'version' | 'scope'>,
  fromMemory: boolean,
): AnswerLine {
  const { verdict, notices, origin, repository, found, host } = judged
  return {
    index,
    path,
    version,
    scope,
    verdict: { ...verdict, evidence: [...verdict.evidence] },
    notices: [...notices],
    origin:
      repository === undefined && origin === undefined
        ? null
        : {
            vcs: origin?.VCS ?? repository?.vcs ?? null,
            url: withoutSecrets(origin?.URL ?? repository?.url ?? '') || null,
            ref: origin?.Ref ?? null,
            hash: origin?.Hash ?? null,
          },
    sum: { upstream: found?.zipSum ?? null, goMod: { upstream: found?.goModSum ?? null } },
    host,
    fromMemory,
  }
}

/** The last line: how many there are of each class, and what it has cost whom. */
export function endLine(
  judged: readonly Judged[],
  fromMemory: number,
  costs: readonly Cost[],
): EndLine {
  const hosts: EndLine['requests']['hosts'] = {}
  for (const { host, bytes } of costs) {
    const known = hosts[host] ?? { requests: 0, bytes: 0 }
    hosts[host] = { requests: known.requests + 1, bytes: known.bytes + bytes }
  }
  return { summary: summaryOf(judged), fromMemory, requests: { hosts } }
}
