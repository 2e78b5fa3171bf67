import type { HostStanding } from '../outbound/standing.ts'

/** What background looks cost a host for each request (byte) that our copy has spared it; 0 before the first. */
export function perSaved(
  { spent, saved }: HostStanding,
  unit: 'requests' | 'bytes' = 'requests',
): number {
  if (spent[unit] === 0) return 0
  return saved[unit] === 0 ? Infinity : spent[unit] / saved[unit]
}

/** Two digits, never rounded to the side that looks better: `0`, `0.03`, `1`, `1.01`. */
export function ratioText(ratio: number): string {
  if (ratio === Infinity) return 'nothing was saved'
  return String(Math.ceil(Math.round(ratio * 1e8) / 1e6) / 100)
}
