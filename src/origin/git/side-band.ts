import { Failure } from '../../failure.ts'
import type { Packet } from './pkt-line.ts'
import { serverWords } from './server-words.ts'

/**
 * Yields the pack bytes (band 1) of a multiplexed stream and drops progress (band 2).
 *
 * @throws Failure `unreachable` with the server's words from band 3, or when the stream ends without a flush
 * Source: gitprotocol-pack(5), "Packfile Data"; gitprotocol-v2(5), `packfile` section.
 */
export async function* demultiplex(
  packets: AsyncIterable<Packet>,
  url: string,
): AsyncGenerator<Uint8Array> {
  let complete = false
  for await (const packet of packets) {
    if (packet.type !== 'data') complete = true
    if (complete || packet.type !== 'data') continue
    const band = packet.payload[0]
    if (band === 1) yield packet.payload.subarray(1)
    else if (band !== 2) {
      const words = serverWords(packet.payload.toString('utf8', 1, 1000))
      throw new Failure('unreachable', `Cannot read objects of ${url}: the server says ${words}`, {
        url,
        at: 'repository',
      })
    }
  }
  if (!complete)
    throw new Failure('unreachable', `Cannot read objects of ${url}: the answer breaks off`, {
      url,
      at: 'repository',
    })
}
