/** Places for programs that stay; those that are idle make room for others. */
export interface Places {
  /** Waits for a place. */
  take(): Promise<void>
  /** Gives a place back, when its program is gone. */
  giveBack(): void
  /** Says that a program has nothing to do; `end` is called when its place is needed, perhaps at once. */
  offer(end: () => void): void
  /** Takes the offer back. */
  keep(end: () => void): void
}

/** So many places. */
export function places(most: number): Places {
  const offered = new Set<() => void>()
  const waiting: (() => void)[] = []
  let taken = 0

  function makeRoom(): void {
    const [end] = offered
    if (!end) return
    offered.delete(end)
    end()
  }

  return {
    async take() {
      if (taken < most) {
        taken++
        return
      }
      const turn = new Promise<void>((resolve) => waiting.push(resolve))
      makeRoom()
      await turn
    },
    giveBack() {
      const next = waiting.shift()
      if (next) next()
      else taken--
    },
    offer(end) {
      offered.add(end)
      if (waiting.length > 0) makeRoom()
    },
    keep: (end) => void offered.delete(end),
  }
}
