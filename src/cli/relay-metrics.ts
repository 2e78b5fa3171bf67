import type { RelayStanding } from '../sumdb/relay/relay-standing.ts'
import { metricText } from './metric-text.ts'

/** Whether checksum databases of others are believed, as Prometheus reads it: each with its name as a label. */
export function relayMetrics(standings: readonly RelayStanding[]): string {
  const ofEach = (value: (standing: RelayStanding) => number) =>
    new Map(standings.map((one) => [labels({ sumdb: one.name }), value(one)]))
  return metricText([
    {
      name: 'headwater_sumdb_forks_total',
      type: 'counter',
      help: 'Times that a checksum database was caught with two histories.',
      value: ofEach(({ forks }) => forks.length),
    },
    {
      name: 'headwater_sumdb_frozen',
      type: 'gauge',
      help: 'Whether nothing of a checksum database is passed on because of that.',
      value: ofEach(({ isFrozen }) => Number(isFrozen)),
    },
    {
      name: 'headwater_sumdb_doubtful_heads',
      type: 'gauge',
      help: 'Signed heads that were shown neither to fit nor to contradict what is known.',
      value: ofEach(({ doubts }) => doubts.length),
    },
    {
      name: 'headwater_sumdb_trouble',
      type: 'gauge',
      help: 'Whether a checksum database could not be asked or was not believed since it was last compared.',
      value: ofEach(({ trouble }) => Number(trouble !== undefined)),
    },
    {
      name: 'headwater_sumdb_source_trouble',
      type: 'gauge',
      help: 'Whether one of several sources gave no head, or one that is not believed, when they were last compared.',
      value: new Map(
        standings.flatMap(({ name, sources }) =>
          sources.map(({ url, trouble }) => [
            labels({ sumdb: name, source: url }),
            Number(trouble !== undefined),
          ]),
        ),
      ),
    },
  ])
}

/** Values are escaped as in JSON: they have no control characters. */
function labels(values: Readonly<Record<string, string>>): string {
  const all = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `{${all.join()}}`
}
