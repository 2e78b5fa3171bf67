import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Failure } from '../failure.ts'
import { networkFailure } from './network-failure.ts'
import type { Purpose, Reason } from './request-record.ts'
import { tooLarge } from './too-large.ts'

/** What a program is to be let out for. */
export interface Errand {
  /** Original URL, http or https. */
  readonly url: string
  readonly purpose: Purpose
  /** `foreground` unless given. */
  readonly reason?: Reason
  /** Most bytes that may come in, all answers together. */
  readonly maxBytes: number
}

/** The way out of one program, for as long as it is not disposed. */
export interface ProgramWay extends AsyncDisposable {
  /** What the program is to ask. Without user information. */
  readonly url: string
  /** `http://127.0.0.1:PORT`, where `url` is; as a proxy it refuses everything else. */
  readonly base: string
  /** Aborts when the program is not to go on: it takes too long, or was refused something. */
  readonly signal: AbortSignal
  /** Why the program got no further, where that was ours to see: what it says itself is only a consequence. */
  readonly failure: () => Failure | undefined
}

/** What serves one connection of the program tells. */
export interface Doorkeeper {
  /** So many bytes came in. */
  readonly take: (bytes: number) => void
  /** A socket that must not outlive the way. */
  readonly opened: (socket: Socket) => void
  readonly failed: (error: unknown) => void
}

/** What a way needs. */
export interface WayOptions {
  readonly errand: Pick<Errand, 'url' | 'purpose' | 'maxBytes'>
  /** Milliseconds that the program may take. */
  readonly patience: number
  /** The URL for the program, given the one of the door. */
  readonly urlAt: (base: string) => string
  readonly serve: (client: Socket, keeper: Doorkeeper) => void
}

/** Opens a door on loopback, which `serve` stands at. */
export async function openProgramWay(options: WayOptions): Promise<ProgramWay> {
  const { url, purpose, maxBytes } = options.errand
  const sockets = new Set<Socket>()
  const over = new AbortController()
  let failed: Failure | undefined
  let received = 0

  function fail(failure: Failure): void {
    failed = over.signal.aborted ? failed : failure
    over.abort(failed)
    for (const socket of sockets) socket.destroy()
  }

  function hold(socket: Socket): void {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  }

  const keeper: Doorkeeper = {
    opened: hold,
    take(bytes) {
      received += bytes
      if (received <= maxBytes) return
      fail(tooLarge(url, maxBytes, purpose))
    },
    failed(error) {
      const failure = networkFailure(error, url)
      if (failure.code === 'refused') fail(failure)
      else failed ??= failure
    },
  }
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    hold(client)
    client.on('error', () => {}) // the program went away, which it may
    options.serve(client, keeper)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const timer = setTimeout(() => {
    fail(new Failure('unreachable', `Cannot ask ${url}: no answer in time`, { url }))
  }, options.patience).unref()
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: options.urlAt(base),
    base,
    signal: over.signal,
    failure: () => failed,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
