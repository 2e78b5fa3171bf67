/** How a host does; times of day are counted from the start. */
export type Weather =
  | 'calm'
  | 'slow' // takes its time for each answer
  | 'limitedBySeconds' // 429 for some hours of each day, with seconds in Retry-After
  | 'limitedByDate' // the same with a date, by a clock that is wrong
  | 'limited' // the same without a word on how long
  | 'stormy' // 503 for some hours of each day
  | 'down' // closes every connection for a day

/** Each kind, as often as it is to be met. */
export const weathers: readonly Weather[] = [
  ...Array<Weather>(14).fill('calm'),
  'slow',
  'limitedBySeconds',
  'limitedByDate',
  'limited',
  'stormy',
  'down',
]

/** What becomes of a request. */
export interface Fate {
  /** Milliseconds until the answer. */
  readonly takes: number
  /** 0: the connection is closed. */
  readonly status: 200 | 429 | 503 | 0
  /** Milliseconds that the host wants to be left alone, and whether it says so by a date. */
  readonly retryAfter?: number
  readonly isDate?: true
}

const hour = 3600_000
const day = 24 * hour
const fine: Fate = { takes: 0, status: 200 }

/** What becomes of a request that comes so many milliseconds after the start. */
export function fateOf(weather: Weather, since: number): Fate {
  const isBadHour = since % day > 9 * hour && since % day < 14 * hour
  switch (weather) {
    case 'slow':
      return { ...fine, takes: 4000 }
    case 'limitedBySeconds':
      return isBadHour ? { ...fine, status: 429, retryAfter: 1200_000 } : fine
    case 'limitedByDate':
      return isBadHour ? { ...fine, status: 429, retryAfter: 900_000, isDate: true } : fine
    case 'limited':
      return isBadHour ? { ...fine, status: 429 } : fine
    case 'stormy':
      return isBadHour ? { ...fine, status: 503 } : fine
    case 'down':
      return since > day && since < 2 * day ? { ...fine, status: 0 } : fine
    case 'calm':
    default:
      return fine
  }
}
