import { compare } from '../../gomod/semver.ts'
import type { Subject } from '../subject.ts'
import type { Bump } from './bump/find-bump.ts'
import { isUsable, type Candidate, type UsableCandidate } from './candidate.ts'
import type { WaysOut } from './seek-way-out.ts'
import type { Twin } from './twin/find-twin.ts'
import type { Advice } from './way-out.ts'

/** What to do instead of building with a module version, the best first; never empty. */
export function otherWays(subject: Subject, { candidate, bump, twin }: WaysOut): Advice[] {
  if (isUsable(candidate)) return [candidateAdvice(subject, candidate)]
  const ways = [
    ...(bump?.kind === 'found' ? [bumpAdvice(bump)] : []),
    ...(twin ? [twinAdvice(subject, twin)] : []),
  ]
  if (ways.length === 0) ways.push({ label: 'way out', text: noWay(candidate, bump) })
  const [first, ...others] = ways
  const or: Pick<Advice, 'label'> = { label: 'or' }
  return [...(first ? [first] : []), ...others.map((way) => Object.assign({}, way, or))]
}

/** `go get` of an older version would lower all who need the newer one, too; a `replace` leaves them alone. */
function candidateAdvice(subject: Subject, { kind, version }: UsableCandidate): Advice {
  const { path, replaces, requiredBy } = subject
  const isOlder = compare(version, subject.version) < 0
  const isNeededByOthers = requiredBy.some((one) => one.includes('@'))
  const standing = kind === 'verified' ? 'verifies' : 'exists upstream, and can be read'
  const command =
    replaces || (isOlder && isNeededByOthers)
      ? `${replaceCommand(subject, path, version)} && go mod tidy`
      : `go get ${path}@${version}`
  return {
    label: 'way out',
    text: `${version}${isOlder ? ', an older version,' : ''} ${standing}`,
    command,
  }
}

function bumpAdvice({ steps, isSmallest, left, isNamed }: Bump & { kind: 'found' }): Advice {
  const names = steps.map(({ path, version }) => `${path} ${version}`)
  const [step, ...others] = steps
  const isOne = others.length === 0
  const who = isOne ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  const need = isOne ? 'needs' : 'need'
  const text =
    left === undefined
      ? `${who} no longer ${need} it`
      : `${who} ${need} ${left} of it, which upstream has`
  const after = isNamed
    ? ', though go.mod files still name it'
    : left === undefined && isSmallest
      ? `, the smallest step${isOne ? '' : 's'} after which nothing does`
      : ''
  return {
    label: 'way out',
    text,
    ...(after !== '' && { long: text + after }),
    command: `go get ${steps.map(({ path, version }) => `${path}@${version}`).join(' ')} && go mod tidy`,
    ...(isOne && step && left === undefined && { raises: { path: step.path, to: step.version } }),
  }
}

function twinAdvice(subject: Subject, { url, path, isWhole }: Twin): Advice {
  const same = isWhole ? 'the same code, equal h1' : 'the same go.mod, equal h1'
  const isFound = path !== undefined
  return {
    label: 'way out',
    text: isFound ? `${path} has ${same}` : `${url} has ${same}, but go finds no module there`,
    ...(isFound && {
      command: `${replaceCommand(subject, path, subject.version)} && go mod tidy`,
    }),
    isProved: true,
  }
}

function replaceCommand({ path, version, replaces }: Subject, by: string, at: string): string {
  const { path: old, version: only } = replaces ?? { path, version }
  return `go mod edit -replace=${only === '' ? old : `${old}@${only}`}=${by}@${at}`
}

function noWay(candidate: Candidate | undefined, bump: Bump | undefined): string {
  if (candidate?.kind === 'unreadable') {
    return `${candidate.version} is listed upstream, but cannot be read: ${candidate.why}`
  }
  if (candidate?.kind === 'unknown') {
    return `other versions could not be asked for: ${candidate.why}`
  }
  const none = 'no other version is known upstream'
  if (bump?.kind !== 'none' || bump.ways === 0) return none
  return bump.ways > 3
    ? `${none}, and ${bump.ways} requirements lead to it, so that no few steps avoid it`
    : `${none}, and no newer version of those who need it does without`
}
