import { onceForEach } from '../../work/once.ts'
import type { RemoteLog } from './remote-log.ts'

/** The same log, where each path is read once: what it answered, or how it failed, is remembered. */
export function remembering(remote: RemoteLog): RemoteLog {
  const onceEach = onceForEach<Uint8Array>()
  return { read: (path, maxBytes) => onceEach(path, () => remote.read(path, maxBytes)) }
}
