import { statfs } from 'node:fs/promises'
import type { LogForks } from '../store/facts/log-forks.ts'
import { keyNameOf, parseVerifierKey } from '../tlog/verifier.ts'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'

type Sample = readonly [name: string, type: string, help: string, value: number]

/**
 * What the disk is used for, and whether checksum databases are believed, as Prometheus reads it.
 *
 * Source: Prometheus text exposition format 0.0.4
 */
export async function metrics({ origins, store }: Parts, config: Config): Promise<string> {
  const { repositories, bytes, removed } = await origins.gitUsage()
  const disk = await statfs(config.data)
  const lines: readonly Sample[] = [
    ['headwater_git_bytes', 'gauge', 'Size of all copies of git repositories.', bytes],
    [
      'headwater_git_bytes_limit',
      'gauge',
      'What they may have: disk.repositories.',
      config.disk.repositories,
    ],
    [
      'headwater_git_repositories',
      'gauge',
      'Git repositories of which there is a copy.',
      repositories,
    ],
    ['headwater_git_removed_total', 'counter', 'Copies that were removed to make room.', removed],
    [
      'headwater_disk_free_bytes',
      'gauge',
      'Room left where the data folder is.',
      disk.bavail * disk.bsize,
    ],
  ]
  return [...lines.map(sample), sumdbMetrics(store.facts, config)].join('')
}

/** Forks of checksum databases, each with its name as a label. */
function sumdbMetrics(facts: LogForks, config: Config): string {
  const logs = config.checksumDatabases.map(({ key }) => {
    const verifier = parseVerifierKey(key)
    const log = keyNameOf(verifier)
    return {
      label: `{sumdb=${JSON.stringify(verifier.name)}}`,
      forks: facts.logForks(log).length,
      frozen: Number(facts.isFrozen(log)),
    }
  })
  if (logs.length === 0) return ''
  return [
    '# HELP headwater_sumdb_forks_total Times that a checksum database was caught with two histories.',
    '# TYPE headwater_sumdb_forks_total counter',
    ...logs.map(({ label, forks }) => `headwater_sumdb_forks_total${label} ${forks}`),
    '# HELP headwater_sumdb_frozen Whether nothing of a checksum database is passed on because of that.',
    '# TYPE headwater_sumdb_frozen gauge',
    ...logs.map(({ label, frozen }) => `headwater_sumdb_frozen${label} ${frozen}`),
    '',
  ].join('\n')
}

function sample([name, type, help, value]: Sample): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`
}
