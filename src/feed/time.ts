import { whole } from '../store/facts/whole.ts'

const pattern = /^(\d{4}-\d\d-\d\d)(?:t(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(z|[+ -]\d\d:\d\d))?$/i

/**
 * The first whole microsecond (Unix) that is not before a time as RFC 3339 has it, with up to nine digits behind the
 * point; undefined when the text is none. A day alone is its first moment in UTC. The plus of an offset may have become
 * a space, as it does in a query where it was not encoded. What lies before 1684 or after 2255 counts as the first or last
 * moment in between, so that every time can be written again, exactly.
 */
export function microsOf(text: string): number | undefined {
  const [, day, clock = '00:00:00', fraction = '', offset = 'Z'] = pattern.exec(text) ?? []
  if (day === undefined || clock >= '24') return undefined
  const zone = offset.toUpperCase().replace(' ', '+')
  const [midnight, millis] = [Date.parse(day), Date.parse(`${day}T${clock}${zone}`)]
  // Date.parse takes 31 February for a day of March.
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day)
  if (!isDay || Number.isNaN(millis)) return undefined
  return whole(millis * 1000 + Math.ceil(Number(fraction.padEnd(9, '0')) / 1000))
}

/** A time in Unix microseconds as RFC 3339 in UTC, always with six digits behind the point, so that texts sort as times. */
export function timeText(micros: number): string {
  const millis = Math.floor(micros / 1000)
  const rest = String(micros - millis * 1000).padStart(3, '0')
  return new Date(millis).toISOString().replace(/Z$/, `${rest}Z`)
}
