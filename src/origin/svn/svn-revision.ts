import type { Revision } from '../code-host.ts'
import { unknownRevision } from '../programs/unknown-revision.ts'
import { parseSvnLog } from './svn-xml.ts'

/**
 * Reads what `svn log --xml` prints of one revision: the last one that changed the folder.
 *
 * @param name under which it was asked for
 * @throws Failure `not-found` when there is none
 * Source: `cmd/go/internal/modfetch/codehost.svnParseStat`, `vcsRepo.statLocal`
 */
export function svnRevision(xml: string, url: string, name: string): Revision {
  const entry = parseSvnLog(xml)
  if (!entry) throw unknownRevision(url, name)
  const hash = String(entry.number)
  return {
    hash,
    short: hash.padStart(12, '0'),
    time: new Date(`${entry.date.slice(0, 19)}Z`),
    exactTime: entry.date.replace(/(\.\d*?)0*Z$/, '$1Z').replace('.Z', 'Z'),
    version: name,
    tags: [],
    ...(!(hash.startsWith(name) && name.length >= 12) && { ref: name }),
  }
}
