import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { isSshScheme } from '../../outbound/normal-url.ts'
import type { Purpose, Reason } from '../../outbound/request-record.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { Depot } from './depot.ts'
import { daemonConnect, sshConnect } from './git-streams.ts'
import { httpTransport } from './http-transport.ts'
import { plainFetch } from './plain-fetch.ts'
import { packRequestV0, readPackV0 } from './protocol-v0.ts'
import { lsRefsRequest, packRequestV2, readPackV2, readRefsV2 } from './protocol-v2.ts'
import { refSnapshot, type RefSnapshot } from './refs.ts'
import { streamTransport } from './stream-transport.ts'
import { wishFor } from './wish-for.ts'
import type { Question, Transport, TransportOptions } from './transport.ts'

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

/** One repository on a server that speaks git over http(s), ssh or alone; spoken by us, no git program involved. */
export interface GitRemote {
  readonly url: string
  /** Reads HEAD, all branches and tags. One request once the server is known. */
  refs(reason?: Reason): Promise<RefSnapshot>
  /**
   * Brings objects into a depot. One request; of a server of plain files, one for each that is needed.
   *
   * @throws Failure and DepotDamaged, as `Depot.addPack` and `plainFetch`
   */
  bring(wish: PackWish, purpose: Purpose, depot: TakesPacks): Promise<void>
  /**
   * Asks a server that speaks git for objects. The bytes are a pack for `git index-pack --stdin --fix-thin`. One
   * request.
   */
  pack(wish: PackWish, purpose: Purpose): AsyncIterable<Uint8Array>
  /** Whether the server gives an object that is asked for by its full name. Nothing is kept. */
  hands(hash: string): Promise<boolean>
  /** Whether commits can be had without trees and files; asks the server what it can do, once. */
  canFilter(): Promise<boolean>
}

/** What objects are brought into. */
export type TakesPacks = Pick<Depot, 'addPack' | 'read' | 'notHeld'>

export interface RemoteOptions extends TransportOptions {
  readonly gate: Pick<Gate, 'ask' | 'connect' | 'rewritten' | 'runRemotely'>
  readonly now: () => number
}

/** Opens a remote. Nothing is asked yet. */
export function gitRemote(url: string, options: RemoteOptions): GitRemote {
  const transport = transportTo(url, options)

  const refsQuestion: Question<Promise<RefSnapshot>> = {
    body: (server) => (server.version === 2 ? lsRefsRequest(server.objectFormat) : undefined),
    async read(answer, { version, objectFormat, advertised }) {
      const refs = version === 2 ? await readRefsV2(answer, objectFormat) : advertised
      return refSnapshot(options.now(), refs, objectFormat)
    },
  }

  function packQuestion(wish: PackWish): Question<AsyncIterable<Uint8Array>> {
    return {
      body: (server) =>
        server.version === 2
          ? packRequestV2(wishFor(wish, server), server.objectFormat)
          : packRequestV0(wishFor(wish, server), server),
      read: (answer, server) =>
        server.version === 2
          ? readPackV2(answer, url)
          : readPackV0(answer, url, wishFor(wish, server)),
    }
  }

  const pack = (wish: PackWish, purpose: Purpose) => transport.pack(packQuestion(wish), purpose)
  const canFilter = async () => (await transport.capabilities()).filter

  async function hands(hash: string): Promise<boolean> {
    const commitsOnly = await canFilter()
    const wish: PackWish = { wants: [hash], haves: [], shallow: [], depth: 1, commitsOnly }
    try {
      // What is begun is given; only a pack of a single commit is worth reading to its end.
      for await (const _ of pack(wish, 'commits')) if (!commitsOnly) break
      return true
    } catch (error) {
      if (Failure.is(error, 'not-found') && error.details.at === 'commit') return false
      throw error
    }
  }

  return {
    url,
    async refs(reason) {
      const snapshot = await transport.refs(refsQuestion, reason)
      const answeredAt = transport.redirectedTo?.()
      const isElsewhere =
        answeredAt !== undefined && repositoryKey(answeredAt) !== repositoryKey(url)
      return isElsewhere ? { ...snapshot, answeredAt } : snapshot
    },
    pack,
    async bring(wish, purpose, depot) {
      const plain = transport.plain?.(purpose)
      if (!plain) return depot.addPack(pack(wish, purpose), wish.haves.length > 0)
      for await (const part of plainFetch(wish, plain.files, depot, plain.objectFormat)) {
        await depot.addPack(part, false)
      }
    },
    hands,
    canFilter,
  }
}

/** The scheme that counts is the one of where a rule sends us. */
function transportTo(url: string, options: RemoteOptions): Transport {
  const { gate } = options
  const protocol = URL.parse(gate.rewritten(url))?.protocol ?? ''
  if (protocol === 'git:') return streamTransport(url, daemonConnect(url, gate), options)
  if (isSshScheme(protocol)) return streamTransport(url, sshConnect(url, gate), options)
  return httpTransport(url, options)
}
