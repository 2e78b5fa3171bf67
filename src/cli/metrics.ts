import { statfs } from 'node:fs/promises'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'

type Sample = readonly [name: string, type: string, help: string, value: number]

/**
 * What the disk is used for, as Prometheus reads it.
 *
 * Source: Prometheus text exposition format 0.0.4
 */
export async function metrics({ origins }: Parts, config: Config): Promise<string> {
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
  return lines.map(sample).join('')
}

function sample([name, type, help, value]: Sample): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`
}
