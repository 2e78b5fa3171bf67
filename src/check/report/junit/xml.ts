import { safeText } from '../../../safe-text.ts'

/** An element with its attributes in order and what is in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string | number>>
  readonly content?: string | readonly XmlElement[]
}

/** An XML 1.0 document, indented. Names must be good; texts may be anything. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, '')}`
}

function element({ name, attributes = {}, content = [] }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(`${value}`)}"`)
  const start = `${indent}<${name}${pairs.join('')}`
  if (content.length === 0) return `${start}/>\n`
  if (typeof content === 'string') {
    return `${start}>${content.split('\n').map(escaped).join('\n')}</${name}>\n`
  }
  return `${start}>\n${content.map((one) => element(one, `${indent}  `)).join('')}${indent}</${name}>\n`
}

/**
 * Text as an attribute or content, with what XML cannot hold shown instead.
 *
 * Source: XML 1.0, productions 2 (Char), 10 (AttValue) and 14 (CharData)
 */
function escaped(text: string): string {
  return safeText(text)
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
