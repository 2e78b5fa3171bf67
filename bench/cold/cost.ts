import type { Forge } from '../../test/forge/forge.ts'
import { median } from '../median.ts'

/** What some work cost the forge and whoever waited. */
export interface Cost {
  readonly requests: number
  /** Bytes of body that the forge sent. */
  readonly bytes: number
  readonly seconds: number
}

/** Does some work and reads in the forge's log what it took. Nobody else may ask the forge meanwhile. */
export async function costOf(forge: Forge, work: () => Promise<unknown>): Promise<Cost> {
  forge.log.reset()
  const begun = performance.now()
  await work()
  const seconds = (performance.now() - begun) / 1000
  const { entries } = forge.log
  return {
    requests: entries.length,
    bytes: entries.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
    seconds,
  }
}

/** All of them together. */
export function total(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (sum, cost) => ({
      requests: sum.requests + cost.requests,
      bytes: sum.bytes + cost.bytes,
      seconds: sum.seconds + cost.seconds,
    }),
    { requests: 0, bytes: 0, seconds: 0 },
  )
}

/** The most requests that one of them took; 0 for none. */
export function mostRequests(costs: readonly Cost[]): number {
  return Math.max(0, ...costs.map(({ requests }) => requests))
}

/** Field by field. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    requests: median(costs.map((cost) => cost.requests)),
    bytes: median(costs.map((cost) => cost.bytes)),
    seconds: median(costs.map((cost) => cost.seconds)),
  }
}
