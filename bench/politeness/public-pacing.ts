import type { ClientRequest } from '../../test/politeness/week/traffic.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** How the public mirror was reported to keep answers fresh. Source: golang/go#75191, August 2025 */
const refreshedEvery = 25 * minute
const keptFor = new Map<ClientRequest['kind'], number>([
  ['list', 3 * day],
  ['latest', day],
])

/**
 * How often a mirror with that pacing asks each module's origin again for what clients asked for: one question for every
 * 25 minutes between `from` and `to` in which somebody has asked for the list in the last three days, and the same for
 * the latest version and one day.
 *
 * @param from milliseconds after the start, as `to`
 */
export function publicRefreshes(
  traffic: readonly ClientRequest[],
  from: number,
  to: number,
): Map<string, number> {
  const all = new Map<string, number>()
  for (const [kind, window] of keptFor) {
    const asked = Map.groupBy(
      traffic.filter((request) => request.kind === kind),
      ({ repository }) => repository.module,
    )
    for (const [module, requests] of asked) {
      const kept = keptWithin(requests, window, from, to)
      all.set(module, (all.get(module) ?? 0) + Math.floor(kept / refreshedEvery))
    }
  }
  return all
}

/** Milliseconds in which the last request is no older than the window; requests are in the order of time. */
function keptWithin(
  requests: readonly ClientRequest[],
  window: number,
  from: number,
  to: number,
): number {
  let kept = 0
  let end = from
  for (const { since } of requests) {
    const begin = Math.max(since, end)
    end = Math.max(end, Math.min(since + window, to))
    kept += Math.max(0, end - begin)
  }
  return kept
}
