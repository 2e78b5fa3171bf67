import type { Capabilities } from './advertisement.ts'
import { encodePackets, type Packet } from './pkt-line.ts'
import { noPack, serverError } from './refusal.ts'
import type { PackWish } from './remote.ts'
import { demultiplex } from './side-band.ts'
import { filterOf } from './wish-for.ts'

/** The body that asks an older server for objects. Source: gitprotocol-pack(5), "Packfile Negotiation". */
export function packRequestV0(wish: PackWish, server: Capabilities): Buffer {
  const offered = server.words
  const filter = filterOf(wish)
  const used = ['side-band-64k', 'ofs-delta', 'thin-pack', 'no-progress', 'shallow', 'filter']
    .filter((word) => offered.has(word))
    .filter((word) => word !== 'filter' || filter !== undefined)
  const [first = '', ...others] = wish.wants
  return encodePackets([
    `want ${first} ${used.join(' ')}\n`,
    ...others.map((hash) => `want ${hash}\n`),
    ...wish.shallow.map((hash) => `shallow ${hash}\n`),
    ...(wish.depth ? [`deepen ${wish.depth}\n`] : []),
    ...(filter !== undefined && offered.has('filter') ? [`filter ${filter}\n`] : []),
    null,
    ...wish.haves.map((hash) => `have ${hash}\n`),
    'done\n',
  ])
}

/** Reads the answer to {@link packRequestV0}: shallow lines and a flush if a depth was asked for, ACK or NAK, the pack. */
export async function* readPackV0(
  packets: AsyncIterable<Packet>,
  url: string,
  wish: PackWish,
): AsyncGenerator<Uint8Array> {
  let inShallow = wish.depth !== undefined
  for await (const packet of packets) {
    if (packet.type === 'flush' && inShallow) {
      inShallow = false
      continue
    }
    if (packet.type !== 'data') break
    const line = packet.payload.toString('latin1', 0, 512).trimEnd()
    if (line.startsWith('ERR ')) throw serverError(line.slice(4), url)
    if (line === 'NAK' || line.startsWith('ACK ') || /^(un)?shallow /.test(line)) continue
    yield* demultiplex(startingWith(packet, packets), url)
    return
  }
  throw noPack(url)
}

async function* startingWith(first: Packet, rest: AsyncIterable<Packet>): AsyncGenerator<Packet> {
  yield first
  yield* rest
}
