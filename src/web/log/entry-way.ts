import { numberText } from '../../check/report/units.ts'
import type { ProvableEntry } from '../../sumdb/log/log-view.ts'
import { formatHash } from '../../tlog/hash.ts'

/** A step of the way from an entry to the root, in words. */
export interface WayRow {
  /** Which entries the hash is of. */
  readonly entries: string
  /** On which side of what was made so far it stands. */
  readonly side: 'left' | 'right'
  readonly hash: string
}

/** The way of an entry, from the bottom up. Source: RFC 6962 section 2.1.1 */
export function wayRows({ way }: Pick<ProvableEntry, 'way'>): WayRow[] {
  return way.map(({ sibling: { lo, hi }, side, hash }) => ({
    entries:
      hi - lo === 1
        ? `entry ${numberText(lo)}`
        : `entries ${numberText(lo)} to ${numberText(hi - 1)}`,
    side,
    hash: formatHash(hash),
  }))
}

/** The name that a proof is saved under: one that no shell takes for anything else. */
export function proofFile(path: string, version: string): string {
  const name = `${path.split('/').at(-1)}@${version}`.replaceAll(/[^\w.@+-]/g, '_')
  return `${name.replace(/^[-.]+/, '')}.tlog-proof`
}
