import type { HostDay } from '../../store/facts/host-days.ts'
import { csv } from '../csv.ts'
import { allAsked } from '../tallies.ts'

/** A table of days: one line each, the oldest first. `requests` and `bytes` are of all reasons together. */
export function hostCsv(host: string, days: readonly HostDay[]): string {
  return csv([
    [
      'day',
      'host',
      'requests',
      'bytes',
      'foreground',
      'background',
      'floor',
      'push',
      'rules',
      'errors',
      'saved',
      'saved_bytes',
    ],
    ...days.map((day) => [
      day.day.replaceAll(/[^\d-]/g, ''),
      host,
      allAsked(day).requests,
      allAsked(day).bytes,
      day.asked.foreground.requests,
      day.asked.background.requests,
      day.asked.floor.requests,
      day.asked.push.requests,
      day.rules.requests,
      day.errors,
      day.saved.requests,
      day.saved.bytes,
    ]),
  ])
}
