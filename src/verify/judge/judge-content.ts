import type { Claim } from './claim.ts'
import { compareSums, sumsOf, type Content } from './compare-sums.ts'
import { looksOf } from './evidence.ts'
import { fragilitiesOf, isElsewhere, placesText } from './fragilities.ts'
import type { AnsweredLook, KnownContent, Observations } from './observation.ts'
import { corroborated, suspicionOf, tentative, type Finding } from './verdict.ts'
import { meaningOf } from './verdicts.ts'

/** The looks that were answered, in order of time. */
export function answeredLooks(seen: Observations): AnsweredLook[] {
  return looksOf(seen).filter((look) => look.kind !== 'failed')
}

/**
 * Judges what was read, by content that was hashed, now or earlier at the commit that the ref names. A ref whose commit
 * is not known proves nothing: it stays `pending` until its content is read. Two looks that read different things prove
 * nothing either.
 */
export function judgeContent(
  claim: Claim,
  seen: Observations,
  looks: readonly AnsweredLook[],
): Finding {
  const found = looks.filter((look) => look.kind === 'found')
  const [last, other] = (found.length > 0 ? found : looks)
    .map((look) => contentFinding(claim, seen, look))
    .toReversed()
  if (last === undefined) return tentative('pending')
  const changed = [last, other].find((one) => one && meaningOf(one.code).class === 'changed')
  const isTorn = other !== undefined && changed !== undefined && other.code !== last.code
  const finding = isTorn ? suspicionOf(changed.code) : last
  if (finding.code === 'import-retargeted') {
    const detail = placesText(seen)
    return { ...finding, ...(detail !== undefined && { detail }) }
  }
  if (meaningOf(finding.code).class !== 'ok') return finding
  const [loudest] = fragilitiesOf(claim, seen)
  if (loudest === undefined) return finding
  const { code, confidence, text } = loudest
  return { code, confidence, content: finding.code, detail: text }
}

function contentFinding(claim: Claim, seen: Observations, look: AnsweredLook): Finding {
  const source = contentOf(claim, seen, look)
  if (source === undefined) return tentative('pending')
  const { content, from } = source
  const { code, isCompared } = compareSums(claim, seen, content, isElsewhere(seen))
  if (code === 'hash-unstable') return tentative(code)
  if (code !== undefined) return isOwnHash(from) ? corroborated(code) : tentative('pending')
  const ok = from === 'now' ? 'verified' : 'unchanged'
  return isCompared && from !== 'module-cache' ? corroborated(ok) : tentative(ok)
}

type Source = KnownContent['from'] | 'now'

/** What others tell of a commit is no proof against it: then it must be read. */
function isOwnHash(from: Source): boolean {
  return from === 'now' || from === 'hashed'
}

/** Best first. */
const sources: readonly Source[] = ['hashed', 'server', 'module-cache']

/** The content that a look stands for, when it has all that is needed. */
export function contentOf(
  claim: Claim,
  { known = [] }: Observations,
  look: AnsweredLook,
): { readonly content: Content; readonly from: Source } | undefined {
  if (look.kind === 'found') {
    const hash = look.origin?.Hash
    const content = { ...look, ...(hash !== undefined && { hash }) }
    return isEnough(claim, content) ? { content, from: 'now' } : undefined
  }
  const { hash } = look
  return known
    .filter((one) => one.hash === hash && one.isElsewhere !== true)
    .toSorted((a, b) => sources.indexOf(a.from) - sources.indexOf(b.from) || a.at - b.at)
    .map((one) => ({ content: { ...sumsOf(claim, one), hash }, from: one.from }))
    .find(({ content }) => isEnough(claim, content))
}

function isEnough({ scope }: Claim, { zipSum, goModSum }: Content): boolean {
  return (scope === 'build' ? zipSum : goModSum) !== undefined
}
