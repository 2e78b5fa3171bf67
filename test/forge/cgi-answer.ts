import type { Readable } from 'node:stream'

/** What a CGI program answered. */
export interface CgiAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: AsyncIterable<Buffer>
}

/**
 * Reads the head of what a CGI program prints, and leaves the rest to be read; undefined when it prints no whole head.
 *
 * Source: RFC 3875 §6.
 */
export async function cgiAnswer(printed: Readable): Promise<CgiAnswer | undefined> {
  const chunks = printed[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const head = await readHead(chunks)
  return head && { ...parseHead(head.text), body: following(head.rest, chunks) }
}

async function readHead(
  chunks: AsyncIterator<Buffer>,
): Promise<{ text: string; rest: Buffer } | undefined> {
  let seen = Buffer.alloc(0)
  for (;;) {
    const { done, value } = await chunks.next()
    if (done) return undefined
    seen = Buffer.concat([seen, value])
    const end = seen.indexOf('\r\n\r\n')
    if (end >= 0) return { text: seen.subarray(0, end).toString(), rest: seen.subarray(end + 4) }
  }
}

function parseHead(head: string): Pick<CgiAnswer, 'status' | 'headers'> {
  const fields = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  const { status = '200', ...headers } = Object.fromEntries(fields)
  return { status: Number.parseInt(status, 10), headers }
}

async function* following(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  for (;;) {
    const { done, value } = await chunks.next()
    if (done) return
    yield value
  }
}
