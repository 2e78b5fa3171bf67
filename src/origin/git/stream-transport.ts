import { Failure } from '../../failure.ts'
import type { Connection } from '../../outbound/connection.ts'
import type { Purpose, Reason } from '../../outbound/request-record.ts'
import { readAdvertisement, type Capabilities } from './advertisement.ts'
import { decodePackets, encodePackets, type Packet } from './pkt-line.ts'
import { maxRefBytes } from './refs.ts'
import { refusal } from './refusal.ts'
import type { Transport, TransportOptions } from './transport.ts'

/** Begins a conversation with the server of one repository. */
export type Connect = (purpose: Purpose, maxBytes: number, reason?: Reason) => Promise<Connection>

/** What a server is taken to be that has said nothing yet. */
const unknown: Capabilities = {
  version: 0,
  objectFormat: 'sha1',
  filter: false,
  shallow: false,
  advertised: [],
  words: new Set(),
}

/** Tells the server that nothing follows. */
const goodbye = encodePackets([null])

/**
 * Git over a connection, on which the server speaks first and says what it can do. Each question has its own.
 *
 * Source: gitprotocol-pack(5), gitprotocol-v2(5) "Initial Client Request" and "Command Request"
 */
export function streamTransport(
  url: string,
  connect: Connect,
  options: TransportOptions,
): Transport {
  let server: Capabilities | undefined

  async function hear(packets: AsyncIterator<Packet, undefined>): Promise<Capabilities> {
    return (server = await readAdvertisement(packets, url))
  }

  /** Where a conversation broke off, how it ended tells more than what is missing. */
  async function trueReason(connection: Connection, error: unknown): Promise<unknown> {
    const isBroken = Failure.is(error, 'unreachable') && error.details.at === 'repository'
    if (!isBroken) return error
    const { failure, words } = await connection.ending()
    if (failure) return failure
    return words === '' ? error : refusal(words, url)
  }

  return {
    server: () => server ?? unknown,
    async refs(question, reason) {
      await using connection = await connect('refs', maxRefBytes, reason)
      const packets = decodePackets(connection.output)
      try {
        const known = await hear(packets)
        const body = question.body(known)
        say(connection, body, known)
        if (!body) await toItsEnd(packets)
        return await question.read(packets, known)
      } catch (error) {
        throw await trueReason(connection, error)
      }
    },
    async *pack(question, purpose) {
      await using connection = await connect(purpose, options.maxBytes)
      const packets = decodePackets(connection.output)
      try {
        const known = await hear(packets)
        say(connection, question.body(known), known)
        yield* question.read(packets, known)
      } catch (error) {
        throw await trueReason(connection, error)
      }
    },
  }
}

function say(connection: Connection, body: Buffer | undefined, { version }: Capabilities): void {
  // A v0 server ends by itself after the objects that it was asked for.
  const words = body && version === 0 ? [body] : [body ?? Buffer.alloc(0), goodbye]
  connection.send(Buffer.concat(words))
}

/** The server hangs up after a goodbye; one that is left before that has been cut off. */
async function toItsEnd(packets: AsyncIterable<Packet>): Promise<void> {
  for await (const _ of packets);
}
