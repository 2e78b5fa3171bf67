import { isIPv6 } from 'node:net'
import { Failure } from '../failure.ts'

/** Where to listen. An undefined host means all interfaces. */
export interface ListenAddress {
  readonly host: string | undefined
  readonly port: number
}

/**
 * Reads `host:port`, `[IPv6]:port`, `:port` or `port`; port 0 lets the system choose one.
 *
 * @throws Failure `invalid` naming what is wrong
 */
export function parseListenAddress(text: string): ListenAddress {
  const fail = (reason: string) =>
    new Failure('invalid', `Cannot listen on ${JSON.stringify(text)}: ${reason}`, {
      hint: 'An address is "127.0.0.1:3000", "[::1]:3000", or ":3000" for all interfaces',
    })
  const parts = /^(?:(?:\[([^\]]*)\]|([^:[\]\s/]*)):)?(\d+)$/.exec(text)
  if (parts === null) throw fail('it is not of the form host:port')
  const [, bracketed, plain = '', digits] = parts
  const port = Number(digits)
  if (port > 65_535) throw fail('ports end at 65535')
  if (bracketed !== undefined && !isIPv6(bracketed)) {
    throw fail('what stands in brackets is not an IPv6 address')
  }
  return { host: (bracketed ?? plain) || undefined, port }
}

/**
 * The URL under which a program on this machine reaches a server that listens there.
 *
 * @param port the one in use, where the address says 0
 */
export function urlOf({ host }: ListenAddress, port: number): string {
  const name = host === undefined || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`
}

const noSuchAddress = [
  'this machine has no such address',
  'Set `listen` to "127.0.0.1:3000" or ":3000"',
] as const

/** Reason and way out by the system's error code. */
const reasons: Partial<Record<string, readonly [reason: string, hint: string]>> = {
  EADDRINUSE: [
    'another program listens there',
    'Stop that program, or set `listen` to another port; port 0 picks a free one',
  ],
  EACCES: [
    'this user may not use that port',
    'Set `listen` to a port above 1023, or put a reverse proxy in front',
  ],
  EADDRNOTAVAIL: noSuchAddress,
  ENOTFOUND: noSuchAddress,
}

/** Why the server cannot listen, for whoever starts it. */
export function listenFailure(error: NodeJS.ErrnoException, text: string): Failure {
  const { code = '', message } = error
  const [reason, hint] = reasons[code] ?? [message, 'Set `listen` to another address']
  return new Failure('invalid', `Cannot listen on ${text}: ${reason}`, { cause: error, hint })
}
