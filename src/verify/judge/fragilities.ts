import { addressKey, isSameRepository } from '../../outbound/same-repository.ts'
import { excerpt } from '../../safe-text.ts'
import type { Claim } from './claim.ts'
import { sumsOf } from './compare-sums.ts'
import { looksOf } from './evidence.ts'
import { isGone } from './failed-look.ts'
import type { AnsweredLook, KnownContent, Observations } from './observation.ts'
import { withoutSecrets } from './reason.ts'
import type { Finding } from './verdict.ts'
import type { VerdictCode } from './verdicts.ts'

/** Something that a module version leans on, though it builds today. */
export interface Fragility extends Finding {
  /** What was seen, as a sentence without period; may hold text from outside. */
  readonly text: string
}

/** Everything that a module version leans on, loudest first. */
export function fragilitiesOf(claim: Claim, seen: Observations): Fragility[] {
  const look = lastAnswered(seen)
  return rules.flatMap(({ code, textOf, ...rule }): Fragility[] => {
    const text = textOf({ claim, seen, look })
    const { confidence = 'tentative' } = rule
    return text === undefined ? [] : [{ code, confidence, text }]
  })
}

/** Whether the module is kept elsewhere than when it was last verified. */
export function isElsewhere({ before, repository }: Observations): boolean {
  return (
    before !== undefined &&
    repository !== undefined &&
    !isSameRepository(before.url, repository.url)
  )
}

/** Both places of a module that is kept elsewhere than before. */
export function placesText(seen: Observations): string | undefined {
  const { before, repository } = seen
  if (!isElsewhere(seen) || !before || !repository) return undefined
  return `Its import page now names ${shown(repository.url)}, before ${shown(before.url)}`
}

interface Facts {
  readonly claim: Claim
  readonly seen: Observations
  /** The last look that was answered. */
  readonly look: AnsweredLook | undefined
}

interface Rule {
  readonly code: VerdictCode
  /** Tentative unless given. */
  readonly confidence?: 'corroborated'
  readonly textOf: (facts: Facts) => string | undefined
}

/** The order of loudness: first what somebody else may turn into an attack, last what its author says of it. */
const rules: readonly Rule[] = [
  {
    code: 'owner-free',
    confidence: 'corroborated',
    textOf({ seen }) {
      const { owner, control, repository } = seen
      const target = redirectOf(seen)
      if (target === undefined || repository === undefined) return undefined
      const isOther = ownerOf(target) !== ownerOf(repository.url)
      const isFree = isGone(owner) && control?.of === 'page' && control.answers
      return isOther && isFree
        ? `The name of its former owner, ${shown(owner?.url ?? '')}, is free to take`
        : undefined
    },
  },
  {
    code: 'import-moved',
    confidence: 'corroborated',
    textOf: (facts) => placesText(facts.seen) ?? removal(facts),
  },
  {
    code: 'redirected',
    textOf({ seen }) {
      const target = redirectOf(seen)
      return target === undefined ? undefined : `Its repository is now at ${shown(target)}`
    },
  },
  {
    code: 'recreated',
    confidence: 'corroborated',
    textOf: recreation,
  },
  {
    code: 'insecure-origin',
    textOf: ({ look }) =>
      look?.insecure === true ? 'Nothing protects the way to its repository' : undefined,
  },
  {
    code: 'path-mismatch',
    textOf({ claim, look }) {
      const declared = look?.kind === 'found' ? look.declaredPath : undefined
      const isMeant = [undefined, claim.path, claim.replaces?.path].includes(declared)
      return isMeant ? undefined : `Its go.mod declares ${JSON.stringify(excerpt(declared ?? ''))}`
    },
  },
  {
    code: 'archived',
    textOf: ({ seen }) =>
      seen.forge?.archived === true ? 'Its repository is archived' : undefined,
  },
  {
    code: 'retracted',
    textOf: ({ seen: { withdrawal } }) => withdrawn('Retracted', withdrawal?.retracted),
  },
  {
    code: 'deprecated',
    textOf: ({ seen: { withdrawal } }) => withdrawn('Deprecated', withdrawal?.deprecated),
  },
]

/** Where the repository is found instead, when that is not the same repository. */
function redirectOf(seen: Observations): string | undefined {
  const { repository, forge } = seen
  if (repository === undefined) return undefined
  const targets = [lastAnswered(seen)?.answeredAt, forge?.movedTo]
  return targets.find((target) => target !== undefined && !isSameRepository(target, repository.url))
}

/** A tag that was made anew in its repository. It stays so for as long as the other commit is remembered. */
function recreation(facts: Facts): string | undefined {
  const first = firstElsewhere(facts)
  if (first === undefined || isFromOther(facts, first)) return undefined
  return `Its tag named commit ${first.hash}, and now names ${hashOf(facts)}`
}

/** Another commit of another repository: said also after the module was found in the new one for the first time. */
function removal(facts: Facts): string | undefined {
  const first = firstElsewhere(facts)
  const url = first && isFromOther(facts, first) ? first.url : undefined
  return url === undefined ? undefined : placesText({ ...facts.seen, before: { vcs: '', url } })
}

function isFromOther({ seen: { repository } }: Facts, { url }: KnownContent): boolean {
  return url !== undefined && repository !== undefined && !isSameRepository(url, repository.url)
}

function hashOf({ look }: Facts): string | undefined {
  return look?.kind === 'named' ? look.hash : look?.origin?.Hash
}

/**
 * What was known first to have the content that go.sum has, or without a line there the content of now; undefined where
 * that is the commit of now.
 */
function firstElsewhere(facts: Facts): KnownContent | undefined {
  const { claim, look } = facts
  const { known = [] } = facts.seen
  const hash = hashOf(facts)
  const now = look?.kind === 'found' ? look : known.find((one) => one.hash === hash)
  if (hash === undefined || now === undefined) return undefined
  const zipSum = claim.goSum ?? now.zipSum
  const goModSum = claim.goModSum ?? now.goModSum
  const [first] = known
    .filter((one) => {
      const sums = sumsOf(claim, one)
      return isEqual(sums.zipSum, zipSum) && isEqual(sums.goModSum, goModSum)
    })
    .toSorted((a, b) => a.at - b.at)
  return first?.hash === hash ? undefined : first
}

/** What is not known differs from nothing. */
function isEqual(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}

function lastAnswered(seen: Observations): AnsweredLook | undefined {
  return looksOf(seen).findLast((look) => look.kind !== 'failed')
}

/** Host and first element of the path: whose name a forge keeps a repository under. */
function ownerOf(url: string): string {
  return addressKey(url).split('/').slice(0, 2).join('/').toLowerCase()
}

function withdrawn(what: string, why: string | undefined): string | undefined {
  if (why === undefined) return undefined
  return why.trim() === ''
    ? `${what} by its author`
    : `${what} by its author: ${excerpt(why.trim())}`
}

function shown(url: string): string {
  return excerpt(withoutSecrets(url))
}
