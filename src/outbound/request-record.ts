/**
 * What a request was to bring; each is told in the public ledger. `rules` is robots.txt, `forge` what a forge's interface
 * says of repositories, `sumdb` a part of a checksum database.
 */
export type Purpose =
  | 'import-page'
  | 'refs'
  | 'commits'
  | 'content'
  | 'page'
  | 'proxy'
  | 'forge'
  | 'sumdb'
  | 'rules'

/** On whose account a request goes. */
export type Reason =
  | 'foreground' // somebody waits for the answer
  | 'background' // nobody does: paid for by requests that our copy has spared the host
  | 'floor' // nothing pays for it, as for code that nobody has asked for lately: a few, and shown apart
  | 'push' // the host has told us of news

/** One request that left the gate, as the ledger keeps it. Never holds credentials or who asked. */
export interface RequestRecord {
  /** Start, milliseconds since the epoch. */
  readonly at: number
  /** Host (and port, if unusual) of the original URL. */
  readonly host: string
  readonly method: string
  /** The original URL (before any rewrite), without user information. */
  readonly url: string
  readonly purpose: Purpose
  readonly reason: Reason
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Body bytes sent. */
  readonly sent: number
  /** Body bytes received, as they came over the wire. */
  readonly received: number
  readonly millis: number
  /** Failure code, or '' when the exchange ended well. */
  readonly failure: string
}

/** Takes the user information out of a URL, so that it can be shown and kept. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
}
