import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What is said of one name: addresses, names of name servers, or only a code of RFC 1035 §4.1.1; silence for `hang`. */
export interface NameRecord {
  readonly a?: readonly string[]
  readonly ns?: readonly string[]
  readonly code?: 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'
  readonly hang?: boolean
}

/** A server of names on loopback. */
export interface NameServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly address: string
  readonly port: number
  /** `A go.gone.test`, in order of arrival. */
  readonly asked: readonly string[]
}

const codes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const
const types: Readonly<Record<number, string>> = { 1: 'A', 2: 'NS', 28: 'AAAA' }

/**
 * Starts a server that answers over UDP: what `records` has under a name, else NXDOMAIN.
 *
 * Source: RFC 1035 §4
 */
export async function nameServer(
  records: Readonly<Record<string, NameRecord>>,
): Promise<NameServer> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionIn(query)
    asked.push(`${types[type] ?? type} ${name}`)
    const record = records[name] ?? { code: 'NXDOMAIN' as const }
    if (record.hang) return
    socket.send(answerTo(query.subarray(0, end), type, record), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return {
    address: `127.0.0.1:${port}`,
    port,
    asked,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function questionIn(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function answerTo(question: Buffer, type: number, record: NameRecord): Buffer {
  const data =
    type === 1
      ? (record.a ?? []).map((address) => Buffer.from(address.split('.').map(Number)))
      : type === 2
        ? (record.ns ?? []).map(nameBytes)
        : []
  const head = Buffer.from(question)
  head.writeUInt16BE(0x8180 | (record.code === undefined ? 0 : codes[record.code]), 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 6)
  head.writeUInt32BE(0, 8)
  return Buffer.concat([head, ...data.map((bytes) => recordOf(type, bytes))])
}

/** A record of the name that was asked for, good for a minute. */
function recordOf(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => {
    const bytes = Buffer.from(label, 'latin1')
    return Buffer.concat([Buffer.from([bytes.length]), bytes])
  })
  return Buffer.concat([...labels, Buffer.from([0])])
}
