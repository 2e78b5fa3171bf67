import { withoutCredentials } from '../../outbound/request-record.ts'

/** A URL with its user information replaced by `***`: fit to be shown. */
export function maskUrl(url: string): string {
  const plain = withoutCredentials(url)
  return plain === url ? url : plain.replace('://', '://***@')
}

/**
 * The text with the user information of every URL in it replaced by `***`. A URL ends before a blank or a quote, so
 * one that may hold these is masked on its own, with {@link maskUrl}.
 */
export function maskCredentials(text: string): string {
  return text
    .split(/(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*:\/\/)|(?=[\s"'])/i)
    .map(maskUrl)
    .join('')
}
