import type { RemoteLog } from './remote-log.ts'

/**
 * The same log, at a server that may not pass it on: it is asked for that once, before anything else. Where it says no, or cannot
 * be asked, all reads fail with that answer, and nothing more is asked.
 *
 * Source: https://go.dev/ref/mod#checksum-database ("supported")
 */
export function offeredLog(remote: RemoteLog): RemoteLog {
  let offered: Promise<unknown> | undefined
  return {
    async read(path, maxBytes) {
      await (offered ??= remote.read('supported'))
      return remote.read(path, maxBytes)
    },
  }
}
