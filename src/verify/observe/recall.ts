import type { Remembered } from '../../origin/code/named-version.ts'
import type { Place } from '../../origin/code/place.ts'
import type { NamedVersion } from '../../origin/module-source.ts'
import type { KnownContentRow } from '../../store/facts/known-contents.ts'
import { isSameRepository } from '../../outbound/same-repository.ts'
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
 * Whether what the commit that refs name is known to hold is all that go.sum and the scope ask for. Else its content must
 * be read: it is not known, or not as go.sum has it.
 */
export function isApproved(recalled: Recalled, named: NamedVersion): boolean {
  const { claim } = recalled
  const { hash, from } = named
  const row = rowAt(recalled, named)
  if (row) return isAsClaimed(row, claim)
  const { cachedOrigin } = claim
  const isSame = cachedOrigin?.Hash === hash && (cachedOrigin.Subdir ?? '') === from.place.dir
  const isSummed = claim.scope === 'graph' ? claim.goModSum : claim.goSum
  return isSame && isSummed !== undefined
}

/**
 * What is known of the version, wherever it was: what was seen first counts for ever. A commit may hold something else
 * in another place than `place`, the one it is in now.
 */
export function knownContents({ claim, rows }: Recalled, place?: Place): KnownContent[] {
  const { Hash: hash, URL: url } = claim.cachedOrigin ?? {}
  return [
    ...rows.map((row) => ({
      ...hashed(row),
      ...(place !== undefined && !isAt(row, place) && { isElsewhere: true }),
    })),
    ...(hash === undefined
      ? []
      : [{ hash, at: 0, from: 'module-cache', ...(url !== undefined && { url }) } as const]),
  ]
}

/**
 * Where the version was when its content was what go.sum has, if that is another repository than `now`. Without a line
 * in go.sum, what was seen first counts.
 */
export function keptBefore({ claim, rows }: Recalled, now?: Repository): Repository | undefined {
  const { VCS: vcs, URL: url } = claim.cachedOrigin ?? {}
  const wanted = { ...firstSums(rows), ...claim }
  const places: Repository[] = rows.filter((row) => isAsClaimed(row, wanted))
  if (vcs !== undefined && url !== undefined) places.push({ vcs, url })
  const [first] = places
  if (!first || (now && places.some(({ url }) => isSameRepository(url, now.url)))) return undefined
  return { vcs: first.vcs, url: first.url }
}

function firstSums(rows: readonly KnownContentRow[]): Pick<Claim, 'goSum' | 'goModSum'> {
  const first = rows.at(-1)
  if (first === undefined) return {}
  return { goModSum: first.goModSum, ...(first.zipSum !== null && { goSum: first.zipSum }) }
}

function isAt(row: KnownContentRow, { root, dir }: Place): boolean {
  return row.root === root && row.dir === dir
}

function isAsClaimed({ goModSum, zipSum }: KnownContentRow, claim: Claim): boolean {
  if (claim.goModSum !== undefined && claim.goModSum !== goModSum) return false
  if (zipSum === null) return claim.scope === 'graph'
  return claim.goSum === undefined || claim.goSum === zipSum
}

function hashed({ hash, url, goModSum, zipSum, at }: KnownContentRow): KnownContent {
  return { hash, url, goModSum, ...(zipSum !== null && { zipSum }), at, from: 'hashed' }
}
