/** One first-come, first-served line per name, within this process. */
export interface WaitingLines {
  /** Resolves to true when it is the caller's turn, to false when `signal` aborts or on close. */
  enter(name: string, signal?: AbortSignal): Promise<boolean>
  /** Takes the turn where nobody has it or waits for it; false otherwise. */
  enterEmpty(name: string): boolean
  /** Ends the turn of whoever entered and got true. */
  leave(name: string): void
  /** Turns away everybody who still waits. */
  close(): void
}

/** Makes a set of lines, all empty. A name costs memory only while somebody is in its line. */
export function waitingLines(): WaitingLines {
  const lines = new Map<string, Set<(turn: boolean) => void>>()

  return {
    async enter(name, signal) {
      const line = lines.get(name)
      if (line === undefined) {
        lines.set(name, new Set())
        return true
      }
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const giveUp = () => {
        if (line.delete(resolve)) resolve(false)
      }
      line.add(resolve)
      signal?.addEventListener('abort', giveUp)
      try {
        return await promise
      } finally {
        signal?.removeEventListener('abort', giveUp)
      }
    },
    enterEmpty(name) {
      if (lines.has(name)) return false
      lines.set(name, new Set())
      return true
    },
    leave(name) {
      const line = lines.get(name)
      const [next] = line ?? []
      if (line === undefined || next === undefined) {
        lines.delete(name)
        return
      }
      line.delete(next)
      next(true)
    },
    close() {
      for (const line of lines.values()) {
        for (const turnAway of line) turnAway(false)
        line.clear()
      }
    },
  }
}
