import { tagPrefix, type RefSnapshot } from './refs.ts'

/**
 * How many held commits are offered to the server: each costs two lines of a request, and each spares the server what
 * it holds. Measured on repositories with hundreds of tags: beyond this, requests grow and answers hardly shrink.
 */
const most = 32

/**
 * Chooses which held commits the server should send differences against: half of them those whose tags stand next to
 * the wanted one's in natural order (`v1.9.0` before `v1.10.0`), by turns above and below, and the newest ones held; the
 * others evenly spread over what is held, since a tag's name does not tell when it was made. Only tags of held commits
 * are put in order, since there may be many more others.
 */
export function nearestHeld(commit: string, held: readonly string[], at: RefSnapshot): string[] {
  if (held.length <= most) return [...held]
  const tags = inNaturalOrder(commit, new Set(held), at)
  const place = tags.indexOf(commit)
  const others = tags.filter((tagged) => tagged !== commit)
  const near = place < 0 ? held.slice(-most / 2) : byDistance(others, place)
  const pool = others.length > 0 ? others : held
  const chosen = [...held.slice(-2), ...near.slice(0, most / 2), ...spread(pool), ...near]
  return [...new Set(chosen)].slice(0, most)
}

/** The wanted commit, where a tag names it, and all held ones that have tags: each once, at its first tag. */
function inNaturalOrder(
  commit: string,
  held: ReadonlySet<string>,
  { refs }: RefSnapshot,
): string[] {
  const tags = refs
    .filter((ref) => ref.commit === commit || held.has(ref.commit))
    .filter(({ name }) => name.startsWith(tagPrefix))
    .toSorted((a, b) => byNaturalOrder.compare(a.name, b.name))
  return [...new Set(tags.map((tag) => tag.commit))]
}

/** Those next to a place between two of them first. */
function byDistance(tags: readonly string[], place: number): string[] {
  return tags
    .map((tagged, index) => ({ tagged, distance: Math.abs(index + 0.5 - place) }))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ tagged }) => tagged)
}

/** As many as half of {@link most}, the first and the last among them. */
function spread(all: readonly string[]): string[] {
  const count = Math.min(most / 2, all.length)
  const step = count > 1 ? (all.length - 1) / (count - 1) : 0
  return Array.from({ length: count }, (_, index) => all[Math.round(index * step)] ?? '')
}

const byNaturalOrder = new Intl.Collator('en', { numeric: true })
