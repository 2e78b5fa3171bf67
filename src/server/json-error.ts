import { safeJson } from '../safe-text.ts'
import type { BodyFault } from './hooks/body.ts'
import type { Reply } from './reply.ts'

/** A value as a line of JSON that no terminal obeys. */
export function jsonLine(value: unknown): string {
  return `${safeJson(JSON.stringify(value))}\n`
}

/** A refusal as programs read it: an object with the key `error`. Nobody keeps it. */
export function errorReply(status: number, error: string, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: {
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: Buffer.from(jsonLine({ error })),
  }
}

/**
 * The refusal of a body that was not read to its end.
 *
 * @param what it is, such as `this question`
 * @param mostBytes that it may have
 */
export function bodyFaultReply(fault: BodyFault, what: string, mostBytes: number): Reply {
  if (fault === 'too-large') {
    return errorReply(413, `Cannot answer ${what}: it has more than ${mostBytes / 2 ** 20} MiB`)
  }
  if (fault === 'no-room') {
    const again = { 'Retry-After': '5' }
    return errorReply(503, `Cannot take ${what}: too many come at once`, again)
  }
  return errorReply(408, `Cannot answer ${what}: it did not come in time`)
}
