import type { Evidence } from '../../verify/judge/evidence.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import type { Confidence, VerdictCode } from '../../verify/judge/verdicts.ts'
import { isFine, isVerdictCode, meaningOf } from '../../verify/judge/verdicts.ts'
import type { Subject } from '../subject.ts'
import type { AnswerLine } from './wire.ts'

/** What a server's answer comes to for somebody with a go.sum. */
export interface Word {
  readonly judged: Judged<Subject>
  /** Whether that is the verdict; otherwise upstream must be asked. */
  readonly isEnough: boolean
  /** Whether it has other hashes than go.sum, which no server is believed. */
  readonly differs: boolean
}

/** What a server cannot find out, and somebody else perhaps can. */
const unanswered: ReadonlySet<VerdictCode> = new Set([
  'pending',
  'stale',
  'unsupported',
  'private',
  'auth-required',
  'tls-invalid',
  'unreachable',
  'hash-unstable',
])

/**
 * What a server's answer says of a module. Its hashes are compared here, whatever it says of them: content is fine only
 * where they are those of go.sum. That content has changed is never taken from a server. Undefined where the answer is of
 * no use.
 *
 * @param server URL of the server
 */
export function wordOf(subject: Subject, line: AnswerLine, server: string): Word | undefined {
  const { code } = line.verdict
  const suspected = line.verdict.suspect?.code
  if (!isVerdictCode(code) || (suspected !== undefined && !isVerdictCode(suspected))) {
    return undefined
  }
  const { upstream, goMod } = line.sum
  const pairs = [
    { ours: subject.goSum, theirs: upstream },
    { ours: subject.goModSum, theirs: goMod.upstream },
  ]
  const known = pairs.filter(({ ours, theirs }) => ours !== undefined && theirs !== null)
  const differs = known.some(({ ours, theirs }) => ours !== theirs)
  const needed = subject.scope === 'build' ? upstream : goMod.upstream
  const expected = subject.scope === 'build' ? subject.goSum : subject.goModSum
  const isCompared = expected !== undefined && needed === expected
  const { class: of } = meaningOf(code)
  const isEnough = isFine(of)
    ? needed !== null && !differs
    : of !== 'changed' && !unanswered.has(code)
  return { judged: judgedBy(subject, line, code, isCompared, server), isEnough, differs }
}

function judgedBy(
  subject: Subject,
  line: AnswerLine,
  code: VerdictCode,
  isCompared: boolean,
  server: string,
): Judged<Subject> {
  const { verdict, notices, origin, sum, host } = line
  const { vcs, url, ref, hash } = origin ?? {}
  const { class: of } = meaningOf(code)
  const { suspect, ...rest } = verdict
  return {
    subject,
    verdict: {
      ...rest,
      // Nobody has hashed it here now.
      code: code === 'verified' ? 'unchanged' : code,
      class: of,
      confidence: of === 'ok' ? okConfidence(isCompared) : verdict.confidence,
      evidence: [toldBy(server, verdict.lastSeen), ...plainEvidence(verdict.evidence)],
      ...(suspect && { suspect: { ...suspect, code: suspect.code as VerdictCode } }),
    },
    notices,
    host,
    ...(url != null && { repository: { vcs: vcs ?? '', url } }),
    ...(hash != null && {
      origin: {
        Hash: hash,
        ...(vcs != null && { VCS: vcs }),
        ...(url != null && { URL: url }),
        ...(ref != null && { Ref: ref }),
      },
    }),
    ...(origin?.time != null && { time: origin.time }),
    found: {
      ...(sum.upstream !== null && { zipSum: sum.upstream }),
      ...(sum.goMod.upstream !== null && { goModSum: sum.goMod.upstream }),
    },
  }
}

function okConfidence(isCompared: boolean): Confidence {
  return isCompared ? 'corroborated' : 'tentative'
}

function toldBy(server: string, at: string): Evidence {
  return { at, channel: 'server', url: server, saw: `told by ${new URL(server).host}` }
}

function plainEvidence(evidence: AnswerLine['verdict']['evidence']): Evidence[] {
  return evidence.map(({ of, answers, ...one }) => ({
    ...one,
    ...(of !== undefined && { of }),
    ...(answers !== undefined && { answers }),
  }))
}

/**
 * The verdict where upstream was asked because a server's word was not enough: what was found here, unless nothing could
 * be, while the server tells of content that go.sum does not have.
 *
 * @param server URL of the server
 */
export function reconciled(
  own: Judged<Subject>,
  { judged, differs }: Word,
  server: string,
): Judged<Subject> {
  const { class: of, suspect } = own.verdict
  const isAnswered = of !== 'undetermined' || suspect !== undefined
  if (!isAnswered && differs && judged.verdict.class === 'changed') {
    return { ...judged, verdict: { ...judged.verdict, confidence: 'tentative' } }
  }
  if (!isAnswered || !differs || of === 'changed') return own
  const text = `${new URL(server).host} tells other hashes than were found upstream.`
  return { ...own, notices: [...own.notices, { code: 'server-differs', text }] }
}
