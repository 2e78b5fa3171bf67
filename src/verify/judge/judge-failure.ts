import type { Claim } from './claim.ts'
import { looksOf } from './evidence.ts'
import { codeOf, isGone, mayJudge, needsSecondLook } from './failed-look.ts'
import { judgeNames } from './judge-names.ts'
import { knownTrouble } from './known-trouble.ts'
import type { Control, FailedLook, Observations } from './observation.ts'
import { corroborated, isLongSeen, suspicionOf, tentative, type Finding } from './verdict.ts'
import type { VerdictCode } from './verdicts.ts'

/** What is asked of the evidence, with the codes of the looks. */
interface Failed {
  readonly seen: Observations
  readonly looks: readonly FailedLook[]
  /** Of each look, in order of time. */
  readonly codes: readonly VerdictCode[]
  readonly isPrivate: boolean
}

/**
 * Judges looks none of which was answered. A loss takes two looks that agree, and whatever second channel and control
 * its kind has; less is `suspected`. What could not be asked says nothing, and neither does what is hidden from us.
 *
 * @param isPrivate upstream may hide it from us: that nothing is shown is never taken for a loss
 */
export function judgeFailure(claim: Claim, seen: Observations, isPrivate: boolean): Finding {
  const looks = looksOf(seen).filter((look) => look.kind === 'failed')
  const codes = looks.map(({ failure }) => codeOf(failure, claim))
  const failed = { seen, looks, codes, isPrivate }
  const doubtful = looks
    .filter(({ failure }) => needsSecondLook(codeOf(failure, claim), failure))
    .map(({ failure }) => codeOf(failure, claim))
  if (doubtful.length === 0) return judgeNames(seen, looks, isPrivate) ?? couldNotAsk(failed)
  const loss = doubtful.find((code) => !isAccess(code))
  if (loss === undefined) return judgeAccess(failed)
  const isAgreed = codes.length > 1 && codes.every((code) => code === loss)
  if (isPrivate && loss === 'import-dead') return tentative('private')
  return isAgreed ? judgeLoss(failed, loss) : suspicionOf(loss)
}

/** Nobody was asked, or nobody answered with anything about the module. */
function couldNotAsk({ seen, looks, codes, isPrivate }: Failed): Finding {
  const isOffline = looks.at(-1)?.failure.code === 'not-held'
  if (!isOffline) return tentative(codes.at(-1) ?? 'pending')
  const trouble = knownTrouble(seen)
  if (trouble) return { ...tentative('stale'), detail: trouble.saw }
  if ((seen.known ?? []).length > 0) return tentative('stale')
  return tentative(isPrivate ? 'private' : 'pending')
}

/** Forges answer 401 as well as 404 both for a repository that is not there and for one that they hide. */
function isAccess(code: VerdictCode): boolean {
  return code === 'repo-gone' || code === 'auth-required'
}

/** The repository itself was refused. */
function judgeAccess({ seen, codes, isPrivate }: Failed): Finding {
  const { page, control, forge, publicAt } = seen
  const isRefused = codes.includes('auth-required')
  const isShownByForge = forge?.status === 200
  if (isRefused) {
    if (isAboutUs(control) || (isShownByForge && forge.isPrivate === false)) {
      return tentative('throttled')
    }
    if (isPrivate || isShownByForge) return tentative('auth-required')
    if (!isGone(page)) return tentative(page?.status === 429 ? 'throttled' : 'auth-required')
  } else if (isPrivate) return tentative('private')
  const [first, again] = codes
  const isProved = first === again && isGone(page) && showsRepositories(seen) && !isShownByForge
  const isKnownToBeGone = forge?.status === 404 || publicAt !== undefined
  const isProvedBehindRefusal = isKnownToBeGone && control?.of === 'repository'
  return isProved && (!isRefused || isProvedBehindRefusal)
    ? corroborated('repo-gone')
    : suspicionOf('repo-gone')
}

/**
 * Whether the host shows the repositories that it has. A front page tells that it lives, and no more: a forge may have one
 * while it says 404 to all that it keeps. So it takes another repository of the host; where none is known, looks over
 * days, for as long as it takes to be confirmed.
 */
function showsRepositories(seen: Observations): boolean {
  const { control } = seen
  if (control?.answers !== true) return false
  return control.of === 'repository' || isLongSeen(seen, 'repo-gone')
}

/** A repository that exists was refused in the same way, so that a refusal is about who asks. */
function isAboutUs(control: Control | undefined): boolean {
  if (control?.of !== 'repository') return false
  const status = control.status ?? Number(/^\d{3}\b/.exec(control.saw)?.[0])
  return status === 401 || status === 403 || status === 429
}

/** Two looks agree on it. */
function judgeLoss({ seen, looks }: Failed, code: VerdictCode): Finding {
  const { page, control, commit } = seen
  const isControlled = control?.answers === true
  if (looks.some(({ failure }) => failure.details.isEmpty === true)) return suspicionOf(code)
  if (code === 'import-dead') {
    const isDead = page?.names === false && mayJudge(page) && page.isCatchAll !== true
    return isDead && isControlled ? corroborated(code) : suspicionOf(code)
  }
  if (code === 'commit-gone') {
    return corroborated(commit?.served === true ? 'commit-unreachable' : code)
  }
  const isProxy = looks.some(({ failure }) => failure.details.at === 'proxy')
  return isProxy && !isControlled ? suspicionOf(code) : corroborated(code)
}
