const lastMoment = Date.UTC(9999, 11, 31)

/** The day (UTC) of a moment in Unix milliseconds, as `2026-11-30`. Days sort as their moments do. */
export function dayOf(ms: number): string {
  const moment = Number.isFinite(ms) ? Math.min(Math.max(ms, 0), lastMoment) : 0
  return new Date(moment).toISOString().slice(0, 10)
}
