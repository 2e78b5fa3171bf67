import { singleFlight } from '../../work/single-flight.ts'
import type { RemoteLog } from './remote-log.ts'

/** The same log, where who asks for what is being read already waits for that. Nothing is remembered. */
export function sharing(remote: RemoteLog): RemoteLog {
  const flights = singleFlight<Uint8Array>()
  return { read: (path, maxBytes) => flights.run(path, () => remote.read(path, maxBytes)) }
}
