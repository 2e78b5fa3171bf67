import type { Failure, FailureCode, FailureDetails } from '../../failure.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { evidenceOf, looksOf, type Evidence } from './evidence.ts'
import type { Look, Observations, PageLook } from './observation.ts'
import type { Claim } from './claim.ts'
import { meaningOf, type Confidence, type VerdictClass, type VerdictCode } from './verdicts.ts'

/** What looks lost or changed, without being proved. */
export interface Suspicion {
  readonly code: VerdictCode
  readonly looks: number
  /** RFC 3339. */
  readonly since: string
  /** When to look again, RFC 3339. */
  readonly next: string
}

/** The judgement of a module version; its fields are part of the JSON report. */
export interface Verdict {
  readonly code: VerdictCode
  readonly class: VerdictClass
  readonly confidence: Confidence
  readonly evidence: readonly Evidence[]
  /** RFC 3339. */
  readonly firstSeen: string
  /** RFC 3339. */
  readonly lastSeen: string
  readonly observations: number
  readonly suspect?: Suspicion
}

/** How long after a suspicion the next look makes sense, in milliseconds. */
const nextLook = 15 * 60_000

/**
 * Judges what was seen of a module version. A loss needs two looks that agree and whatever second channel and control
 * its kind has; without them it is `suspected`. A look that could not ask anybody, or that was asked for credentials,
 * never proves a loss: a private repository looks exactly like one that is gone.
 *
 * @param isPrivate upstream may hide the repository from us: that credentials are wanted is never taken for a loss
 */
export function judge(subject: Claim, seen: Observations, isPrivate: boolean): Verdict {
  const last = seen.again ?? seen.look
  if (last.kind === 'named') {
    const known = seen.known?.find(({ hash }) => hash === last.hash)
    if (!known) return verdict(subject, seen, 'pending', 'tentative')
    const isHashed = known.from === 'hashed'
    return verdict(subject, seen, 'unchanged', isHashed ? 'corroborated' : 'tentative')
  }
  if (last.kind === 'found') return judgeContent(subject, seen, last)
  const first = seen.look.kind === 'failed' ? seen.look : last
  const code = codeOf(first.failure, subject)
  if (!needsSecondLook(code, first.failure)) return verdict(subject, seen, code, 'tentative')
  const again = seen.again && codeOf(last.failure, subject)
  const outcome = judgeLoss(seen, code, again, isPrivate)
  return outcome === 'suspected'
    ? verdict(subject, seen, outcome, 'tentative', isAccess(code) ? 'repo-gone' : code)
    : verdict(subject, seen, outcome, isLoud(outcome) ? 'corroborated' : 'tentative')
}

/** Judges a module that a folder replaces, where that folder is of no use. */
export function judgeFolder(fault: string, at: number): Verdict {
  const seen = new Date(at).toISOString()
  return {
    code: 'replace-missing',
    class: meaningOf('replace-missing').class,
    confidence: 'corroborated',
    evidence: [{ at: seen, channel: 'folder', url: null, saw: fault }],
    firstSeen: seen,
    lastSeen: seen,
    observations: 1,
  }
}

/** Whether a look must be followed by a second one before anything is said. */
export function isInDoubt(subject: Claim, look: Look): boolean {
  return look.kind === 'failed' && needsSecondLook(codeOf(look.failure, subject), look.failure)
}

/** What one failure means, taken alone. */
export function codeOf({ code, details }: Failure, subject: Claim): VerdictCode {
  if (code !== 'not-found') return notLost[code]
  if (details.at !== 'content') return details.at === undefined ? 'unsupported' : gone[details.at]
  const isKnown = subject.goSum !== undefined || subject.goModSum !== undefined
  return isKnown ? 'version-moved' : 'version-gone'
}

const gone: Readonly<Record<Exclude<NonNullable<FailureDetails['at']>, 'content'>, VerdictCode>> = {
  ref: 'version-gone',
  proxy: 'version-gone',
  commit: 'commit-gone',
  pseudo: 'pseudo-invalid',
  repository: 'repo-gone',
  'import-page': 'import-dead',
}

const notLost: Readonly<Record<Exclude<FailureCode, 'not-found'>, VerdictCode>> = {
  'auth-required': 'auth-required',
  'opted-out': 'opted-out',
  gone: 'unsupported',
  throttled: 'throttled',
  unreachable: 'unreachable',
  'tls-invalid': 'tls-invalid',
  stopped: 'pending',
  invalid: 'unsupported',
  unusable: 'unsupported',
  refused: 'unsupported',
  unsupported: 'unsupported',
  'not-held': 'unsupported',
  mismatch: 'unsupported',
  'no-space': 'unsupported',
}

function needsSecondLook(code: VerdictCode, { details }: Failure): boolean {
  return isLoud(code) || (code === 'auth-required' && details.at === 'repository')
}

function isLoud(code: VerdictCode): boolean {
  return meaningOf(code).loudness > meaningOf('suspected').loudness
}

/** Forges answer 401 as well as 404 both for a repository that is not there and for one that they hide. */
function isAccess(code: VerdictCode): boolean {
  return code === 'repo-gone' || code === 'auth-required'
}

function judgeLoss(
  { look, page, control }: Observations,
  first: VerdictCode,
  again: VerdictCode | undefined,
  isPrivate: boolean,
): VerdictCode {
  if (isAccess(first)) {
    const wantsCredentials = first === 'auth-required' || again === 'auth-required'
    if (wantsCredentials && isPrivate) return 'auth-required'
    if (wantsCredentials && !isGone(page)) {
      return page?.status === 429 ? 'throttled' : 'auth-required'
    }
    const isProved = again === 'repo-gone' && !wantsCredentials && isGone(page)
    return isProved && control?.answers === true ? 'repo-gone' : 'suspected'
  }
  if (again !== first) return 'suspected'
  if (first === 'import-dead') {
    const isProved = page?.names === false && mayJudge(page) && control?.answers === true
    return isProved ? first : 'suspected'
  }
  const isProxy = look.kind === 'failed' && look.failure.details.at === 'proxy'
  return isProxy && control?.answers !== true ? 'suspected' : first
}

function isGone(page: PageLook | undefined): boolean {
  return page?.status === 404 || page?.status === 410
}

/** Whether an answer says something about what was asked for, rather than about who asks. */
export function mayJudge({ status }: Pick<PageLook, 'status'>): boolean {
  return status > 0 && status < 500 && status !== 401 && status !== 403 && status !== 429
}

function judgeContent(
  subject: Claim,
  seen: Observations,
  { goModSum, zipSum }: Look & { kind: 'found' },
): Verdict {
  const isOther =
    (subject.goSum !== undefined && zipSum !== undefined && subject.goSum !== zipSum) ||
    (subject.goModSum !== undefined && subject.goModSum !== goModSum)
  if (isOther) {
    const code = isPseudoVersion(subject.version) ? 'gosum-mismatch' : 'version-moved'
    return verdict(subject, seen, code, 'corroborated')
  }
  const isKnown = subject.goSum !== undefined || subject.goModSum !== undefined
  return verdict(subject, seen, 'verified', isKnown ? 'corroborated' : 'tentative')
}

function verdict(
  subject: Claim,
  seen: Observations,
  code: VerdictCode,
  confidence: Confidence,
  suspected?: VerdictCode,
): Verdict {
  const looks = looksOf(seen)
  const times = looks.map(({ at }) => at)
  const firstSeen = new Date(Math.min(...times)).toISOString()
  const last = Math.max(...times)
  return {
    code,
    class: meaningOf(code).class,
    confidence,
    evidence: evidenceOf(subject, seen),
    firstSeen,
    lastSeen: new Date(last).toISOString(),
    observations: looks.length,
    ...(suspected !== undefined && {
      suspect: {
        code: suspected,
        looks: looks.length,
        since: firstSeen,
        next: new Date(last + nextLook).toISOString(),
      },
    }),
  }
}
