import { Failure } from '../../failure.ts'

/** No ref has that name, or leads to that commit. */
export function unknownRevision(url: string, revision: string): Failure {
  const isCommit = /^[0-9a-f]{7,}$/.test(revision)
  const why = isCommit
    ? `no branch or tag of ${url} leads to it`
    : `${url} has no branch or tag of that name`
  return new Failure('not-found', `Unknown revision ${revision}: ${why}`, {
    url,
    at: isCommit ? 'commit' : 'ref',
  })
}

/** The repository has no refs at all: it is empty, or its server is in trouble. */
export function nothingThere(url: string, revision: string): Failure {
  const message = `Unknown revision ${revision}: ${url} has no branches and no tags`
  return new Failure('not-found', message, { url, at: 'ref', isEmpty: true })
}

/** Several commits have hashes that begin so. */
export function ambiguous(url: string, revision: string): Failure {
  return new Failure(
    'not-found',
    `Ambiguous revision ${revision}: it begins the hash of more than one commit of ${url}`,
    { url, at: 'commit' },
  )
}
