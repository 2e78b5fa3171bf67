import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { encodePackets } from './pkt-line.ts'
import { newestProtocol } from './protocol-v2.ts'
import type { Connect } from './stream-transport.ts'

/**
 * Begins conversations with a git daemon.
 *
 * Source: gitprotocol-pack(5), "Git Transport"; git's `connect.c` for how a path is read
 */
export function daemonConnect(url: string, gate: Pick<Gate, 'connect' | 'rewritten'>): Connect {
  return async (purpose, maxBytes, reason) => {
    const target = new URL(gate.rewritten(url))
    const words = `git-upload-pack ${pathIn(target, url)}\0host=${target.host}\0\0${newestProtocol}\0`
    const connection = await gate.connect({ url, purpose, maxBytes, ...(reason && { reason }) })
    connection.send(encodePackets([words]))
    return connection
  }
}

/** Begins conversations with the git that a host offers over ssh. */
export function sshConnect(url: string, gate: Pick<Gate, 'runRemotely' | 'rewritten'>): Connect {
  return async (purpose, maxBytes, reason) => {
    const path = pathIn(new URL(gate.rewritten(url)), url)
    const command = `git-upload-pack ${shellQuoted(path)}`
    const env = { GIT_PROTOCOL: newestProtocol }
    return gate.runRemotely({ url, purpose, maxBytes, command, env, ...(reason && { reason }) })
  }
}

/** Most bytes of a path on the systems that servers run on. */
const maxPath = 4096

// oxlint-disable-next-line no-control-regex -- they are what must not be there
const isOneLine = /^\/[^\x00-\x1f\x7f]*$/

/**
 * The path as the server is to be told it; `/~user` begins in the home of that user.
 *
 * @throws Failure `invalid` for one that could end the line it is told in
 */
function pathIn(target: URL, url: string): string {
  const path = decoded(target.pathname)
  if (path === undefined || !isOneLine.test(path) || path.length > maxPath) {
    throw new Failure('invalid', `Cannot read ${url}: its path is malformed`, {
      url,
      at: 'repository',
    })
  }
  return path.startsWith('/~') ? path.slice(1) : path
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Source: git's `quote.c`, `sq_quote_buf`, which servers that are no shell know how to read. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll(/['!]/g, String.raw`'\$&'`)}'`
}
