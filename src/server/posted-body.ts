import type { IncomingMessage } from 'node:http'
import { discardBody, readBody, type BodyFault, type BodyLimits } from './body.ts'
import { errorReply } from './json-error.ts'
import type { Reply } from './reply.ts'
import { sentType } from './sent-type.ts'

/** What a part of the API takes. */
export interface PostedKind {
  /** Its media type. */
  readonly type: string
  /** Such as `this question`. */
  readonly what: string
}

/** What is read of a body that is refused. */
const unwanted = { bytes: 2 ** 20, ms: 2000 }

/** The refusal of what is not POST; undefined for what is. */
export function refuseMethod({ method }: IncomingMessage): Reply | undefined {
  if (method === 'POST') return undefined
  return errorReply(405, 'There is only POST here', { Allow: 'POST' })
}

/** The refusal of a body of another type, or one that is packed; undefined for what is taken. */
export function refuseType({ headers }: IncomingMessage, kind: PostedKind): Reply | undefined {
  if (sentType(headers) === kind.type) return undefined
  return errorReply(415, `Send ${kind.what} as ${kind.type}`, { Accept: kind.type })
}

/** The whole body of a request, or the refusal of one that was not read to its end. */
export async function postedBody(
  request: IncomingMessage,
  { what }: PostedKind,
  limits: BodyLimits,
): Promise<Buffer | Reply> {
  const body = await readBody(request, limits)
  return typeof body === 'string' ? faultReply(body, what, limits.maxBytes) : body
}

/** Gives back a refusal once the client can get to read it, which it does not before its body is taken. */
export async function refusing(
  request: IncomingMessage,
  refusal: Reply | undefined,
): Promise<Reply | undefined> {
  if (refusal) await discardBody(request, unwanted.bytes, unwanted.ms)
  return refusal
}

function faultReply(fault: BodyFault, what: string, mostBytes: number): Reply {
  if (fault === 'too-large') {
    return errorReply(413, `Cannot answer ${what}: it has more than ${mostBytes / 2 ** 20} MiB`)
  }
  if (fault === 'no-room') {
    const again = { 'Retry-After': '5' }
    return errorReply(503, `Cannot take ${what}: too many come at once`, again)
  }
  return errorReply(408, `Cannot answer ${what}: it did not come in time`)
}
