import { Failure } from '../../failure.ts'
import type { Answer, Gate } from '../../outbound/gate.ts'
import type { Purpose } from '../../outbound/request-record.ts'
import { discover, type Capabilities } from './discover.ts'
import { packRequestV0, readPackV0, wishFor } from './protocol-v0.ts'
import { lsRefsRequest, packRequestV2, readPackV2, readRefsV2 } from './protocol-v2.ts'
import { refSnapshot, type RefSnapshot } from './refs.ts'
import { statusFailure } from './status-failure.ts'

/** What to fetch; hashes are full object ids. */
export interface PackWish {
  readonly wants: readonly string[]
  /** Commits held with all their content: the server may send differences against them and leave out what they hold. */
  readonly haves: readonly string[]
  /** Commits among `haves` whose parents are not held. */
  readonly shallow: readonly string[]
  /** 1: the wanted commits without their ancestors; absent: with their whole history. */
  readonly depth?: 1
  /** Ask for commits only, no trees and files. Used only where the server offers it. */
  readonly commitsOnly?: boolean
}

/** One repository on a server that speaks git over http(s); spoken by us, no git program involved. */
export interface GitRemote {
  readonly url: string
  /** Reads HEAD, all branches and tags. One request once the server is known. */
  refs(): Promise<RefSnapshot>
  /** Asks for objects. The bytes are a pack for `git index-pack --stdin --fix-thin`. One request. */
  pack(wish: PackWish, purpose: Purpose): AsyncIterable<Uint8Array>
  /** Whether commits can be had without trees and files; asks the server what it can do, once. */
  canFilter(): Promise<boolean>
}

export interface RemoteOptions {
  readonly gate: Gate
  readonly now: () => number
  /** Most bytes one answer may have. */
  readonly maxBytes: number
}

const maxRefBytes = 256 * 1024 * 1024
const service = '/git-upload-pack'
const v2Headers = { 'git-protocol': 'version=2' }

/**
 * Opens a remote. Nothing is asked yet.
 *
 * A smart http server is stateless, so the first request is already the question itself, in protocol v2. A server
 * that does not answer it as v2 is asked what it speaks (`info/refs`), and is spoken to in that from then on.
 *
 * Source: gitprotocol-http(5), gitprotocol-v2(5).
 */
export function gitRemote(url: string, options: RemoteOptions): GitRemote {
  const { gate } = options
  const home = url.replace(/\/$/, '')
  let base = home
  let server: Capabilities | undefined

  async function post(body: Buffer, purpose: Purpose, version: 0 | 2): Promise<Answer> {
    return gate.ask({
      url: base + service,
      method: 'POST',
      purpose,
      body,
      maxBytes: purpose === 'refs' ? maxRefBytes : options.maxBytes,
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        accept: 'application/x-git-upload-pack-result',
        ...(version === 2 && v2Headers),
      },
    })
  }

  async function learn(): Promise<Capabilities> {
    server ??= await discover(gate, home, maxRefBytes)
    base = server.base
    return server
  }

  async function refs(): Promise<RefSnapshot> {
    try {
      return await refsAt()
    } catch (error) {
      if (base === home || !Failure.is(error, 'not-found')) throw error
    }
    // What answered was where a redirect had led; where that leads now is asked anew.
    base = home
    server = undefined
    return refsAt()
  }

  async function refsAt(): Promise<RefSnapshot> {
    if (!server) {
      const answer = await post(lsRefsRequest('sha1'), 'refs', 2)
      const found =
        answer.status === 200
          ? await readRefsV2(answer.body, 'sha1').catch(wrongProtocol)
          : undefined
      if (found) {
        base = answer.url.endsWith(service) ? answer.url.slice(0, -service.length) : home
        return refSnapshot(options.now(), found, 'sha1')
      }
      if (answer.status !== 200) await refuseUnlessMisaddressed(answer, url)
    }
    const { version, objectFormat, advertised } = await freshCapabilities()
    if (version === 0) return refSnapshot(options.now(), advertised, objectFormat)
    const answer = await post(lsRefsRequest(objectFormat), 'refs', 2)
    if (answer.status !== 200) throw await statusFailure(answer, url)
    return refSnapshot(options.now(), await readRefsV2(answer.body, objectFormat), objectFormat)
  }

  /** In v0 the refs come with the capabilities, so those are read anew each time. */
  async function freshCapabilities(): Promise<Capabilities> {
    if (server?.version === 0) server = undefined
    return learn()
  }

  async function* pack(wish: PackWish, purpose: Purpose): AsyncGenerator<Uint8Array> {
    const version = server?.version ?? 2
    const possible = version === 2 ? wish : wishFor(wish, server)
    const body =
      version === 2
        ? packRequestV2(possible, server?.objectFormat ?? 'sha1')
        : packRequestV0(possible, server)
    const answer = await post(body, purpose, version)
    if (answer.status !== 200) throw await statusFailure(answer, url)
    yield* version === 2 ? readPackV2(answer.body, url) : readPackV0(answer.body, url, possible)
  }

  return { url, refs, pack, canFilter: async () => (await learn()).filter }
}

function wrongProtocol(error: unknown): undefined {
  if (Failure.is(error, 'unreachable') && error.details.at === 'repository') return undefined
  throw error
}

/** A first question may have gone to the wrong address (no `.git`, another server's habits); some answers are final. */
async function refuseUnlessMisaddressed(answer: Answer, url: string): Promise<void> {
  const failure = await statusFailure(answer, url)
  if (failure.code === 'throttled' || answer.status >= 500) throw failure
}
