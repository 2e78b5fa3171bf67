import { statfs } from 'node:fs/promises'
import type { LogForks } from '../store/facts/log-forks.ts'
import type { Config } from './config/config.ts'
import { metricText, type Metric } from './metric-text.ts'
import type { Parts } from './open-parts.ts'
import { relayedLogs } from './sumdb/relayed-log.ts'

/** What the disk is used for, and whether checksum databases are believed, as Prometheus reads it. */
export async function metrics({ origins, store }: Parts, config: Config): Promise<string> {
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
    ...relayMetrics(store.facts, config),
  ])
}

/** Forks of checksum databases of others, by the name of each. */
function relayMetrics(facts: LogForks, config: Config): Metric[] {
  const logs = relayedLogs(config)
  const ofEach = (count: (log: string) => number) =>
    new Map(logs.map(({ name, log }) => [`{sumdb=${JSON.stringify(name)}}`, count(log)]))
  return [
    {
      name: 'headwater_sumdb_forks_total',
      type: 'counter',
      help: 'Times that a checksum database was caught with two histories.',
      value: ofEach((log) => facts.logForks(log).length),
    },
    {
      name: 'headwater_sumdb_frozen',
      type: 'gauge',
      help: 'Whether nothing of a checksum database is passed on because of that.',
      value: ofEach((log) => Number(facts.isFrozen(log))),
    },
  ]
}
