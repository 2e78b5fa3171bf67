import type { RelayStanding } from '../sumdb/relay/relay-standing.ts'

/**
 * Whether checksum databases of others are believed, as Prometheus reads it: each with its name as a label.
 *
 * Source: Prometheus text exposition format 0.0.4
 */
export function relayMetrics(standings: readonly RelayStanding[]): string {
  const each = (value: (standing: RelayStanding) => number) =>
    standings.map((one): Sample => [labels({ sumdb: one.name }), value(one)])
  return [
    metric(
      'forks_total',
      'counter',
      'Times that a checksum database was caught with two histories.',
      each(({ forks }) => forks.length),
    ),
    metric(
      'frozen',
      'gauge',
      'Whether nothing of a checksum database is passed on because of that.',
      each(({ isFrozen }) => Number(isFrozen)),
    ),
    metric(
      'doubtful_heads',
      'gauge',
      'Signed heads that were shown neither to fit nor to contradict what is known.',
      each(({ doubts }) => doubts.length),
    ),
    metric(
      'trouble',
      'gauge',
      'Whether a checksum database could not be asked or was not believed since it was last compared.',
      each(({ trouble }) => Number(trouble !== undefined)),
    ),
    metric(
      'source_trouble',
      'gauge',
      'Whether one of several sources gave no head, or one that is not believed, when they were last compared.',
      standings.flatMap(({ name, sources }) =>
        sources.map(({ url, trouble }): Sample => [
          labels({ sumdb: name, source: url }),
          Number(trouble !== undefined),
        ]),
      ),
    ),
  ].join('')
}

type Sample = readonly [labels: string, value: number]

function metric(name: string, type: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return ''
  const full = `headwater_sumdb_${name}`
  const lines = samples.map(([label, value]) => `${full}${label} ${value}\n`)
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`
}

/** Values are escaped as in JSON: they have no control characters. */
function labels(values: Readonly<Record<string, string>>): string {
  const all = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `{${all.join()}}`
}
