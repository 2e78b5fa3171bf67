import { hrefOf } from '../words/href.ts'
import type { TextStyle } from './text-layout.ts'

/**
 * Makes the first `text` in a line a link (OSC 8), where the style has links and the address is one of http or https.
 * The address is written as the URL parser gives it, in ASCII and without user information, so that nothing in it can
 * end the link or act on the terminal.
 */
export function linked(line: string, text: string, url: string | null, style: TextStyle): string {
  const at = line.indexOf(text)
  const href = style.links && text !== '' && at !== -1 ? hrefOf(url ?? '') : undefined
  if (href === undefined) return line
  return `${line.slice(0, at)}\u001b]8;;${href}\u001b\\${text}\u001b]8;;\u001b\\${line.slice(at + text.length)}`
}
