import { compare } from '../../gomod/semver.ts'
import type { Subject } from '../subject.ts'
import { counted } from '../report/units.ts'
import type { FoundBump } from './bump/find-bump.ts'
import { isUsable, type UsableCandidate } from './candidate.ts'
import { getCommand, replaceCommand, unnamed } from './commands.ts'
import { placesHere, type NeedPlaces } from './places.ts'
import type { WaysOut } from './seek-way-out.ts'
import type { Twin } from './twin/find-twin.ts'
import type { Advice } from './way-out.ts'

/** What to do instead of building with a module version, the best first; never empty. */
export function otherWays(subject: Subject, ways: WaysOut): Advice[] {
  const { candidate, bump, twin, places = placesHere } = ways
  if (isUsable(candidate)) return [candidateAdvice(subject, candidate, places)]
  const found = [
    ...(bump?.kind === 'found' ? [bumpAdvice(bump)] : []),
    ...(twin ? [twinAdvice(subject, twin, places)] : []),
  ]
  if (found.length === 0) found.push({ label: 'way out', text: noWay(ways) })
  const [first, ...others] = found
  const or: Pick<Advice, 'label'> = { label: 'or' }
  return [...(first ? [first] : []), ...others.map((way) => Object.assign({}, way, or))]
}

/** `go get` of an older version would lower all who need the newer one, too; a `replace` leaves them alone. */
function candidateAdvice(
  subject: Subject,
  { kind, version }: UsableCandidate,
  places: NeedPlaces,
): Advice {
  const { path, replaces, requiredBy } = subject
  const isOlder = compare(version, subject.version) < 0
  const isNeededByOthers = requiredBy.some((one) => one.includes('@'))
  const standing = kind === 'verified' ? 'verifies' : 'exists upstream, and can be read'
  const isReplaced = replaces !== undefined || (isOlder && isNeededByOthers)
  const module = `${path}@${version}`
  const moves = places.modules.map((place) => ({ place, modules: [module] }))
  const text = `${version}${isOlder ? ', an older version,' : ''} ${standing}`
  return {
    label: 'way out',
    text: text + unnamed(isReplaced ? places.replaces : moves),
    command: isReplaced
      ? replaceCommand(replaces ?? subject, module, places)
      : getCommand(moves, false),
  }
}

function bumpAdvice({ steps, moves, isSmallest, left, isNamed, unhelped }: FoundBump): Advice {
  const names = steps.map(
    ({ path, version, isRetracted }) => `${path} ${version}${isRetracted ? ' (retracted)' : ''}`,
  )
  const [step, ...others] = steps
  const isOne = others.length === 0
  const who = isOne ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  const need = isOne ? 'needs' : 'need'
  const rest =
    unhelped === 0
      ? ''
      : `; ${counted(unhelped, 'other project')} still ${unhelped === 1 ? 'needs' : 'need'} it`
  const text =
    (left === undefined
      ? `${who} no longer ${need} it`
      : `${who} ${need} ${left} of it, which upstream has`) +
    unnamed(moves) +
    rest
  const after = isNamed
    ? ', though go.mod files still name it'
    : left === undefined && isSmallest && rest === ''
      ? `, the smallest step${isOne ? '' : 's'} after which nothing does`
      : ''
  const told = moves.map(({ place, steps: own }) => ({
    place,
    modules: own.map(({ path, version }) => `${path}@${version}`),
  }))
  return {
    label: 'way out',
    text,
    ...(after !== '' && { long: text + after }),
    command: getCommand(told, true),
    ...(isOne &&
      step &&
      left === undefined &&
      unhelped === 0 && { raises: { path: step.path, to: step.version } }),
  }
}

function twinAdvice(subject: Subject, { url, path, isWhole }: Twin, places: NeedPlaces): Advice {
  const same = isWhole ? 'the same code, equal h1' : 'the same go.mod, equal h1'
  const isFound = path !== undefined
  const found = `${path} has ${same}${unnamed(places.replaces)}`
  return {
    label: 'way out',
    text: isFound ? found : `${url} has ${same}, but go finds no module there`,
    ...(isFound && {
      command: replaceCommand(subject.replaces ?? subject, `${path}@${subject.version}`, places),
    }),
    isProved: true,
  }
}

function noWay({ candidate, isPassedOver, bump }: WaysOut): string {
  if (candidate?.kind === 'unreadable') {
    return `${candidate.version} is listed upstream, but cannot be read: ${candidate.why}`
  }
  if (candidate?.kind === 'unknown') {
    return `other versions could not be asked for: ${candidate.why}`
  }
  const none =
    isPassedOver === true
      ? 'go takes another version of it already'
      : 'no other version is known upstream'
  if (bump?.kind !== 'none' || bump.ways === 0) return none
  const one = isPassedOver === true ? 'this one' : 'it'
  return bump.ways > 3
    ? `${none}, and ${bump.ways} requirements lead to ${one}, so that no few steps avoid it`
    : `${none}, and no newer version of those who need ${one} does without`
}
