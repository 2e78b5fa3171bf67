import type { Capabilities } from './advertisement.ts'
import type { PackWish } from './remote.ts'

/**
 * What can be asked of a server: one that knows no shallow repositories sends the whole history, and is not told
 * of commits whose parents are not held; one that leaves nothing out is not told of commits whose files are not held.
 */
export function wishFor(wish: PackWish, server: Capabilities): PackWish {
  const known = server.filter || !wish.without ? wish : unfiltered(wish)
  if (server.shallow) return known
  const { depth: _, ...whole } = known
  return {
    ...whole,
    shallow: [],
    haves: known.haves.filter((hash) => !known.shallow.includes(hash)),
  }
}

function unfiltered(filtered: PackWish): PackWish {
  const { without: _, partial = [], ...wish } = filtered
  const isWhole = (hash: string) => !partial.includes(hash)
  return { ...wish, haves: wish.haves.filter(isWhole), shallow: wish.shallow.filter(isWhole) }
}

/** How git calls what a wish is without; undefined for nothing. Source: git-rev-list(1), `--filter` */
export function filterOf({ without }: PackWish): string | undefined {
  if (without === undefined) return undefined
  return without === 'content' ? 'tree:0' : 'blob:none'
}
