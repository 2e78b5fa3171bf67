import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { readAll } from '../../outbound/read-answer.ts'
import type { Reason } from '../../outbound/request-record.ts'
import { quoted } from '../../safe-text.ts'

/** Where parts of a checksum database are read. Nothing of it is believed. */
export interface RemoteLog {
  /**
   * What it answers at a path below its address: `latest`, `lookup/…` or `tile/…`.
   *
   * @throws Failure `not-found` where it says 404 or 410, with its words, unless these tell of a time-out; `unreachable` for
   *   any other status, and what the gate throws
   */
  readonly read: (path: string, maxBytes?: number) => Promise<Uint8Array>
}

/** Where a checksum database is, and how it is asked. */
export interface RemoteAddress {
  readonly gate: Pick<Gate, 'ask'>
  /** The name in its key. */
  readonly name: string
  /** Original URL, without a slash at its end. */
  readonly url: string
  /** `foreground` unless given. */
  readonly reason?: Reason
}

/** A record has two lines, a head few more, and a tile of hashes 8 KiB. */
const usualBytes = 256 * 1024
/** Longest time for an exchange, milliseconds. */
const patience = 60_000

/** A checksum database at a URL: its own, or `…/sumdb/NAME` of a module proxy. Asks through the gate, with the purpose `sumdb`. */
export function remoteLog({ gate, name, url: base, reason }: RemoteAddress): RemoteLog {
  return {
    async read(path, maxBytes = usualBytes) {
      const url = `${base}/${path}`
      const wish = { url, purpose: 'sumdb', maxBytes, patience, ...(reason && { reason }) } as const
      const answer = await gate.ask(wish)
      const body = await readAll(answer)
      const { status } = answer
      if (status === 200) return body
      const isMissing = (status === 404 || status === 410) && !tellsOfTime(body)
      if (!isMissing) {
        const retryAfter = waitOf(answer.headers['retry-after'])
        const text = `Cannot ask ${name}: it answered ${status}${reasonIn(answer.headers, body)}`
        throw new Failure('unreachable', text, { url, status, ...(retryAfter && { retryAfter }) })
      }
      const words = quoted(body.toString())
      throw new Failure('not-found', `${name} has no ${path}: it says ${words}`, {
        url,
        status,
        ...(words !== 'nothing' && { words }),
      })
    },
  }
}

/** What a database says beside another status; a page of something before it is nothing to read. */
function reasonIn(headers: Readonly<Record<string, string>>, body: Buffer): string {
  const isPlain = /^text\/plain\b/i.test(headers['content-type'] ?? '')
  return isPlain && body.length > 0 ? `: it says ${quoted(body.toString())}` : ''
}

/**
 * Whether a 404 is about the database's own trouble: sum.golang.org says so when it could not fetch the module in time.
 *
 * Source: go.dev/issue/56174
 */
function tellsOfTime(body: Buffer): boolean {
  return /\btim(?:ed|e)[ -]?out\b|\bdeadline exceeded\b/i.test(body.toString('latin1', 0, 4096))
}

function waitOf(header: string | undefined): number | undefined {
  return header !== undefined && /^[1-9]\d{0,4}$/.test(header) ? Number(header) : undefined
}
