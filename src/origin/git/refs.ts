import { compareBytes } from '../../gomod/order.ts'

/** One ref of a repository, as upstream named it. */
export interface Ref {
  /** Full name: `HEAD`, `refs/heads/…`, `refs/tags/…`. */
  readonly name: string
  /** What the ref names: 40 hex (64 in a SHA-256 repository). */
  readonly hash: string
  /** The commit behind an annotated tag; equal to `hash` for everything else. */
  readonly commit: string
}

/** A complete ref advertisement, limited to HEAD, branches and tags (what `go` keeps too). */
export interface RefSnapshot {
  /** When upstream answered, milliseconds since the epoch. */
  readonly at: number
  readonly refs: readonly Ref[]
  readonly byName: ReadonlyMap<string, Ref>
  readonly objectFormat: ObjectFormat
  /** The address that answered, where a redirect led there. */
  readonly answeredAt?: string
}

export type ObjectFormat = 'sha1' | 'sha256'

/** Whether text is a full object id. */
export function isHash(text: string, objectFormat: ObjectFormat): boolean {
  return text.length === (objectFormat === 'sha1' ? 40 : 64) && /^[0-9a-f]+$/.test(text)
}

/** What the name of the ref of a tag begins with. */
export const tagPrefix = 'refs/tags/'

/** Only these are read: pull requests and other private namespaces are not part of the published repository. */
export const refPrefixes = ['HEAD', 'refs/heads/', tagPrefix] as const

/** Most bytes that a list of refs may have: a million refs, ten times as many as the largest known have. */
export const maxRefBytes = 64 * 1024 * 1024

/**
 * Builds a snapshot, sorted by name in byte order. Refs whose names no git would make are left out: they could not be
 * kept, and nobody can ask for them.
 */
export function refSnapshot(
  at: number,
  refs: readonly Ref[],
  objectFormat: ObjectFormat,
): RefSnapshot {
  const kept = refs
    .filter(({ name }) => name === 'HEAD' || (inPrefix.test(name) && isRefName(name)))
    .toSorted((a, b) => compareBytes(a.name, b.name))
  return { at, refs: kept, byName: new Map(kept.map((ref) => [ref.name, ref])), objectFormat }
}

/** The refs of a list in which what an annotated tag leads to stands under its name and `^{}`. */
export function peeledRefs(hashes: ReadonlyMap<string, string>): Ref[] {
  return [...hashes]
    .filter(([name]) => !name.endsWith('^{}'))
    .map(([name, hash]) => ({ name, hash, commit: hashes.get(`${name}^{}`) ?? hash }))
}

const inPrefix = /^refs\/(heads|tags)\//

/** Source: git-check-ref-format(1), rules 1 and 3 to 10. */
function isRefName(name: string): boolean {
  return (
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\.$/.test(name) &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  )
}

/** The commit of each tag, by its name. */
export function tagsIn({ refs }: RefSnapshot): Map<string, string> {
  const tags = refs.filter(({ name }) => name.startsWith(tagPrefix))
  return new Map(tags.map(({ name, commit }) => [name.slice(tagPrefix.length), commit]))
}
