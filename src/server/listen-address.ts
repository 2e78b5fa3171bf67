import { isIPv6 } from 'node:net'
import { Failure } from '../failure.ts'

/** Where to listen. The host has no brackets; '' means all interfaces. Port 0 lets the system choose one. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

/**
 * The URL under which a program on this machine reaches a server that listens there.
 *
 * @param port the one in use, where the address says 0
 */
export function urlOf({ host }: ListenAddress, port: number): string {
  const name = host === '' || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
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
export function listenFailure(
  error: NodeJS.ErrnoException,
  { host, port }: ListenAddress,
): Failure {
  const { code = '', message } = error
  const [reason, hint] = reasons[code] ?? [message, 'Set `listen` to another address']
  const where = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return new Failure('invalid', `Cannot listen on ${where}: ${reason}`, { cause: error, hint })
}
