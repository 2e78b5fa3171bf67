import type { HostStanding } from '../outbound/standing.ts'

/** Until when a host keeps us waiting; undefined when it does not. Both in milliseconds since the epoch. */
export function pauseEnd(standing: HostStanding | undefined, now: number): number | undefined {
  const until = standing?.pausedUntil
  return until !== undefined && until > now ? until : undefined
}
