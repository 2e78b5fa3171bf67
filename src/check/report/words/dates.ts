const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A day in UTC for people: `10 Sep`, with its year where that is another one than that of `now`.
 *
 * @param iso RFC 3339, as is `now`
 */
export function dayText(iso: string, now: string): string {
  const day = new Date(iso)
  const text = `${day.getUTCDate()} ${months[day.getUTCMonth()] ?? ''}`
  return iso.slice(0, 4) === now.slice(0, 4) ? text : `${text} ${day.getUTCFullYear()}`
}

/** A moment in UTC for people, to the minute: `22 Nov 2026, 10:00 UTC`. */
export function momentText(iso: string): string {
  return `${dayText(iso, '')}, ${new Date(iso).toISOString().slice(11, 16)} UTC`
}

/** Whether two moments are on the same day in UTC. */
export function isSameDay(a: string, b: string): boolean {
  return dayText(a, '') === dayText(b, '')
}
