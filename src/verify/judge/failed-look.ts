import type { Failure, FailureCode, FailureDetails } from '../../failure.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import type { Claim } from './claim.ts'
import type { Look, PageLook } from './observation.ts'
import { isLoud, meaningOf, type VerdictCode } from './verdicts.ts'

/** What one failure means, taken alone. */
export function codeOf({ code, details }: Failure, claim: Claim): VerdictCode {
  if (code !== 'not-found') return notLost[code]
  if (details.at !== 'content') return details.at === undefined ? 'unsupported' : gone[details.at]
  if (isPseudoVersion(claim.version)) return 'pseudo-invalid'
  const isKnown = claim.goSum !== undefined || claim.goModSum !== undefined
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
  'not-held': 'pending',
  mismatch: 'unsupported',
  'no-space': 'unsupported',
}

/** Whether a look must be followed by a second one, and by other channels, before anything is said. */
export function isInDoubt(claim: Claim, look: Look): boolean {
  if (look.kind !== 'failed') return false
  const { failure } = look
  return needsSecondLook(codeOf(failure, claim), failure) || isNoName(failure)
}

/** Whether a code, taken from a failure, is more than "could not ask": forges hide what is there behind a 401, too. */
export function needsSecondLook(code: VerdictCode, { details }: Failure): boolean {
  return isLoud(meaningOf(code).class) || (code === 'auth-required' && details.at === 'repository')
}

/** Whether a request failed since no address was found for the name of its host. */
function isNoName({ code, details }: Failure): boolean {
  return code === 'unreachable' && details.stage === 'name'
}

/** Statuses below 500 that are about who asks, when, or from where, and not about what is asked for. */
const aboutAsker: ReadonlySet<number> = new Set([401, 402, 403, 407, 408, 421, 425, 429, 451])

/** Whether an answer says something about what was asked for, rather than about who asks. */
export function mayJudge({ status }: Pick<PageLook, 'status'>): boolean {
  return status > 0 && status < 500 && !aboutAsker.has(status)
}

/** Whether a page says that there is nothing here. */
export function isGone(page: Pick<PageLook, 'status'> | undefined): boolean {
  return page?.status === 404 || page?.status === 410
}
