import { Failure } from '../../failure.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import type { CodeRepository, CodeView, Revision } from '../code-host.ts'
import { orderedOrigin, type Origin } from '../version-info.ts'
import type { Place } from './place.ts'
import { tagSum } from './tag-sum.ts'

/** What a module's answers rest on: told with them as `Origin`, so that a client can see whether they still hold. */
export interface OriginOf {
  /** Of a version. Pseudo-versions depend on tags, so those are summed up. */
  version(view: CodeView, version: string, asked: string, revision: Commit): Origin
  /** Of what follows from which tags there are: those that begin with the module's prefix and `prefix`. */
  list(view: CodeView, prefix: string): Origin
  /** Of "there is no such revision": all refs. As in Go, the module's folder is not told. */
  unknown(view: CodeView): Origin
  /** Of "this revision is no version of the module". */
  rejected(revision: Commit): Origin
}

type Commit = Pick<Revision, 'hash' | 'ref'>

/** Source: the deferred part of `cmd/go/internal/modfetch.codeRepo.convert`; `codehost.Origin` */
export function originOf(host: CodeRepository, place: Place): OriginOf {
  const base: Origin = {
    VCS: host.vcs,
    URL: host.url,
    ...(place.dir !== '' && { Subdir: place.dir }),
  }

  const rejected = ({ hash, ref }: Commit): Origin => ({
    ...base,
    ...(host.vcs !== 'svn' && { Hash: hash }),
    ...(ref !== undefined && { Ref: ref }),
  })

  /** What Go sums up differs: of git the tags, of Mercurial all heads, since they define the tags, of others nothing. */
  function tags(view: CodeView, prefix: string): Origin {
    if (host.vcs === 'hg') return { RepoSum: view.repoSum }
    if (host.vcs !== 'git') return {}
    return { ...(prefix !== '' && { TagPrefix: prefix }), TagSum: tagSum(view, prefix) }
  }

  return {
    version(view, version, asked, revision) {
      const dependsOnTags =
        isPseudoVersion(version) && (version !== asked || !version.startsWith('v0.0.0-'))
      const { pathMajor, tagPrefix } = place
      const prefix = tagPrefix + (pathMajor === '' ? '' : `${pathMajor.slice(1)}.`)
      return { ...rejected(revision), ...(dependsOnTags && tags(view, prefix)) }
    },
    list: (view, prefix) => ({ ...base, ...tags(view, place.tagPrefix + prefix) }),
    unknown: ({ repoSum }) => ({
      VCS: host.vcs,
      URL: host.url,
      ...(repoSum !== '' && { RepoSum: repoSum }),
    }),
    rejected,
  }
}

/**
 * One origin of two that speak of the same; undefined where they contradict each other, as in Go.
 *
 * Source: `cmd/go/internal/modload.mergeOrigin`
 */
export function mergeOrigins(a: Origin | undefined, b: Origin | undefined): Origin | undefined {
  if (!a || !b || a.VCS !== b.VCS || a.URL !== b.URL || a.Subdir !== b.Subdir) return undefined
  const bothSum = a.TagSum !== undefined && b.TagSum !== undefined
  const sums: readonly (keyof Origin)[] = bothSum ? ['TagPrefix', 'TagSum'] : []
  for (const field of sums) if (a[field] !== b[field]) return undefined
  const known: readonly (keyof Origin)[] = ['Hash', 'RepoSum', 'Ref']
  for (const field of known)
    if (a[field] !== undefined && b[field] !== undefined && a[field] !== b[field]) return undefined
  return orderedOrigin({ ...a, ...b })
}

/** Runs work; what it says is not there, or of no use, is told with the origin that this rests on. */
export async function tellingOrigin<T>(
  work: Promise<T>,
  origin: (told: Origin | undefined) => Origin | undefined,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!Failure.is(error, 'not-found', 'unusable')) throw error
    const { origin: told, ...details } = error.details
    const rests = origin(told)
    throw new Failure(error.code, error.message, {
      cause: error,
      ...details,
      ...(rests && { origin: { ...rests } }),
    })
  }
}
