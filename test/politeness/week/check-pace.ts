import { byHost, isUnasked, told } from './by-host.ts'
import type { Asked } from './forge.ts'
import type { Simulated } from './simulated.ts'

/** Least pause between two requests that nobody waits for, milliseconds. */
const interval = 1000

/** Requests that nobody waits for and that came too soon after the one before: one line for each. */
export function paceFaults({ log }: Pick<Simulated, 'log'>): string[] {
  return [...byHost(log).values()].flatMap((asked) => {
    let before: Asked | undefined
    let delay = 0
    return asked.filter(isUnasked).flatMap((one) => {
      const last = before
      const least = Math.max(interval, delay * 1000)
      before = one
      if (last?.robots) delay = last.robots.crawlDelay
      const needed = Math.max(least, (last?.robots?.crawlDelay ?? 0) * 1000)
      if (!last) return []
      if (one.order < last.endOrder) return [`${told(one)}: while another is under way`]
      const pause = one.begin - last.begin
      return pause < needed ? [`${told(one)}: after ${pause} ms, not ${needed}`] : []
    })
  })
}

/** Troubles in a row after which a host is left alone. */
const patience = 5

/** Requests to hosts that were to be left alone: one line for each. */
export function pauseFaults({ log }: Pick<Simulated, 'log'>): string[] {
  return [...byHost(log).values()].flatMap((asked) => {
    // What was under way already may still come.
    const pauses = pausesOf(asked)
    return asked.flatMap((one) =>
      pauses
        .filter(({ order, until }) => one.order > order && one.begin < until)
        .slice(0, 1)
        .map(({ why, until }) => `${told(one)}: ${why}, until ${new Date(until).toISOString()}`),
    )
  })
}

interface LeftAlone {
  readonly order: number
  readonly until: number
  readonly why: string
}

/** When a host is to be left alone at the least. */
function pausesOf(asked: readonly Asked[]): LeftAlone[] {
  let troubles = 0
  return asked
    .toSorted((a, b) => a.endOrder - b.endOrder)
    .flatMap(({ status, leaveUntil, end, endOrder: order, record }) => {
      if (record?.failure === 'stopped') return []
      const isTrouble = status === 0 || status === 429 || status >= 500
      troubles = isTrouble ? troubles + 1 : 0
      if (!isTrouble) return []
      if (leaveUntil !== undefined) return [{ order, until: leaveUntil, why: 'it said so' }]
      const limited = Math.min(60_000 * 2 ** (troubles - 1), 24 * 3600_000)
      if (status === 429) return [{ order, until: end + limited / 2, why: 'it said 429' }]
      if (troubles < patience) return []
      const pause = Math.min(1000 * 2 ** (troubles - patience), 60_000) / 2
      return [{ order, until: end + pause, why: `${troubles} in a row came to nothing` }]
    })
}
