import type { RemoteLog } from './remote-log.ts'

/** The same log, where each path is read once: what it answered, or how it failed, is remembered. */
export function remembering(remote: RemoteLog): RemoteLog {
  const read = new Map<string, Promise<Uint8Array>>()
  return {
    read(path, maxBytes) {
      const reading = read.get(path) ?? remote.read(path, maxBytes)
      read.set(path, reading)
      return reading
    },
  }
}
