import type { IncomingHttpHeaders } from 'node:http'
import { parseRange } from './range.ts'
import type { Part } from './range.ts'
import { bodySize } from './reply.ts'
import type { Reply } from './reply.ts'

/** Headers that go with 304 as well. Source: RFC 9110 section 15.4.5 */
const kept = new Set(['Cache-Control', 'ETag', 'Vary', 'Headwater-Asked', 'X-Content-Type-Options'])

/**
 * What of a reply a client wants that has part of it, or an older one: 304, 412, 206, 416 or the reply
 * itself. Dates are not known to us, so If-Range with one asks for the whole. The file behind a part is
 * that of `reply`, which remains the one to release.
 *
 * @param isGet Range means nothing for other methods
 *
 * Source: RFC 9110 sections 13.2.2 and 14
 */
export function meetConditions(reply: Reply, headers: IncomingHttpHeaders, isGet: boolean): Reply {
  const { etag } = reply
  if (etag === undefined || reply.status !== 200) return reply
  const match = headers['if-match']
  if (match !== undefined && !names(match, etag, 'strong')) return bare(reply, 412)
  const noneMatch = headers['if-none-match']
  if (noneMatch !== undefined && names(noneMatch, etag, 'weak')) return bare(reply, 304)
  const ifRange = headers['if-range']
  if (!isGet || (ifRange !== undefined && ifRange !== etag)) return reply
  const total = bodySize(reply.body)
  const part = parseRange(headers.range, total)
  if (part === undefined) return reply
  if (part !== 'none') return cutOut(reply, part, total)
  const refusal = bare(reply, 416)
  return { ...refusal, headers: { ...refusal.headers, 'Content-Range': `bytes */${total}` } }
}

function names(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true
  return [...list.matchAll(/(W\/)?("[^"]*")/g)].some(
    ([, weak, tag]) => tag === etag && (weak === undefined || comparison === 'weak'),
  )
}

function bare(reply: Reply, status: number): Reply {
  const headers = Object.fromEntries(
    Object.entries(reply.headers).filter(([name]) => kept.has(name)),
  )
  return { status, headers, body: Buffer.alloc(0) }
}

function cutOut(reply: Reply, { start, size }: Part, total: number): Reply {
  const { body } = reply
  return {
    status: 206,
    headers: { ...reply.headers, 'Content-Range': `bytes ${start}-${start + size - 1}/${total}` },
    body: Buffer.isBuffer(body) ? body.subarray(start, start + size) : { ...body, start, size },
  }
}
