import { safeJson } from '../safe-text.ts'
import type { FeedEntry } from '../store/facts/feed.ts'
import { timeText } from './time.ts'

/**
 * An entry as JSON, without a line end: as the public index has it, or with the type of the entry and its number, too.
 *
 * Source: index.golang.org, which writes Path, Version and Timestamp
 */
export function entryJson(
  { path, version, at, type, seq }: FeedEntry,
  isExtended: boolean,
): string {
  const shared = { Path: path, Version: version, Timestamp: timeText(at) }
  return safeJson(JSON.stringify(isExtended ? { ...shared, Type: type, Seq: seq } : shared))
}
