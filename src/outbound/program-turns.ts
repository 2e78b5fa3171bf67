/** Waits for a place, then calls `begin` with a way to give it up. Returns that way, which works while waiting too. */
export type Turns = (begin: (leave: () => void) => void) => () => void

/**
 * Lets at most `most` pieces of work run at once; the others begin in the order they came, as soon as one leaves.
 * Where there is room, `begin` is called before this returns. Leaving twice does nothing.
 */
export function createTurns(most: number): Turns {
  const waiting = new Set<() => void>()
  let inside = 0
  return (begin) => {
    let hasLeft = false
    const leave = () => {
      if (hasLeft) return
      hasLeft = true
      if (waiting.delete(enter)) return
      inside--
      const [next] = waiting
      if (next) next()
    }
    const enter = () => {
      waiting.delete(enter)
      inside++
      begin(leave)
    }
    if (inside < most) enter()
    else waiting.add(enter)
    return leave
  }
}
