import { Failure } from '../failure.ts'
import { govcsAllows, type GovcsRule } from '../gomod/govcs.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import { isSpoken } from './open-code-hosts.ts'

/** What is allowed. */
export interface VcsRules {
  /** Which version control systems may be used for which paths. */
  readonly govcs: readonly GovcsRule[]
  /** GOPRIVATE globs: what `private` means in them. */
  readonly private: readonly string[]
}

/**
 * Makes the guard of the version control systems. It throws a Failure `refused` where one may not be used for the import
 * path of a repository's root; what is read with no program of such a system is never refused.
 *
 * Source: cmd/go/internal/vcs.checkGOVCS
 */
export function vcsGuard(rules: VcsRules): (vcs: string, root: string) => void {
  const privateGlobs = rules.private.join(',')
  return (vcs, root) => {
    if (!isSpoken(vcs)) return
    const isPrivate = matchPrefixPatterns(privateGlobs, root)
    if (govcsAllows(rules.govcs, root, isPrivate, vcs)) return
    const kind = isPrivate ? 'private' : 'public'
    throw new Failure(
      'refused',
      `Cannot read ${root}: this server's rules do not allow ${vcs} for it, a ${kind} path`,
      { at: 'repository', hint: 'The operator can change the setting `govcs`' },
    )
  }
}
