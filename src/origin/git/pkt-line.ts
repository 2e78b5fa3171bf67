import { Failure } from '../../failure.ts'

/** One packet of git's wire format. Source: gitprotocol-common(5), "pkt-line Format". */
export type Packet =
  | { readonly type: 'data'; readonly payload: Buffer }
  | { readonly type: 'flush' | 'delimiter' | 'end' }

const controls = { '0000': 'flush', '0001': 'delimiter', '0002': 'end' } as const
const maxPacket = 65520

/** A line with a name in it has more bytes than this. */
const leastUse = 16

/** A sign of life comes every few seconds; a server that sends more only keeps us busy. */
const maxIdle = 100_000

const noUse = `it has more than ${maxIdle} packets with next to nothing in them`

/** Encodes text lines as packets; `null` is a flush packet, `undefined` a delimiter. */
export function encodePackets(lines: readonly (string | null | undefined)[]): Buffer {
  return Buffer.concat(lines.map(encodePacket))
}

function encodePacket(line: string | null | undefined): Buffer {
  if (line === null) return Buffer.from('0000')
  if (line === undefined) return Buffer.from('0001')
  const payload = Buffer.from(line)
  return Buffer.concat([Buffer.from((payload.length + 4).toString(16).padStart(4, '0')), payload])
}

/**
 * Splits a stream into packets. Memory: one packet and one chunk.
 *
 * @throws Failure `unreachable` when the stream breaks off inside a packet or is no pkt-line stream
 */
export async function* decodePackets(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Packet, undefined> {
  let pending = Buffer.alloc(0)
  let idle = 0
  for await (const chunk of source) {
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk])
    let offset = 0
    while (pending.length - offset >= 4) {
      const head = pending.toString('latin1', offset, offset + 4)
      const control = controls[head as keyof typeof controls]
      if (control) {
        if (++idle > maxIdle) throw broken(noUse)
        offset += 4
        yield { type: control }
        continue
      }
      const length = packetLength(head)
      if (pending.length - offset < length) break
      if (length < leastUse && ++idle > maxIdle) throw broken(noUse)
      yield { type: 'data', payload: pending.subarray(offset + 4, offset + length) }
      offset += length
    }
    pending = pending.subarray(offset)
  }
  if (pending.length > 0) throw broken('it breaks off inside a packet')
  return undefined
}

function packetLength(head: string): number {
  const length = /^[0-9a-f]{4}$/i.test(head) ? Number.parseInt(head, 16) : 0
  if (length < 4 || length > maxPacket) throw broken(`a packet begins with ${JSON.stringify(head)}`)
  return length
}

function broken(why: string): Failure {
  return new Failure('unreachable', `Cannot read the git server's answer: ${why}`, {
    at: 'repository',
  })
}
