import type { Judged } from '../../verify/judge/judged.ts'
import type { Cost } from '../../verify/desk/desk.ts'
import { summaryOf } from '../report/build-report.ts'
import { hostCounts } from '../report/host-counts.ts'
import { originFields } from '../report/origin-fields.ts'
import type { AnswerLine, EndLine } from './wire.ts'

/** A module that was judged for somebody, as `answerSchema` says; fields are those of the report. */
export function answerLine(
  index: number,
  judged: Judged,
  { path, version, scope }: Pick<AnswerLine, 'path' | 'version' | 'scope'>,
  fromMemory: boolean,
): AnswerLine {
  const { verdict, notices, found, host } = judged
  return {
    index,
    path,
    version,
    scope,
    verdict: { ...verdict, evidence: [...verdict.evidence] },
    notices: [...notices],
    origin: originFields(judged),
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
  const hosts = hostCounts()
  for (const { host, bytes } of costs) hosts.add(host, bytes)
  return { summary: summaryOf(judged), fromMemory, requests: { hosts: hosts.counts() } }
}
