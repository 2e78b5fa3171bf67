import type { Socket } from 'node:net'

/** The head of a request, and what came behind it. */
export interface RequestHead {
  readonly method: string
  /** As it stands there: a path, a whole URL, or for CONNECT a host and port. */
  readonly target: string
  readonly version: string
  /** Name and value of each field, in their order; what speaks of the connection only is left out. */
  readonly fields: readonly (readonly [string, string])[]
  readonly rest: Buffer
}

const maxHead = 256 * 1024

/** Header fields that speak of one connection. */
const ofConnection = /^(?:connection|proxy-connection|proxy-authorization|keep-alive|upgrade|te)$/i

/** Reads the head of a request and pauses the socket; undefined for what is none. Source: RFC 9112 §2 to §5 */
export function readRequestHead(
  client: Socket,
  done: (head: RequestHead | undefined) => void,
): void {
  let seen = Buffer.alloc(0)
  client.on('data', function collect(chunk: Buffer) {
    seen = Buffer.concat([seen, chunk])
    const end = seen.indexOf('\r\n\r\n')
    if (end < 0 && seen.length <= maxHead) return
    client.pause()
    client.off('data', collect)
    done(end < 0 ? undefined : parse(seen.toString('latin1', 0, end), seen.subarray(end + 4)))
  })
  client.resume()
}

function parse(text: string, rest: Buffer): RequestHead | undefined {
  const [first = '', ...lines] = text.split('\r\n')
  const [, method, target, version] = /^([A-Z-]+) (\S+) (HTTP\/1\.[01])$/.exec(first) ?? []
  if (method === undefined || target === undefined || version === undefined) return undefined
  const fields = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  return {
    method,
    target,
    version,
    fields: fields.filter(([name]) => name !== '' && !ofConnection.test(name)),
    rest,
  }
}
