import { Failure } from '../../failure.ts'

/** Upstream answered, and has no such revision. */
export function unknownRevision(url: string, revision: string): Failure {
  const at = /^[0-9a-f]{7,}$/.test(revision) ? 'commit' : 'ref'
  return new Failure('not-found', `Unknown revision ${revision}: ${url} has none of that name`, {
    url,
    at,
  })
}

/**
 * Whether a client's text may be shown to a program as the name of a revision: no option, no control characters,
 * nothing that its own notations of revisions build on.
 */
export function isRevisionName(text: string): boolean {
  return /^[^-][^\p{C}]*$/u.test(text) && text.length <= 1000 && !/[\\'"`$]/.test(text)
}
