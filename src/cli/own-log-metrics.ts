import { Failure } from '../failure.ts'
import type { LogView } from '../sumdb/log/log-view.ts'
import { metricText, type Metric } from './metric-text.ts'

/**
 * How our own log is doing, as Prometheus reads it. Where it cannot be used, `headwater_log_usable` is 0, and what only it
 * could tell is left out.
 */
export async function ownLogMetrics({ standing, counts }: LogView): Promise<string> {
  const { waiting, refused } = counts()
  const now = await standing().catch((error: unknown) => {
    if (Failure.is(error)) return undefined
    throw error
  })
  return metricText([
    gauge('usable', 'Whether our own log is what was published, and can be read.', Number(!!now)),
    gauge('waiting', 'Versions that wait to be committed to our own log.', waiting),
    {
      name: 'headwater_log_refused_total',
      type: 'counter',
      help: 'Lookups of what our own log must not have, or not tell.',
      value: refused,
    },
    gauge('entries', 'Entries of our own log that are published.', now?.head.size),
    gauge('unsigned', 'Entries that are committed, and wait for a signature.', now?.unsigned),
    gauge(
      'signed_timestamp_seconds',
      'When the head was signed that is published.',
      secondsOf(now?.head.signedAt),
    ),
    gauge(
      'head_timestamp_seconds',
      'When the last entry of the signed head was added.',
      secondsOf(now?.headAt),
    ),
  ])
}

function gauge(name: string, help: string, value: number | undefined): Metric {
  return { name: `headwater_log_${name}`, type: 'gauge', help, value }
}

function secondsOf(millis: number | undefined): number | undefined {
  return millis === undefined ? undefined : millis / 1000
}
