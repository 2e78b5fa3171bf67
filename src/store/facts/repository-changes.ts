import { hostOf } from '../../outbound/host-of.ts'
import type { Repository } from './repositories.ts'

/** What is noted of a repository. */
export interface RepositoryChange {
  /** `dueAt` holds for a repository that is new. */
  readonly wanted?: { readonly vcs: string; readonly at: number; readonly dueAt: number }
  readonly refs?: { readonly at: number; readonly bytes: number }
  readonly look?: Required<Repository>['look']
  readonly quiet?: number
  readonly dueAt?: number
  readonly pushedAt?: number
  readonly publicAt?: number
}

/** A repository after a change; undefined when it is known from neither. */
export function changed(
  url: string,
  known: Repository | undefined,
  { wanted, refs, look, quiet, dueAt, pushedAt, publicAt }: RepositoryChange = {},
): Repository | undefined {
  const before = known ?? (wanted && blank(url, wanted.dueAt))
  if (!before) return undefined
  return {
    ...before,
    ...(wanted && { vcs: wanted.vcs, wantedAt: wanted.at }),
    ...(refs && { refsAt: refs.at, refsBytes: refs.bytes }),
    ...(look && { look }),
    ...(quiet !== undefined && { quiet }),
    ...(dueAt !== undefined && { dueAt }),
    ...(pushedAt !== undefined && { pushedAt }),
    ...(publicAt !== undefined && { publicAt }),
  }
}

function blank(url: string, dueAt: number): Repository {
  return { url, vcs: '', host: hostOf(url), wantedAt: 0, refsBytes: 0, quiet: 0, dueAt }
}
