/** Where somebody who is asked can learn more, as far as it is configured. */
export interface Identity {
  /** The URL of this server, without a slash at its end: its page `/-/robot` tells what we do, and how to stop us. */
  readonly publicUrl: string | undefined
  /** Mail or web address of the people who run it, as a URL. */
  readonly contact: string | undefined
}

/**
 * Who we are, on every request: program, version, the page about us, and how to reach whoever runs it.
 *
 * Source: RFC 9110 §10.1.5 and, for what may stand in a comment, §5.6.5
 */
export function userAgent(version: string, { publicUrl, contact }: Identity): string {
  const parts = [
    'Go module mirror',
    ...(publicUrl === undefined ? [] : [`+${plain(publicUrl)}/-/robot`]),
    ...(contact === undefined ? [] : [plain(contact)]),
  ]
  return `Headwater/${version} (${parts.join('; ')})`
}

/** A URL without what would end the comment, or the header. */
function plain(url: string): string {
  return url.replaceAll(/[^\x21-\x7e]+|[()\\]/gu, percentEncoded)
}

/** Source: RFC 3986 §2.1 */
function percentEncoded(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase().replaceAll(/../g, '%$&')
}
