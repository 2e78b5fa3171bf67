import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** The program of a Node.js on PATH that is older than what Headwater needs, but not as old as to be of no interest. */
export function oldNode(): string | undefined {
  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      const version = spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout
      return typeof version === 'string' && /^(?:1[89]|2[0-3])\./.test(version)
    })
}
