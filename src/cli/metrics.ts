import { statfs } from 'node:fs/promises'
import type { Config } from './config/config.ts'
import { metricText, type Metric } from './metric-text.ts'
import type { Parts } from './open-parts.ts'
import type { Relay } from '../sumdb/relay/open-relay.ts'
import type { RelayStanding } from '../sumdb/relay/relay-standing.ts'

/** What the disk is used for, and whether checksum databases are believed, as Prometheus reads it. */
export async function metrics(
  { origins }: Pick<Parts, 'origins'>,
  config: Config,
  others: Iterable<Pick<Relay, 'standing'>>,
): Promise<string> {
  const { repositories, bytes, removed } = await origins.gitUsage()
  const disk = await statfs(config.data)
  return metricText([
    {
      name: 'headwater_git_bytes',
      type: 'gauge',
      help: 'Size of all copies of git repositories.',
      value: bytes,
    },
    {
      name: 'headwater_git_bytes_limit',
      type: 'gauge',
      help: 'What they may have: disk.repositories.',
      value: config.disk.repositories,
    },
    {
      name: 'headwater_git_repositories',
      type: 'gauge',
      help: 'Git repositories of which there is a copy.',
      value: repositories,
    },
    {
      name: 'headwater_git_removed_total',
      type: 'counter',
      help: 'Copies that were removed to make room.',
      value: removed,
    },
    {
      name: 'headwater_disk_free_bytes',
      type: 'gauge',
      help: 'Room left where the data folder is.',
      value: disk.bavail * disk.bsize,
    },
    ...relayMetrics([...others].map((relay) => relay.standing())),
  ])
}

/** How checksum databases of others fare, by the name of each. */
function relayMetrics(all: readonly RelayStanding[]): Metric[] {
  const ofEach = (count: (standing: RelayStanding) => number) =>
    new Map(all.map((one) => [`{sumdb=${JSON.stringify(one.name)}}`, count(one)]))
  return [
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
      name: 'headwater_sumdb_failing',
      type: 'gauge',
      help: 'Whether a checksum database could not be asked, or was not believed, since it last answered.',
      value: ofEach(({ trouble }) => Number(trouble !== undefined)),
    },
  ]
}
