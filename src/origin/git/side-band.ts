import { Failure } from '../../failure.ts'
import type { Packet } from './pkt-line.ts'
import { serverWords } from './server-words.ts'

/** Packets of progress, which was not asked for. */
const maxProgress = 100_000

/** Packets after the end: a connection with more of them is not worth keeping. */
const maxAfter = 64

/**
 * Yields the pack bytes (band 1) of a multiplexed stream and drops progress (band 2).
 *
 * @throws Failure `unreachable` with the server's words from band 3, when the stream ends without a flush, or when it
 *   has little but noise
 * Source: gitprotocol-pack(5), "Packfile Data"; gitprotocol-v2(5), `packfile` section.
 */
export async function* demultiplex(
  packets: AsyncIterable<Packet>,
  url: string,
): AsyncGenerator<Uint8Array> {
  let complete = false
  let progress = 0
  let after = 0
  for await (const packet of packets) {
    if (packet.type !== 'data') complete = true
    if (complete || packet.type !== 'data') {
      if (++after > maxAfter) return
      continue
    }
    const band = packet.payload[0]
    if (band === 1) yield packet.payload.subarray(1)
    else if (band === 2) {
      if (++progress > maxProgress) throw tooNoisy(url)
    } else {
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

function tooNoisy(url: string): Failure {
  const text = `Cannot read objects of ${url}: the server sends noise without end`
  return new Failure('unreachable', text, { url, at: 'repository' })
}
