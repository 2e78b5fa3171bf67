import { isUtf8 } from 'node:buffer'

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' }

const reference = /&(?:#x(?<hex>[0-9A-Fa-f]*)|#(?<decimal>[0-9]*)|(?<name>lt|gt|amp|apos|quot));/g

const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** What a stretch of text says, or why it cannot be read. */
export type Decoded = { readonly text: string } | { readonly fault: string }

/**
 * Decodes text given as one character per byte: UTF-8, every line end as `\n`, and, where `references` count, the
 * five entities that XML defines and numeric references. Any other `&` stands for itself.
 *
 * Source: encoding/xml.Decoder with Strict off; XML 1.0 §2.2, §2.11, §4.6
 */
export function decodeText(bytes: string, references: boolean): Decoded {
  let text = bytes
  if (/[\x80-\xff]/.test(bytes)) {
    const buffer = Buffer.from(bytes, 'latin1')
    if (!isUtf8(buffer)) return { fault: 'invalid UTF-8' }
    text = buffer.toString('utf8')
  }
  text = text.replace(/\r\n?/g, '\n')
  if (references) text = text.replace(reference, (...found) => resolve(found))
  const bad = illegal.exec(text)?.[0].codePointAt(0)
  if (bad === undefined) return { text }
  return {
    fault: `the character U+${bad.toString(16).toUpperCase().padStart(4, '0')} is not allowed`,
  }
}

type ReplaceArguments = [string, ...unknown[]]

function resolve(found: unknown[]): string {
  const [whole] = found as ReplaceArguments
  const { hex, decimal, name } = found.at(-1) as Partial<Record<'hex' | 'decimal' | 'name', string>>
  if (name !== undefined) return named[name] ?? whole
  const code = hex === undefined ? parseInt(decimal ?? '', 10) : parseInt(hex, 16)
  if (!(code <= 0x10ffff)) return whole
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  return isSurrogate ? '\ufffd' : String.fromCodePoint(code)
}
