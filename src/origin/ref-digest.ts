import { createHash } from 'node:crypto'
import { goQuote } from './go-quote.ts'

/**
 * The digest behind `Origin.TagSum` and `Origin.RepoSum`: base64 SHA-256 over a line for each (name, hash) pair.
 *
 * @param pairs in byte order of their names
 * Source: `cmd/go/internal/modfetch/codehost`, `gitRepo.Tags` and `repoSum`
 */
export function refDigest(pairs: readonly (readonly [string, string])[]): string {
  const digest = createHash('sha256')
  for (const [name, hash] of pairs) digest.update(`${goQuote(name)} ${hash}\n`)
  return digest.digest('base64')
}
