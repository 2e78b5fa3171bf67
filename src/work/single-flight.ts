/** Runs identical work once: whoever asks while it is under way gets the same promise, and the same failure. */
export interface SingleFlight<T> {
  run(key: string, work: () => Promise<T>): Promise<T>
}

/** Makes a single flight. Work goes on when its first asker goes away: nobody's signal is passed to it. */
export function singleFlight<T>(): SingleFlight<T> {
  const flying = new Map<string, Promise<T>>()
  return {
    run(key, work) {
      const known = flying.get(key)
      if (known) return known
      const flight = work().finally(() => flying.delete(key))
      flying.set(key, flight)
      return flight
    },
  }
}
