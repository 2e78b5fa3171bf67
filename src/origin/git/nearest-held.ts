import type { RefSnapshot } from './refs.ts'

/** How many held commits are offered to the server: each costs two lines of a request, and few are near. */
const most = 6

/**
 * Chooses which held commits the server should send differences against: those whose tags stand nearest to the wanted
 * one's in natural order (`v1.9.0` before `v1.10.0`), and the newest ones held.
 */
export function nearestHeld(commit: string, held: readonly string[], at: RefSnapshot): string[] {
  const newest = held.slice(-2)
  const heldSet = new Set(held)
  const tags = at.refs
    .filter(({ name }) => name.startsWith('refs/tags/'))
    .toSorted((a, b) => byNaturalOrder.compare(a.name, b.name))
  const place = tags.findIndex((tag) => tag.commit === commit)
  const near =
    place < 0
      ? held.slice(-most)
      : tags
          .map(({ commit }, index) => ({ commit, distance: Math.abs(index - place) }))
          .filter(({ commit }) => heldSet.has(commit))
          .sort((a, b) => a.distance - b.distance)
          .map(({ commit }) => commit)
  return [...new Set([...near.slice(0, most - newest.length), ...newest, ...near])].slice(0, most)
}

const byNaturalOrder = new Intl.Collator('en', { numeric: true })
