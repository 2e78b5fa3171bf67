import { declarationFault } from './xml-declaration.ts'
import { isXmlName } from './xml-names.ts'
import { atEnd, expect, fault, peek, skip, take, upTo, type Source } from './xml-source.ts'
import { decodeText } from './xml-text.ts'

/** `space:local`; a name that has nothing before or behind its colon is all local. */
export interface XmlName {
  readonly space: string
  readonly local: string
}

/** One attribute of a start tag; without `=` its value is its local name. */
export interface XmlAttribute {
  readonly name: XmlName
  readonly value: string
}

/** A piece of a page. `<a/>` is a start and an end. */
export type XmlToken =
  | { readonly kind: 'start'; readonly name: XmlName; readonly attributes: readonly XmlAttribute[] }
  | { readonly kind: 'end'; readonly name: XmlName }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'comment' | 'directive' }
  | { readonly kind: 'instruction'; readonly target: string }

/**
 * Reads a page as XML, leniently: values may be unquoted or missing, unknown entities stand for themselves, tags need
 * not match. Accepts and refuses exactly what the go command does when it looks for go-import tags, and reads no
 * further than it is asked to. Time: linear in the page's length.
 *
 * @throws XmlSyntaxError at the first piece that is none
 *
 * Source: encoding/xml.Decoder.RawToken with Strict off; cmd/go/internal/vcs.charsetReader
 */
export function* xmlTokens(page: Uint8Array): Generator<XmlToken, void, undefined> {
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength)
  const source = { page: bytes.toString('latin1'), at: 0 }
  while (source.at < source.page.length) {
    if (source.page[source.at] !== '<') {
      yield { kind: 'text', text: characterData(source) }
      continue
    }
    source.at += 1
    if (skip(source, '/')) yield endTag(source)
    else if (skip(source, '?')) yield instruction(source)
    else if (skip(source, '!')) yield declaration(source)
    else yield* startTag(source)
  }
}

function* startTag(source: Source): Generator<XmlToken, void, undefined> {
  const name = qualifiedName(source, 'an element name behind <')
  const attributes: XmlAttribute[] = []
  for (;;) {
    take(source, spaces)
    if (skip(source, '>')) return yield { kind: 'start', name, attributes }
    if (skip(source, '/')) {
      expect(source, '>', 'a / inside a tag is not followed by >')
      yield { kind: 'start', name, attributes }
      return yield { kind: 'end', name }
    }
    attributes.push(attribute(source))
  }
}

function attribute(source: Source): XmlAttribute {
  const name = qualifiedName(source, 'an attribute name')
  take(source, spaces)
  if (!skip(source, '=')) return { name, value: name.local }
  take(source, spaces)
  const quote = peek(source)
  if (quote !== '"' && quote !== "'") return { name, value: take(source, unquoted) }
  const start = source.at + 1
  const end = source.page.indexOf(quote, start)
  const value = source.page.slice(start, end < 0 ? undefined : end)
  if (value.includes('<')) throw fault(source, 'an attribute value contains <')
  if (end < 0) throw atEnd(source)
  source.at = end + 1
  return { name, value: decode(source, value, true) }
}

function endTag(source: Source): XmlToken {
  const name = qualifiedName(source, 'an element name behind </')
  take(source, spaces)
  expect(source, '>', `</${name.local} is not followed by >`)
  return { kind: 'end', name }
}

function instruction(source: Source): XmlToken {
  const target = simpleName(source, 'a target name behind <?')
  take(source, spaces)
  const inside = upTo(source, '?>')
  const wrong = target === 'xml' ? declarationFault(inside) : undefined
  if (wrong !== undefined) throw fault(source, wrong)
  return { kind: 'instruction', target }
}

/** What begins with `<!`: a comment, a CDATA section, or a directive such as `<!DOCTYPE html>`. */
function declaration(source: Source): XmlToken {
  if (skip(source, '-')) {
    expect(source, '-', '<!- is not followed by another -')
    upTo(source, '--')
    expect(source, '>', 'a comment contains --')
    return { kind: 'comment' }
  }
  if (skip(source, '[')) {
    for (const letter of 'CDATA[') expect(source, letter, '<![ is not followed by CDATA[')
    return { kind: 'text', text: decode(source, upTo(source, ']]>'), false) }
  }
  // Whatever the first character is, it neither ends nor quotes.
  peek(source)
  source.at += 1
  skipDirective(source)
  return { kind: 'directive' }
}

/** Goes behind the `>` that is not quoted, nested in `<…>`, or in a comment. */
function skipDirective(source: Source): void {
  let depth = 0
  for (;;) {
    take(source, plain)
    const mark = peek(source)
    source.at += 1
    if (mark === '"' || mark === "'") upTo(source, mark)
    else if (mark === '>') {
      if (depth === 0) return
      depth -= 1
    } else if (source.page.startsWith('!--', source.at)) {
      source.at += 3
      upTo(source, '-->')
    } else depth += 1
  }
}

function characterData(source: Source): string {
  const next = source.page.indexOf('<', source.at)
  const end = next < 0 ? source.page.length : next
  const bytes = source.page.slice(source.at, end)
  source.at = end
  if (bytes.includes(']]>')) throw fault(source, 'text contains ]]>')
  const last = bytes.lastIndexOf('&')
  if (next < 0 && last >= 0 && openReference.test(bytes.slice(last))) throw atEnd(source)
  return decode(source, bytes, true)
}

const spaces = /[ \r\n\t]*/y
const unquoted = /[\w:-]*/y
const nameBytes = /[\w:.\-\x80-\xff]*/y
const plain = /[^"'<>]*/y
const openReference = /^&(?:#x[0-9A-Fa-f]*|#[0-9]*|[\w:.\-\x80-\xff]*)$/

function qualifiedName(source: Source, wanted: string): XmlName {
  const name = simpleName(source, wanted)
  const [space = '', local = '', ...more] = name.split(':')
  if (more.length > 0) throw fault(source, `${JSON.stringify(name)} has more than one colon`)
  return space === '' || local === '' ? { space: '', local: name } : { space, local }
}

function simpleName(source: Source, wanted: string): string {
  const bytes = take(source, nameBytes)
  const next = peek(source)
  if (bytes === '') throw fault(source, `${JSON.stringify(next)} instead of ${wanted}`)
  const name = Buffer.from(bytes, 'latin1').toString('utf8')
  if (!isXmlName(name)) throw fault(source, `${JSON.stringify(name)} is not a name`)
  return name
}

function decode(source: Source, bytes: string, references: boolean): string {
  const decoded = decodeText(bytes, references)
  if ('fault' in decoded) throw fault(source, decoded.fault)
  return decoded.text
}
