/** A round of first looks, and the hosts at which it is over. */
export interface HostRounds<T> {
  /**
   * One that was looked at waits until nobody is left at two hosts: it must have left neither yet.
   *
   * @param expected the host it was expected at
   * @param asked the host that was asked last, which may be another
   * @returns what was begun then, for all together that wait for the same two
   */
  wait(expected: string, asked: string): Promise<T>
  /** One that was expected at a host was looked at. */
  leave(expected: string): void
}

/** Who waits for the same two hosts. */
interface Party<T> extends PromiseWithResolvers<T> {
  readonly hosts: readonly string[]
}

/**
 * Tells when a round is over at a host, so that one that hangs holds up nobody else. One that turns out to be at another
 * host than expected is not waited for there: it waits itself.
 *
 * @param expected the host of each that will be looked at
 * @param begin makes what is given to those who wait together, when the last look for which they wait is over
 */
export function hostRounds<T>(expected: Iterable<string>, begin: () => T): HostRounds<T> {
  const left = new Map<string, number>()
  for (const host of expected) left.set(host, leftAt(host) + 1)
  const waiting = new Map<string, Party<T>>()

  function leftAt(host: string): number {
    return left.get(host) ?? 0
  }

  return {
    wait(...hosts) {
      const key = hosts.join(' ')
      const party = waiting.get(key) ?? { hosts, ...Promise.withResolvers<T>() }
      waiting.set(key, party)
      return party.promise
    },
    leave(host) {
      left.set(host, leftAt(host) - 1)
      if (leftAt(host) > 0) return
      for (const [key, { hosts, resolve }] of waiting) {
        if (hosts.some((one) => leftAt(one) > 0)) continue
        waiting.delete(key)
        resolve(begin())
      }
    },
  }
}
