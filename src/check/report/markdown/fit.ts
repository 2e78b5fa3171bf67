import { counted } from '../units.ts'

/** A part of a text that may lose its last items. */
export interface Section {
  /** What an item is, for saying how many are left out. */
  readonly noun: string
  /** Before the items; it is left out when no item has room. */
  readonly head: string
  readonly items: readonly string[]
  /** After the items. */
  readonly foot: string
}

/** How long a text may become. */
export interface Room {
  readonly most: number
  /** How much of it a text takes. */
  readonly size: (text: string) => number
}

/** Left for saying in the first line what was cut. */
const reserve = 400

/**
 * Puts sections behind each other, the most important first, leaving out the last items that have no room. The first
 * line then says what was left out.
 */
export function fitted(first: string, sections: readonly Section[], { most, size }: Room): string {
  let left = most - size(first) - reserve
  const parts: string[] = []
  const cut: string[] = []
  for (const { noun, head, items, foot } of sections) {
    if (items.length === 0) continue
    left -= size(head) + size(foot)
    let taken = 0
    for (const item of items) {
      const cost = size(item)
      if (cost > left) break
      left -= cost
      taken += 1
    }
    if (taken === 0) left += size(head) + size(foot)
    else parts.push(head, ...items.slice(0, taken), foot)
    if (taken < items.length) cut.push(counted(items.length - taken, noun))
  }
  const remark = cut.length === 0 ? '' : ` (cut to fit: ${cut.join(', ')} left out)`
  return `${first}${remark}\n${parts.join('')}`
}
