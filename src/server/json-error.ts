import { safeJson } from '../safe-text.ts'
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
