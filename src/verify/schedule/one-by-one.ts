/** Does work about something that lies at a host. */
export type InTurn = (host: string, about: string, work: () => Promise<void>) => Promise<void>

/**
 * Does work one piece after the other at each host, so that it never crowds out the people who wait there. Work about
 * something that has not begun yet is done once for all who asked for it.
 */
export function oneByOne(): InTurn {
  const last = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()
  return (host, about, work) => {
    const known = waiting.get(about)
    if (known) return known
    const begin = () => {
      waiting.delete(about)
      return work()
    }
    const mine = (last.get(host) ?? Promise.resolve()).then(begin, begin)
    waiting.set(about, mine)
    last.set(host, mine)
    const isOver = () => {
      if (last.get(host) === mine) last.delete(host)
    }
    mine.then(isOver, isOver)
    return mine
  }
}
