import { untouchedHost, type HostMemory, type HostState } from '../src/outbound/host-memory.ts'

/** Keeps the state of hosts for as long as the test runs. */
export function passingMemory(): HostMemory {
  const states = new Map<string, HostState>()
  const of = (host: string): HostState => states.get(host) ?? untouchedHost
  return {
    read: (host) => states.get(host),
    addSaved(host, requests, bytes) {
      const known = of(host)
      states.set(host, {
        ...known,
        savedRequests: known.savedRequests + requests,
        savedBytes: known.savedBytes + bytes,
      })
    },
    addSpent(host, requests, bytes) {
      const known = of(host)
      states.set(host, {
        ...known,
        spentRequests: known.spentRequests + requests,
        spentBytes: known.spentBytes + bytes,
      })
    },
    giveBack(host, requests, bytes) {
      const known = of(host)
      states.set(host, {
        ...known,
        spentRequests: known.spentRequests - requests,
        spentBytes: known.spentBytes - bytes,
      })
    },
    save(host, state) {
      states.set(host, { ...of(host), ...state })
    },
  }
}
