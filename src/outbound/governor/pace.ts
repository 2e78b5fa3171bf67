import type { Heard } from './heard.ts'

/** How fast a host is asked; times in milliseconds. */
export interface Pace {
  /** Requests of people that may be under way at a time. */
  readonly connections: number
  /** Good answers since that number last changed. */
  readonly good: number
  /** How long the host usually takes for the head of an answer, and how long of late; 0 as long as that is not known. */
  readonly usual: number
  readonly recent: number
  /** What the pause between two background requests is multiplied with: from 1 to 64. */
  readonly care: number
}

const firstConnections = 4
const mostCare = 64
/** An answer that takes less is never slow. */
const quick = 500
/** Pauses between background requests are at least this many times what an answer takes. */
const restsPerAnswer = 10
const longestInterval = 10 * 60_000

/** A host that was not asked yet. */
export function firstPace(mostConnections: number): Pace {
  const connections = Math.min(firstConnections, mostConnections)
  return { connections, good: 0, usual: 0, recent: 0, care: 1 }
}

/**
 * The pace after what was heard: one more connection after as many good answers as there are, one less where answers
 * take more than twice as long as usual, half of them after any trouble (additive increase, multiplicative decrease).
 *
 * @param millis until the head of the answer
 */
export function paceAfter(pace: Pace, heard: Heard, millis: number, mostConnections: number): Pace {
  if (heard.kind === 'ours') return pace
  if (heard.kind !== 'good') {
    const connections = Math.max(1, Math.floor(pace.connections / 2))
    return { ...pace, connections, good: 0, care: Math.min(pace.care * 2, mostCare) }
  }
  const usual = pace.usual === 0 ? millis : pace.usual + (millis - pace.usual) / 20
  const recent = pace.recent === 0 ? millis : pace.recent + (millis - pace.recent) / 3
  const isSlow = recent > 2 * usual && recent > quick
  const good = pace.good + 1
  const told = { ...pace, usual, recent, good, care: isSlow ? pace.care : calmer(pace.care) }
  if (isSlow && good >= pace.connections) {
    return { ...told, connections: Math.max(1, pace.connections - 1), good: 0 }
  }
  if (!isSlow && good >= pace.connections && pace.connections < mostConnections) {
    return { ...told, connections: pace.connections + 1, good: 0 }
  }
  return told
}

/** Trust comes back slower than it goes. */
function calmer(care: number): number {
  return Math.max(1, care * 0.9)
}

/**
 * Least pause between the beginnings of two background requests.
 *
 * @param base the configured one
 * @param crawlDelay what the host's robots.txt asks for, if it does: never less than that
 */
export function intervalOf(pace: Pace, base: number, crawlDelay = 0): number {
  const own = Math.max(base, restsPerAnswer * pace.recent) * pace.care
  return Math.max(crawlDelay, Math.min(own, longestInterval))
}
