import type { RefSnapshot } from './refs.ts'

/** How many held commits are offered to the server: each costs two lines of a request, and few are near. */
const most = 6

/**
 * Chooses which held commits the server should send differences against: those whose tags stand next to the wanted
 * one's in natural order (`v1.9.0` before `v1.10.0`), by turns above and below, and the newest ones held. Only tags of
 * held commits are put in order, since there may be many more others.
 */
export function nearestHeld(commit: string, held: readonly string[], at: RefSnapshot): string[] {
  const newest = held.slice(-2)
  const near = byDistance(commit, new Set(held), at) ?? held.slice(-most)
  return [...new Set([...near.slice(0, most - newest.length), ...newest, ...near])].slice(0, most)
}

/** Held commits with tags, those next to the wanted one's first; undefined when it has none. */
function byDistance(
  commit: string,
  held: ReadonlySet<string>,
  { refs }: RefSnapshot,
): string[] | undefined {
  const tags = refs
    .filter((ref) => ref.commit === commit || held.has(ref.commit))
    .filter(({ name }) => name.startsWith('refs/tags/'))
    .toSorted((a, b) => byNaturalOrder.compare(a.name, b.name))
    .map((tag) => tag.commit)
  const place = tags.indexOf(commit)
  if (place < 0) return undefined
  return tags
    .map((tagged, index) => ({ tagged, distance: Math.abs(index - place) }))
    .filter(({ tagged }) => held.has(tagged))
    .sort((a, b) => a.distance - b.distance)
    .map(({ tagged }) => tagged)
}

const byNaturalOrder = new Intl.Collator('en', { numeric: true })
