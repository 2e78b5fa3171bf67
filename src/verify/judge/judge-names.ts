import type { NameAnswer } from '../../outbound/names.ts'
import type { FailedLook, Observations } from './observation.ts'
import { corroborated, suspicionOf, tentative, type Finding } from './verdict.ts'

/**
 * Judges what resolvers said of the host's name, where no look got further than that. The name is gone when two looks
 * failed, two resolvers say NXDOMAIN, one of them the registry's own (RFC 8020: then nothing below it exists either),
 * nobody says otherwise, and a control domain resolves. Any other failure of DNS says nothing. Undefined where no name
 * was asked about, or it is not gone.
 */
export function judgeNames(
  { names = [], control }: Observations,
  looks: readonly FailedLook[],
  isPrivate: boolean,
): Finding | undefined {
  const isUnreached = looks.every(({ failure }) => failure.code === 'unreachable')
  const deniers = names.filter(({ outcome }) => outcome === 'nxdomain')
  if (!isUnreached || deniers.length === 0 || names.some(isName)) return undefined
  const canResolve = control?.of === 'domain' && control.answers
  if (!canResolve) return undefined
  if (isPrivate) return tentative('private')
  const isImport = looks.some(({ failure }) => failure.details.at === 'import-page')
  const code = isImport ? 'import-dead' : 'repo-gone'
  const resolvers = new Set(deniers.map(({ resolver }) => resolver))
  const isProved = resolvers.size >= 2 && deniers.some(({ isAuthority }) => isAuthority)
  return isProved && looks.length >= 2 ? corroborated(code) : suspicionOf(code)
}

/** Whether a resolver knows the name, with addresses or without. */
function isName({ outcome }: NameAnswer): boolean {
  return outcome === 'addresses' || outcome === 'nodata'
}
