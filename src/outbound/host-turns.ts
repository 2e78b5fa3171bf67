import { createTurns, type Turns } from './program-turns.ts'

/** Waits until one more may talk to a host; gives a way to leave. Rejects with the signal's reason when that comes first. */
export type HostTurns = (host: string, signal: AbortSignal) => Promise<() => void>

/** Lets at most `most` talk to one host at a time; the others go on in the order they came. */
export function hostTurns(most: number): HostTurns {
  const hosts = new Map<string, { readonly turns: Turns; users: number }>()
  return async (host, signal) => {
    signal.throwIfAborted()
    const entry = hosts.get(host) ?? { turns: createTurns(most), users: 0 }
    hosts.set(host, entry)
    entry.users++
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    let isGone = false
    let leaveTurn: (() => void) | undefined
    const leave = () => {
      if (isGone) return
      isGone = true
      signal.removeEventListener('abort', giveUp)
      leaveTurn?.()
      entry.users--
      if (entry.users === 0) hosts.delete(host)
    }
    const giveUp = () => {
      leave()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', giveUp)
    leaveTurn = entry.turns(() => {
      signal.removeEventListener('abort', giveUp)
      resolve(leave)
    })
    return promise
  }
}
