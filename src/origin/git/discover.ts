import { Failure } from '../../failure.ts'
import { discard, type Gate } from '../../outbound/gate.ts'
import { decodePackets } from './pkt-line.ts'
import { isHash, type ObjectFormat, type Ref } from './refs.ts'
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
  const lines = await readAdvertisement(answer.body, url)
  return lines[0] === 'version 2' ? capabilitiesV2(base, lines) : capabilitiesV0(base, lines, url)
}

/**
 * The lines of an advertisement, without their ends. It may begin with one that names the service, and a flush; it ends
 * with a flush, and one that does not has lost refs on the way.
 */
async function readAdvertisement(body: AsyncIterable<Uint8Array>, url: string): Promise<string[]> {
  const lines: string[] = []
  let complete = false
  let inService = false
  for await (const { type, ...packet } of decodePackets(body)) {
    if (complete) continue
    if (type === 'flush' && inService) inService = false
    else if (type === 'flush') complete = true
    else if (type !== 'data' || !('payload' in packet)) break
    else {
      const line = packet.payload.toString().trimEnd()
      if (lines.length === 0 && line.startsWith('# service=')) inService = true
      else lines.push(line)
    }
  }
  if (!complete) throw unreadable(url, 'it is not complete')
  return lines
}

function unreadable(url: string, why: string): Failure {
  return new Failure('unreachable', `Cannot read the list of refs of ${url}: ${why}`, {
    url,
    at: 'repository',
  })
}

function capabilitiesV2(base: string, lines: readonly string[]): Capabilities {
  const words = new Set(lines)
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

function capabilitiesV0(base: string, lines: readonly string[], url: string): Capabilities {
  const [head = '', tailWords = ''] = lines[0]?.split('\0') ?? []
  const words = new Set(tailWords.trim().split(' '))
  const objectFormat = words.has('object-format=sha256') ? 'sha256' : 'sha1'
  const hashes = new Map<string, string>()
  for (const line of [head, ...lines.slice(1)]) {
    const [hash = '', name = '', ...more] = line.split(' ')
    if (isHash(hash, objectFormat) && name !== '' && more.length === 0) hashes.set(name, hash)
    else if (line !== '' && line !== 'version 1' && hash !== 'shallow') {
      throw unreadable(url, `it says ${JSON.stringify(line.slice(0, 200))}`)
    }
  }
  hashes.delete('capabilities^{}')
  const advertised = [...hashes]
    .filter(([name]) => !name.endsWith('^{}'))
    .map(([name, hash]) => ({ name, hash, commit: hashes.get(`${name}^{}`) ?? hash }))
  return { base, version: 0, objectFormat, filter: words.has('filter'), advertised, words }
}
