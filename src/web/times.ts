import { dayOf } from '../store/facts/day.ts'
import { html } from '../page/html.ts'
import type { Html } from '../page/html.ts'

const dayMillis = 86_400_000
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The `count` days up to and with `today`, the oldest first. */
export function lastDays(today: string, count: number): string[] {
  const end = Date.parse(today)
  return Array.from({ length: count }, (_, i) => dayOf(end - (count - 1 - i) * dayMillis))
}

/** A day for people: `3 Nov`. */
export function dayText(day: string): string {
  return `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1] ?? '?'}`
}

/** A time in UTC, to the minute or second, with its year where that is not the one of `now`. */
export function timeOf(at: number, now: number, precision: 'minute' | 'second' = 'minute'): Html {
  const iso = isoOf(at)
  const year = iso.slice(0, 4) === isoOf(now).slice(0, 4) ? '' : ` ${iso.slice(0, 4)}`
  const clock = iso.slice(11, precision === 'minute' ? 16 : 19)
  return html`<time datetime="${iso.slice(0, 19)}Z">${dayText(iso)}${year}, ${clock}</time>`
}

/** How long something lasts: `10 s`, `48 h`, `7 days`. @param millis zero or more */
export function durationText(millis: number): string {
  const seconds = millis / 1000
  if (seconds < 120) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 259_200) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** How often, given the days between: `once a day`, `once a week`, `every 36 h`, `every 30 days`. */
export function oftenText(days: number): string {
  if (days === 1) return 'once a day'
  return days === 7 ? 'once a week' : `every ${durationText(days * dayMillis)}`
}

/** ISO 8601 of a time; what no date can hold is the epoch. */
export function isoOf(at: number): string {
  const date = new Date(at)
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString()
}
