import type { Gate } from '../../outbound/gate.ts'
import { discard, readAll } from '../../outbound/read-answer.ts'
import { readAdvertisement, type Capabilities } from './advertisement.ts'
import { decodePackets } from './pkt-line.ts'
import { plainCapabilities } from './plain-refs.ts'
import { newestProtocol } from './protocol-v2.ts'
import { maxRefBytes } from './refs.ts'
import { discoveryTail } from './service-url.ts'
import { statusFailure } from './status-failure.ts'

/** A server that was asked over http. */
export interface Discovered {
  /** Where the repository answers, after redirects: `<base>/git-upload-pack`, or its files. */
  readonly base: string
  readonly server: Capabilities
}

/**
 * Asks a server what it speaks. One request; two where the server gives plain files.
 *
 * @throws Failure as `statusFailure`, `readAdvertisement` and `plainCapabilities` have it
 */
export async function discover(gate: Pick<Gate, 'ask'>, url: string): Promise<Discovered> {
  const answer = await gate.ask({
    url: url + discoveryTail,
    purpose: 'refs',
    maxBytes: maxRefBytes,
    headers: { 'git-protocol': newestProtocol },
  })
  if (answer.status !== 200) throw await statusFailure(answer, url)
  const base = answer.url.endsWith(discoveryTail) ? answer.url.slice(0, -discoveryTail.length) : url
  if (answer.headers['content-type'] !== 'application/x-git-upload-pack-advertisement') {
    const list = await readAll(answer)
    return { base, server: await plainCapabilities(list.toString(), { gate, base, url }) }
  }
  try {
    return { base, server: await readAdvertisement(decodePackets(answer.body), url) }
  } finally {
    await discard(answer)
  }
}
