import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Failure } from '../failure.ts'
import type { GateOptions } from './gate.ts'
import { networkFailure } from './network-failure.ts'
import { openPassage } from './passage.ts'
import type { Purpose } from './request-record.ts'

/** What a program is to be let out for. */
export interface Errand {
  /** Original URL, http or https. */
  readonly url: string
  readonly purpose: Purpose
  /** Most bytes that may come in, all connections together. */
  readonly maxBytes: number
}

/** The way out of one program, for as long as it is not disposed. */
export interface ProgramWay extends AsyncDisposable {
  /** What the program is to ask: the URL with the rules of `[[rewrite]]` applied, and without user information. */
  readonly url: string
  /** `http://127.0.0.1:PORT`: the HTTP proxy that the program must use for everything. */
  readonly proxy: string
  /** Aborts when the program is not to go on: it takes too long, or was refused something. */
  readonly signal: AbortSignal
  /** Why the program got no further, where that was ours to see: what it says itself is only a consequence. */
  readonly failure: () => Failure | undefined
}

/**
 * Opens the way out for one program that speaks HTTP by itself: a proxy on loopback (RFC 9110 §9.3.6 and §7.6), which
 * dials only what the gate would dial, also after redirects; counts bytes; and has every connection recorded.
 *
 * @param target the rewritten URL, already found to be one that may be asked
 */
export async function openProgramWay(
  options: GateOptions,
  errand: Errand,
  target: URL,
): Promise<ProgramWay> {
  const sockets = new Set<Socket>()
  const over = new AbortController()
  let failed: Failure | undefined
  let received = 0

  function fail(failure: Failure): void {
    failed ??= failure
    over.abort(failed)
    for (const socket of sockets) socket.destroy()
  }

  function take(bytes: number): void {
    received += bytes
    if (received <= errand.maxBytes) return
    fail(
      new Failure(
        'refused',
        `Cannot take ${errand.url}: it is larger than ${errand.maxBytes} bytes`,
        {
          url: errand.url,
        },
      ),
    )
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    sockets.add(client)
    client.on('close', () => sockets.delete(client))
    openPassage(client, {
      options,
      purpose: errand.purpose,
      onlySecure: target.protocol === 'https:',
      take,
      opened: (upstream) => {
        sockets.add(upstream)
        upstream.on('close', () => sockets.delete(upstream))
      },
      failed: (error) => {
        const failure = networkFailure(error, errand.url)
        if (failure.code === 'refused') fail(failure)
        else failed ??= failure
      },
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const timer = setTimeout(() => {
    fail(
      new Failure('unreachable', `Cannot ask ${errand.url}: no answer in time`, {
        url: errand.url,
      }),
    )
  }, options.requestTimeout).unref()

  return {
    url: target.href,
    proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
