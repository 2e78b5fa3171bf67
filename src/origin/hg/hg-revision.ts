import type { Revision } from '../code-host.ts'
import { isRevisionName, unknownRevision } from '../programs/unknown-revision.ts'
import { hgIfThere } from './hg-copy.ts'

/**
 * What a name stands for: bookmark, tag, branch, hash prefix, or revision number. A whole expression, which the go
 * command would have hg work out, is not one.
 *
 * @param branches their names never are a revision's version
 * @throws Failure `not-found`
 * Source: `cmd/go/internal/modfetch/codehost.vcsRepo.Stat`, `hgParseStat`
 */
export async function hgRevision(
  copy: string,
  url: string,
  name: string,
  branches: ReadonlySet<string>,
): Promise<Revision> {
  const template = '{node} {date|hgdate} {tags}'
  const printed = isRevisionName(name)
    ? await hgIfThere(copy, ['log', '-l1', `--rev=${symbol(name)}`, '-T', template])
    : undefined
  const [hash = '', seconds = '', , ...tags] = (printed?.toString('utf8') ?? '').trim().split(/\s+/)
  if (!/[1-9a-f]/.test(hash)) throw unknownRevision(url, name)
  const isPrefix = hash.startsWith(name)
  const isMoving = name === 'tip' || branches.has(name)
  return {
    hash,
    short: hash.slice(0, 12),
    time: new Date(Number(seconds) * 1000),
    version: isPrefix || isMoving ? hash : name,
    tags: tags.filter((tag) => tag !== 'tip').toSorted(),
    ...(!(isPrefix && name.length >= 12) && { ref: name }),
  }
}

/** A revset that is this name and nothing else; see {@link isRevisionName}. */
export function symbol(name: string): string {
  return `r'${name}'`
}
