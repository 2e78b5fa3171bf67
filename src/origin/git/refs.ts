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
}

export type ObjectFormat = 'sha1' | 'sha256'

/** Only these are read: pull requests and other private namespaces are not part of the published repository. */
export const refPrefixes = ['HEAD', 'refs/heads/', 'refs/tags/'] as const

/** Builds a snapshot, sorted by name in byte order. */
export function refSnapshot(
  at: number,
  refs: readonly Ref[],
  objectFormat: ObjectFormat,
): RefSnapshot {
  const kept = refs
    .filter(
      ({ name }) =>
        name === 'HEAD' || name.startsWith('refs/heads/') || name.startsWith('refs/tags/'),
    )
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
  return { at, refs: kept, byName: new Map(kept.map((ref) => [ref.name, ref])), objectFormat }
}
