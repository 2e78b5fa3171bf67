import { Failure } from '../failure.ts'
import type { LogView } from '../sumdb/log/log-view.ts'

/**
 * How our own log is doing, as Prometheus reads it. Where it cannot be used, `headwater_log_usable` is 0, and what only it
 * could tell is left out.
 *
 * Source: Prometheus text exposition format 0.0.4
 */
export async function ownLogMetrics({ standing, counts }: LogView): Promise<string> {
  const { waiting, refused } = counts()
  const now = await standing().catch((error: unknown) => {
    if (Failure.is(error)) return undefined
    throw error
  })
  return [
    gauge('usable', 'Whether our own log is what was published, and can be read.', Number(!!now)),
    gauge('waiting', 'Versions that wait to be committed to our own log.', waiting),
    '# HELP headwater_log_refused_total Lookups of what our own log must not have, or not tell.\n',
    `# TYPE headwater_log_refused_total counter\nheadwater_log_refused_total ${refused}\n`,
    ...(now
      ? [
          gauge('entries', 'Entries of our own log that are published.', now.head.size),
          gauge('unsigned', 'Entries that are committed, and wait for a signature.', now.unsigned),
        ]
      : []),
    ...(now?.head.signedAt === undefined
      ? []
      : [
          gauge(
            'signed_timestamp_seconds',
            'When the head was signed that is published.',
            now.head.signedAt / 1000,
          ),
        ]),
    ...(now?.headAt === undefined
      ? []
      : [
          gauge(
            'head_timestamp_seconds',
            'When the last entry of the signed head was added.',
            now.headAt / 1000,
          ),
        ]),
  ].join('')
}

function gauge(name: string, help: string, value: number): string {
  const full = `headwater_log_${name}`
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${full} ${value}\n`
}
