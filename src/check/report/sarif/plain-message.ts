import { safeLine } from '../../../safe-text.ts'

const longest = 2000

/**
 * Text from outside as a plain text message: nothing in it can become a link or a placeholder.
 *
 * Source: SARIF 2.1.0, sections 3.11.5 (placeholders) and 3.11.6 (embedded links)
 */
export function plainMessage(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return safeLine(short)
    .replaceAll('](', '] (')
    .replaceAll(/\{(\d+)\}/g, '{{$1}}')
}
