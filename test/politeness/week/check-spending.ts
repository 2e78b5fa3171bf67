import { byHost, told } from './by-host.ts'
import type { Asked } from './forge.ts'
import type { Simulated } from './simulated.ts'

/** Requests and bytes. */
export interface Amount {
  readonly requests: number
  readonly bytes: number
}

/** What a host was spared and what the background took of it, from the forge's log and the clients'. */
export interface HostBalance {
  readonly host: string
  readonly saved: Amount
  readonly spent: Amount
}

interface Change {
  readonly order: number
  readonly requests: number
  readonly bytes: number
  readonly what?: string
}

/** Where the background has taken more than the host was spared until then: one line for each request. */
export function overspent({ log, spared }: Pick<Simulated, 'log' | 'spared'>): string[] {
  const changes = Map.groupBy(spared, ({ host }) => host)
  return [...byHost(log)].flatMap(([host, asked]) => {
    const gains = (changes.get(host) ?? []).map(({ order, bytes }): Change => ({
      order,
      requests: 1,
      bytes,
    }))
    const losses = asked
      .filter(({ record }) => record?.reason === 'background')
      .flatMap((one): Change[] => {
        const bytes = -one.sent - one.received
        return [
          { order: one.order, requests: -1, bytes: 0, what: told(one) },
          { order: one.endOrder, requests: 0, bytes, what: told(one) },
        ]
      })
    let [requests, bytes] = [0, 0]
    return [...gains, ...losses]
      .sort((a, b) => a.order - b.order)
      .flatMap((change) => {
        requests += change.requests
        bytes += change.bytes
        const isOver = change.what !== undefined && (requests < 0 || bytes < 0)
        return isOver ? [`${change.what}: ${-requests} requests, ${-bytes} bytes too many`] : []
      })
  })
}

/** The balance of every host at the end. */
export function balances({
  world,
  log,
  spared,
}: Pick<Simulated, 'world' | 'log' | 'spared'>): HostBalance[] {
  const asked = byHost(log)
  const gains = Map.groupBy(spared, ({ host }) => host)
  return world.hosts.map(({ name }) => {
    const paid = asked.get(name)?.filter(({ record }) => record?.reason === 'background') ?? []
    return {
      host: name,
      saved: sum(gains.get(name) ?? []),
      spent: bytesOf(paid),
    }
  })
}

/** All of them together. */
export function sum(all: readonly { readonly bytes: number }[]): Amount {
  return { requests: all.length, bytes: all.reduce((bytes, one) => bytes + one.bytes, 0) }
}

/** Requests, and their bytes both ways. */
export function bytesOf(asked: readonly Pick<Asked, 'sent' | 'received'>[]): Amount {
  return sum(asked.map(({ sent, received }) => ({ bytes: sent + received })))
}
