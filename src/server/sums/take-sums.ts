import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Audit, AuditedLine } from '../../sumdb/audit/audit-sums.ts'
import { handedOn } from '../handed-on.ts'
import { errorReply } from '../json-error.ts'
import { pathIn } from '../origin-form.ts'
import { postedBody, refuseMethod, refuseType, refusing } from '../posted-body.ts'
import type { Reply } from '../reply.ts'
import { summaryOf, sumsForm, type SumsForm } from './tell-sums.ts'

/** Answers whatever is asked at `/-/api/v1/sums`. */
export interface SumsAnswers {
  /**
   * Judges a go.sum file, and resolves when all is sent or the client is gone; or gives the reply that refuses it. Never throws
   * for what a client sends.
   */
  answer(request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined>
}

/** Of one file. A line has some 100 bytes, the longest there are have a few hundred. */
const mostBytes = 16 * 2 ** 20
const mostLines = 100_000
/** Files that are taken at the same time; each takes some 100 MiB of memory if it is as large as may be. */
const mostAtOnce = 4
/** Longest time for a body, milliseconds. */
const bodyMs = 30_000
const kind = { type: 'text/plain', what: 'this go.sum' }
/** Lines that are written in one go. */
const atOnce = 500

/** Whether a request target is that of audits of go.sum. The query string does not matter. */
export function isSums(target: string): boolean {
  return pathIn(target) === '/-/api/v1/sums'
}

/** Takes go.sum files and tells of each line what checksum databases say. */
export function takeSums(audit: Audit): SumsAnswers {
  const room = { left: mostAtOnce * mostBytes }
  let underWay = 0

  async function answerPost(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Reply | undefined> {
    const body = await postedBody(request, kind, { maxBytes: mostBytes, maxMs: bodyMs, room })
    if ('status' in body) return body
    if (hasMoreLines(body, mostLines)) {
      return errorReply(413, `Cannot audit this go.sum: it has more than ${mostLines} lines`)
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const lines = await audit(body, gone.signal)
    if (!gone.signal.aborted) await write(response, lines, sumsForm(request.headers.accept))
    return undefined
  }

  async function taken(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Reply | undefined> {
    if (underWay >= mostAtOnce) {
      const again = { 'Retry-After': '10' }
      return errorReply(503, 'Cannot audit this go.sum: others are being audited', again)
    }
    underWay++
    try {
      return await answerPost(request, response)
    } finally {
      underWay--
    }
  }

  return {
    async answer(request, response) {
      const refusal = refuseMethod(request)
      if (refusal) return refusal
      return refusing(request, refuseType(request, kind) ?? (await taken(request, response)))
    },
  }
}

function hasMoreLines(body: Buffer, most: number): boolean {
  let at = -1
  for (let count = 0; count < most; count++) {
    at = body.indexOf(0x0a, at + 1)
    if (at === -1) return false
  }
  return at + 1 < body.length
}

async function write(
  response: ServerResponse,
  lines: readonly AuditedLine[],
  form: SumsForm,
): Promise<void> {
  const summary = summaryOf(lines)
  response.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Type': form.contentType,
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept',
  })
  if (!(await handedOn(response, form.begin(summary)))) return
  for (let start = 0; start < lines.length; start += atOnce) {
    const part = lines.slice(start, start + atOnce)
    const told = part.map((line, i) => form.line(line, start + i === 0))
    if (!(await handedOn(response, told.join('')))) return
  }
  response.end(form.end(summary))
}
