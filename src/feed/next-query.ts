import type { FeedPage } from './open-index.ts'
import type { FeedQuery } from './query.ts'
import { mostEntries } from './query.ts'
import { timeText } from './time.ts'

/**
 * The query that goes on where a page ends, without `?`. In ascending order there always is one, for what is yet to
 * come; in descending order none when there is no more.
 */
export function nextQuery(query: FeedQuery, page: Omit<FeedPage, 'seqs'>): string | undefined {
  const { since, before, limit, order, paths, wait } = query
  const isBack = order === 'desc'
  if (isBack && !page.isFull) return undefined
  const after = isBack ? query.after : page.reached
  const next = new URLSearchParams({
    ...(since !== undefined && { since: timeText(since) }),
    ...(after !== undefined && { after: String(after) }),
    ...(isBack && { before: String(page.last?.seq ?? 0) }),
    ...(before !== undefined && !isBack && { before: String(before) }),
    ...paths,
    ...(isBack && { order }),
    ...(limit < mostEntries && { limit: String(limit) }),
    ...(wait > 0 && { wait: String(wait) }),
  })
  return next.toString()
}
