import type { Capabilities } from './advertisement.ts'
import type { PackWish } from './remote.ts'

/**
 * What can be asked of a server: one that knows no shallow repositories sends the whole history, and is not told
 * of commits whose parents are not held.
 */
export function wishFor(wish: PackWish, server: Capabilities): PackWish {
  if (server.shallow) return wish
  const { depth: _, ...whole } = wish
  return { ...whole, shallow: [], haves: wish.haves.filter((hash) => !wish.shallow.includes(hash)) }
}
