import type { RefList } from '../../origin/code-host.ts'
import { tagPrefix } from '../../origin/git/refs.ts'
import type { MadeVersion } from '../../store/facts/made-versions.ts'

/** What a list of refs says of versions that were made from the repository before. */
export interface Compared {
  readonly result: 'unchanged' | 'suspected'
  /** What was seen, in a few words. */
  readonly saw: string
}

/**
 * Compares the tags that versions were made of with what they name now. Versions that no tag named, such as
 * pseudo-versions, are not judged: a list of refs does not tell of every commit.
 */
export function compareTags(versions: readonly MadeVersion[], { tags }: RefList): Compared {
  let same = 0
  let first: string | undefined
  let others = 0
  for (const { ref, hash } of versions) {
    if (hash === null || !ref?.startsWith(tagPrefix)) continue
    const name = ref.slice(tagPrefix.length)
    const now = tags.get(name)
    if (now === hash) {
      same++
      continue
    }
    if (first !== undefined) others++
    first ??=
      now === undefined
        ? `tag ${name} is not there`
        : `tag ${name} names ${short(now)}, not ${short(hash)}`
  }
  if (first === undefined) return { result: 'unchanged', saw: `${count(same, 'tag')} as before` }
  const more = others > 0 ? `, and ${others} more like that` : ''
  return { result: 'suspected', saw: first + more }
}

const short = (hash: string): string => hash.slice(0, 7)
const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`
