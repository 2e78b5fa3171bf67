import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { isSshScheme } from '../../outbound/normal-url.ts'
import type { Purpose, Reason } from '../../outbound/request-record.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { Depot } from './depot.ts'
import { denialsAt } from './denials.ts'
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
  /** What the server is to leave out, where it offers that: all but commits, or files. */
  readonly without?: 'content' | 'files'
  /** Commits among `haves` whose files are not all held: only a server that leaves files out is told of them. */
  readonly partial?: readonly string[]
}

/** One repository on a server that speaks git over http(s), ssh or alone; spoken by us, no git program involved. */
export interface GitRemote {
  readonly url: string
  /** Reads HEAD, all branches and tags. One request once the server is known. */
  refs(reason?: Reason): Promise<RefSnapshot>
  /**
   * Brings objects into a depot. One request; of a server of plain files, one for each that is needed.
   *
   * @returns whether what the wish is without was left out
   * @throws Failure and DepotDamaged, as `Depot.addPack` and `plainFetch`
   */
  bring(wish: PackWish, purpose: Purpose, depot: TakesPacks): Promise<boolean>
  /**
   * Asks a server that speaks git for objects. The bytes are a pack for `git index-pack --stdin --fix-thin`. One
   * request.
   */
  pack(wish: PackWish, purpose: Purpose): AsyncIterable<Uint8Array>
  /** Whether the server gives an object that is asked for by its full name. Nothing is kept. */
  hands(hash: string): Promise<boolean>
  /**
   * Whether it is worth a try to ask for objects without those, and then for some of them by name: as far as this server
   * is known, and others of its host. Asks nobody.
   */
  mayLeaveOut(what: NonNullable<PackWish['without']>): boolean
  /** Told that it gives no files by name, so that there is no use in leaving them out. */
  expectFiles(): void
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
  const denials = denialsAt(options.gate, url)

  const refsQuestion: Question<Promise<RefSnapshot>> = {
    body: (server) => (server.version === 2 ? lsRefsRequest(server.objectFormat) : undefined),
    async read(answer, { version, objectFormat, advertised }) {
      const refs = version === 2 ? await readRefsV2(answer, objectFormat) : advertised
      return refSnapshot(options.now(), refs, objectFormat)
    },
  }

  function packQuestion(
    wish: PackWish,
    onAnswer = (_asked: PackWish) => {},
  ): Question<AsyncIterable<Uint8Array>> {
    return {
      body: (server) =>
        server.version === 2
          ? packRequestV2(wishFor(wish, server), server.objectFormat)
          : packRequestV0(wishFor(wish, server), server),
      read(answer, server) {
        const asked = wishFor(wish, server)
        onAnswer(asked)
        return server.version === 2 ? readPackV2(answer, url) : readPackV0(answer, url, asked)
      },
    }
  }

  const pack = (wish: PackWish, purpose: Purpose, onAnswer?: (asked: PackWish) => void) =>
    transport.pack(packQuestion(wish, onAnswer), purpose)
  function mayLeaveOut(what: NonNullable<PackWish['without']>): boolean {
    const { isPlain, version, filter } = transport.server()
    if (denials.has(what)) return false
    return isPlain === true || (filter && (what === 'content' || version === 2))
  }

  async function hands(hash: string): Promise<boolean> {
    const alone: PackWish = { wants: [hash], haves: [], shallow: [], depth: 1 }
    const wish: PackWish = mayLeaveOut('content') ? { ...alone, without: 'content' } : alone
    let isAlone = false
    const bytes = pack(wish, 'commits', ({ without }) => (isAlone = without !== undefined))
    try {
      // What is begun is given; only a pack of a single commit is worth reading to its end.
      for await (const _ of bytes) if (!isAlone) break
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
      const { without } = wish
      const plain = transport.plain?.(purpose)
      if (!plain) {
        let isWithout = false
        const bytes = pack(wish, purpose, (asked) => (isWithout = asked.without !== undefined))
        try {
          await depot.addPack(bytes, wish.haves.length > 0)
        } catch (error) {
          if (without && isAboutFilters(error, url)) denials.add(without)
          throw error
        }
        if (without && !isWithout) denials.add(without)
        return isWithout
      }
      for await (const part of plainFetch(wish, plain.files, depot, plain.objectFormat)) {
        await depot.addPack(part, false)
      }
      return without !== undefined
    },
    hands,
    mayLeaveOut,
    expectFiles: () => denials.add('files'),
  }
}

/** Whether a server says that it does not leave out what it was to, though it said that it can. */
function isAboutFilters(error: unknown, url: string): boolean {
  return Failure.is(error, 'unreachable') && /\bfilter/i.test(error.message.replaceAll(url, ''))
}

/** The scheme that counts is the one of where a rule sends us. */
function transportTo(url: string, options: RemoteOptions): Transport {
  const { gate } = options
  const protocol = URL.parse(gate.rewritten(url))?.protocol ?? ''
  if (protocol === 'git:') return streamTransport(url, daemonConnect(url, gate), options)
  if (isSshScheme(protocol)) return streamTransport(url, sshConnect(url, gate), options)
  return httpTransport(url, options)
}
