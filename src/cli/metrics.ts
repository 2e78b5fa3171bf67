import { statfs } from 'node:fs/promises'
import type { Config } from './config/config.ts'
import { metricText } from './metric-text.ts'
import type { Parts } from './open-parts.ts'

/** What the disk is used for, as Prometheus reads it. */
export async function metrics({ origins }: Parts, config: Config): Promise<string> {
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
  ])
}
