import type { Remembered } from '../../origin/code/named-version.ts'
import type { Place } from '../../origin/code/place.ts'
import type { NamedVersion } from '../../origin/module-source.ts'
import type { KnownContentRow } from '../../store/facts/known-contents.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { Claim } from '../judge/claim.ts'
import type { KnownContent, Repository } from '../judge/observation.ts'

/** What is remembered of the contents of one version. */
export interface Recalled {
  readonly claim: Claim
  /** Wherever the module was kept, those hashed last first. */
  readonly rows: readonly KnownContentRow[]
}

/** The commits at which the version was found while the module was in this place. */
export function rememberedAt({ rows }: Recalled, place: Place): Remembered[] {
  return rows.filter((row) => isAt(row, place))
}

/** What is remembered of the commit that refs name. */
export function rowAt(
  { rows }: Recalled,
  { hash, from }: NamedVersion,
): KnownContentRow | undefined {
  return rows.find((row) => row.hash === hash && isAt(row, from.place))
}

/**
 * What the commit that refs name is known to hold, if that is all that go.sum and the scope ask for; undefined where its
 * content must be read: it is not known, or not as go.sum has it.
 */
export function approved(recalled: Recalled, named: NamedVersion): KnownContent | undefined {
  const { claim } = recalled
  const { hash, from } = named
  const row = rowAt(recalled, named)
  if (row) return isAsClaimed(row, claim) ? hashed(row) : undefined
  const { cachedOrigin } = claim
  const isSame = cachedOrigin?.Hash === hash && (cachedOrigin.Subdir ?? '') === from.place.dir
  const isSummed = claim.scope === 'graph' ? claim.goModSum : claim.goSum
  if (!isSame || isSummed === undefined) return undefined
  return { hash, at: 0, from: 'module-cache' }
}

/** What is known of the version, of the place it is in or, where that is not known, of all that it was in. */
export function knownContents({ claim, rows }: Recalled, place?: Place): KnownContent[] {
  const hash = claim.cachedOrigin?.Hash
  return [
    ...rows.filter((row) => place === undefined || isAt(row, place)).map(hashed),
    ...(hash === undefined ? [] : [{ hash, at: 0, from: 'module-cache' } as const]),
  ]
}

/**
 * What is known of the version beside the commit that refs name, whose content is known: also what other commits held
 * before.
 */
export function knownBeside(recalled: Recalled, named: KnownContent, place: Place): KnownContent[] {
  const others = knownContents(recalled, place).filter(({ hash }) => hash !== named.hash)
  return [named, ...others]
}

/** Where the version was when its content was what go.sum has, if that is another repository than `now`. */
export function keptBefore({ claim, rows }: Recalled, now?: Repository): Repository | undefined {
  const { VCS: vcs, URL: url } = claim.cachedOrigin ?? {}
  const places: Repository[] = rows.filter((row) => isAsClaimed(row, claim))
  if (vcs !== undefined && url !== undefined) places.push({ vcs, url })
  const keys = places.map((place) => repositoryKey(place.url) ?? place.url)
  const [first] = places
  if (!first || (now && keys.includes(repositoryKey(now.url) ?? now.url))) return undefined
  return { vcs: first.vcs, url: first.url }
}

function isAt(row: KnownContentRow, { root, dir }: Place): boolean {
  return row.root === root && row.dir === dir
}

function isAsClaimed({ goModSum, zipSum }: KnownContentRow, claim: Claim): boolean {
  if (claim.goModSum !== undefined && claim.goModSum !== goModSum) return false
  if (zipSum === null) return claim.scope === 'graph'
  return claim.goSum === undefined || claim.goSum === zipSum
}

function hashed({ hash, goModSum, zipSum, at }: KnownContentRow): KnownContent {
  return { hash, goModSum, ...(zipSum !== null && { zipSum }), at, from: 'hashed' }
}
