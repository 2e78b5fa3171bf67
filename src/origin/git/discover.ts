import { Failure } from '../../failure.ts'
import { discard, type Gate } from '../../outbound/gate.ts'
import { decodePackets, type Packet } from './pkt-line.ts'
import type { ObjectFormat, Ref } from './refs.ts'
import { statusFailure } from './status-failure.ts'

/** What a server said about itself. */
export interface Capabilities {
  /** Where the repository answers, after redirects: `<base>/git-upload-pack`. */
  readonly base: string
  readonly version: 0 | 2
  readonly objectFormat: ObjectFormat
  readonly filter: boolean
  /** v0 only: the refs, which that protocol sends along. */
  readonly advertised: readonly Ref[]
  /** v0 only: the capability words. */
  readonly words: ReadonlySet<string>
}

const tail = '/info/refs?service=git-upload-pack'

/**
 * Asks a server what it speaks. One request.
 *
 * @throws Failure as `statusFailure` has it; `unsupported` for a server without the smart protocol
 */
export async function discover(gate: Gate, url: string, maxBytes: number): Promise<Capabilities> {
  const answer = await gate.ask({
    url: url + tail,
    purpose: 'refs',
    maxBytes,
    headers: { 'git-protocol': 'version=2' },
  })
  if (answer.status !== 200) throw await statusFailure(answer, url)
  if (answer.headers['content-type'] !== 'application/x-git-upload-pack-advertisement') {
    await discard(answer)
    throw new Failure(
      'unsupported',
      `Cannot read ${url}: the server does not speak git's smart protocol`,
      {
        url,
        at: 'repository',
      },
    )
  }
  const base = answer.url.endsWith(tail) ? answer.url.slice(0, -tail.length) : url
  const lines: Buffer[] = []
  for await (const packet of withoutServiceLine(decodePackets(answer.body))) {
    if (packet.type === 'data') lines.push(packet.payload)
  }
  const first = lines[0]?.toString().trimEnd()
  if (first === 'version 2') return capabilitiesV2(base, lines)
  return capabilitiesV0(base, lines)
}

/** The advertisement may begin with a line that names the service, and a flush. */
async function* withoutServiceLine(packets: AsyncIterable<Packet>): AsyncGenerator<Packet> {
  let start = true
  for await (const packet of packets) {
    const skip =
      start &&
      (packet.type === 'flush' ||
        (packet.type === 'data' && packet.payload.toString().startsWith('# service=')))
    if (skip) continue
    start = false
    yield packet
  }
}

function capabilitiesV2(base: string, lines: readonly Buffer[]): Capabilities {
  const words = new Set(lines.map((line) => line.toString().trimEnd()))
  const fetch = [...words].find((word) => word.startsWith('fetch='))?.slice('fetch='.length) ?? ''
  return {
    base,
    version: 2,
    objectFormat: words.has('object-format=sha256') ? 'sha256' : 'sha1',
    filter: fetch.split(' ').includes('filter'),
    advertised: [],
    words,
  }
}

function capabilitiesV0(base: string, lines: readonly Buffer[]): Capabilities {
  const [head = '', tailWords = ''] = lines[0]?.toString().split('\0') ?? []
  const words = new Set(tailWords.trim().split(' '))
  const texts = [head, ...lines.slice(1).map((line) => line.toString())]
  const hashes = new Map<string, string>()
  for (const text of texts) {
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (\S+)\s*$/.exec(text)
    if (match?.[1] && match[2]) hashes.set(match[2], match[1])
  }
  hashes.delete('capabilities^{}')
  const advertised = [...hashes]
    .filter(([name]) => !name.endsWith('^{}'))
    .map(([name, hash]) => ({ name, hash, commit: hashes.get(`${name}^{}`) ?? hash }))
  return {
    base,
    version: 0,
    objectFormat: words.has('object-format=sha256') ? 'sha256' : 'sha1',
    filter: words.has('filter'),
    advertised,
    words,
  }
}
