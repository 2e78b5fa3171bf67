/** Bytes for people: `512 B`, `61 kB`, `2.4 MB`; a kB is 1000 B. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${(bytes / 1e9).toFixed(1)} GB`
}

/** `1,204 modules`, `1 module`, `2 repositories`. */
export function counted(count: number, noun: string): string {
  return `${numberText(count)} ${count === 1 ? noun : plural(noun)}`
}

/** A whole number with commas between thousands. What the platform has for it takes longer to load than a report. */
export function numberText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Whole seconds. */
export function secondsText(millis: number): string {
  return `${numberText(Math.round(millis / 1000))} s`
}

function plural(noun: string): string {
  if (noun.endsWith('sh')) return `${noun}es`
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
}
