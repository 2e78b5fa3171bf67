import { Failure } from '../../failure.ts'
import { encodePackets, type Packet } from './pkt-line.ts'
import { isHash, refPrefixes, type ObjectFormat, type Ref } from './refs.ts'
import { noPack, serverError } from './refusal.ts'
import type { PackWish } from './remote.ts'
import { demultiplex } from './side-band.ts'
import { filterOf } from './wish-for.ts'

/** How this protocol, the newest, is asked for; servers that do not know it speak the oldest. */
export const newestProtocol = 'version=2'

/** The body that asks for HEAD, branches and tags, annotated tags peeled. Source: gitprotocol-v2(5), `ls-refs`. */
export function lsRefsRequest(objectFormat: ObjectFormat): Buffer {
  return encodePackets([
    'command=ls-refs\n',
    ...formatLine(objectFormat),
    undefined,
    'peel\n',
    'symrefs\n',
    ...refPrefixes.map((prefix) => `ref-prefix ${prefix}\n`),
    null,
  ])
}

/**
 * Reads the answer to {@link lsRefsRequest}.
 *
 * @throws Failure `unreachable` (at `repository`) when it is not a complete v2 answer
 */
export async function readRefsV2(
  packets: AsyncIterable<Packet>,
  objectFormat: ObjectFormat,
): Promise<Ref[]> {
  const refs: Ref[] = []
  let complete = false
  for await (const packet of packets) {
    if (complete) continue
    if (packet.type === 'flush') complete = true
    else if (packet.type !== 'data') break
    else {
      const ref = parseRef(packet.payload.toString().trimEnd(), objectFormat)
      if (ref) refs.push(ref)
    }
  }
  if (complete) return refs
  throw new Failure(
    'unreachable',
    "Cannot read the git server's list of refs: it is not complete",
    { at: 'repository' },
  )
}

function parseRef(line: string, objectFormat: ObjectFormat): Ref | undefined {
  const [hash = '', name = '', ...attributes] = line.split(' ')
  if (hash === 'unborn') return undefined
  const peeled = attributes.find((word) => word.startsWith('peeled:'))?.slice('peeled:'.length)
  const commit = peeled ?? hash
  if (!isHash(hash, objectFormat) || !isHash(commit, objectFormat) || name === '') {
    throw new Failure(
      'unreachable',
      `Cannot read the git server's list of refs: ${JSON.stringify(line.slice(0, 200))}`,
      { at: 'repository' },
    )
  }
  return { name, hash, commit }
}

/** The body that asks for objects. Source: gitprotocol-v2(5), `fetch`. */
export function packRequestV2(wish: PackWish, objectFormat: ObjectFormat): Buffer {
  const filter = filterOf(wish)
  return encodePackets([
    'command=fetch\n',
    ...formatLine(objectFormat),
    undefined,
    'thin-pack\n',
    'no-progress\n',
    'ofs-delta\n',
    ...wish.shallow.map((hash) => `shallow ${hash}\n`),
    ...(wish.depth ? [`deepen ${wish.depth}\n`] : []),
    ...(filter === undefined ? [] : [`filter ${filter}\n`]),
    ...wish.wants.map((hash) => `want ${hash}\n`),
    ...wish.haves.map((hash) => `have ${hash}\n`),
    'done\n',
    null,
  ])
}

/**
 * Reads the answer to {@link packRequestV2} and yields the bytes of the pack; sections before it (`shallow-info`,
 * `wanted-refs`) are skipped, since no git program walks these repositories by their parents without checking.
 */
export async function* readPackV2(
  packets: AsyncIterable<Packet>,
  url: string,
): AsyncGenerator<Uint8Array> {
  for await (const packet of packets) {
    if (packet.type !== 'data') continue
    const line = packet.payload.toString('latin1', 0, 512).trimEnd()
    if (line.startsWith('ERR ')) throw serverError(line.slice(4), url)
    if (line === 'packfile') {
      yield* demultiplex(packets, url)
      return
    }
  }
  throw noPack(url)
}

function formatLine(objectFormat: ObjectFormat): string[] {
  return objectFormat === 'sha1' ? [] : [`object-format=${objectFormat}\n`]
}
