import { Failure } from '../../failure.ts'
import type { Packet } from './pkt-line.ts'
import { isHash, maxRefBytes, peeledRefs, type ObjectFormat, type Ref } from './refs.ts'
import { refusal } from './refusal.ts'

/** What a server said about itself. */
export interface Capabilities {
  readonly version: 0 | 2
  readonly objectFormat: ObjectFormat
  /** Whether commits can be had without trees and files. */
  readonly filter: boolean
  /** Whether commits can be had without their history. */
  readonly shallow: boolean
  /** Whether it gives the files of the repository, and answers no questions; `version` is 0 then. */
  readonly isPlain?: true
  /** v0 only: the refs, which that protocol sends along. */
  readonly advertised: readonly Ref[]
  /** v0 only: the capability words. */
  readonly words: ReadonlySet<string>
}

/**
 * Reads what a server says of itself, and leaves the packets behind it to others. It may begin with a line that names
 * the service, and a flush; it ends with a flush, and one that does not has lost refs on the way.
 *
 * Source: gitprotocol-pack(5), "Reference Discovery"; gitprotocol-v2(5), "Capability Advertisement"
 *
 * @throws Failure as `refusal` has it for a server that says why it does not answer; `refused` when it says too much;
 *   else `unreachable` (at `repository`)
 */
export async function readAdvertisement(
  packets: AsyncIterator<Packet, undefined>,
  url: string,
): Promise<Capabilities> {
  const lines: string[] = []
  let bytes = 0
  let inService = false
  for (;;) {
    const { done, value: packet } = await packets.next()
    if (done) break
    if (packet.type === 'flush') {
      if (!inService) return capabilitiesIn(lines, url)
      inService = false
      continue
    }
    if (packet.type !== 'data') break
    bytes += packet.payload.length
    if (bytes > maxRefBytes) throw tooLong(url)
    const line = packet.payload.toString().trimEnd()
    if (line.startsWith('ERR ')) throw refusal(line.slice(4), url)
    if (lines.length === 0 && line.startsWith('# service=')) inService = true
    else if (line !== 'version 1') lines.push(line)
  }
  throw unreadable(url, 'it is not complete')
}

function tooLong(url: string): Failure {
  const text = `Cannot take the list of refs of ${url}: it has more than ${maxRefBytes} bytes`
  return new Failure('refused', text, { url, at: 'repository' })
}

function unreadable(url: string, why: string): Failure {
  return new Failure('unreachable', `Cannot read the list of refs of ${url}: ${why}`, {
    url,
    at: 'repository',
  })
}

function capabilitiesIn(lines: readonly string[], url: string): Capabilities {
  return lines[0] === 'version 2' ? capabilitiesV2(lines) : capabilitiesV0(lines, url)
}

function capabilitiesV2(lines: readonly string[]): Capabilities {
  const words = new Set(lines)
  const line = [...words].find((word) => word.startsWith('fetch='))?.slice('fetch='.length) ?? ''
  const fetch = new Set(line.split(' '))
  return {
    version: 2,
    objectFormat: words.has('object-format=sha256') ? 'sha256' : 'sha1',
    filter: fetch.has('filter'),
    shallow: fetch.has('shallow'),
    advertised: [],
    words,
  }
}

function capabilitiesV0(lines: readonly string[], url: string): Capabilities {
  const [head = '', tailWords = ''] = lines[0]?.split('\0') ?? []
  const words = new Set(tailWords.trim().split(' '))
  const objectFormat = words.has('object-format=sha256') ? 'sha256' : 'sha1'
  const hashes = new Map<string, string>()
  for (const line of [head, ...lines.slice(1)]) {
    const [hash = '', name = '', ...more] = line.split(' ')
    if (isHash(hash, objectFormat) && name !== '' && more.length === 0) hashes.set(name, hash)
    else if (line !== '' && hash !== 'shallow') {
      throw unreadable(url, `it says ${JSON.stringify(line.slice(0, 200))}`)
    }
  }
  hashes.delete('capabilities^{}')
  return {
    version: 0,
    objectFormat,
    filter: words.has('filter'),
    shallow: words.has('shallow'),
    advertised: peeledRefs(hashes),
    words,
  }
}
