import { test } from 'node:test'
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { XmlSyntaxError } from './xml-syntax-error.ts'
import { xmlTokens, type XmlName, type XmlToken } from './xml-tokens.ts'

/** A short form of a token: `<a b=c>`, `</a>`, text as it is, `comment`, `directive`, `?target`. */
function short(token: XmlToken): string {
  if (token.kind === 'text') return token.text
  if (token.kind === 'instruction') return `?${token.target}`
  if (token.kind === 'end') return `</${joined(token.name)}>`
  if (token.kind !== 'start') return token.kind
  const attributes = token.attributes.map(({ name, value }) => ` ${joined(name)}=${value}`)
  return `<${joined(token.name)}${attributes.join('')}>`
}

function joined({ space, local }: XmlName): string {
  return space === '' ? local : `${space}|${local}`
}

/** The tokens up to the first error, of which `error` stands at the end. */
function read(page: string | Uint8Array): string[] {
  const tokens: string[] = []
  const bytes = typeof page === 'string' ? Buffer.from(page) : page
  try {
    for (const token of xmlTokens(bytes)) tokens.push(short(token))
  } catch (error) {
    assert.ok(error instanceof XmlSyntaxError)
    tokens.push(error.atEnd ? 'error at end' : 'error')
  }
  return tokens
}

const rows: [string | Uint8Array, ...string[]][] = [
  [''],
  ['a', 'a'],
  ['<', 'error at end'],
  ['<a', 'error at end'],
  ['<a>', '<a>'],
  ['<a/>', '<a>', '</a>'],
  ['<a / >', 'error'],
  ['< a>', 'error'],
  ['<>', 'error'],
  ['</a >', '</a>'],
  ['</a b>', 'error'],
  ['</ a>', 'error'],
  ['<A B="c">', '<A B=c>'],
  ['<a b>', '<a b=b>'],
  ['<a b c=d>', '<a b=b c=d>'],
  ['<a x:b>', '<a x|b=b>'],
  ['<x:a>', '<x|a>'],
  ['<:a b:=1>', '<:a b:=1>'],
  ['<a:b:c>', 'error'],
  ['<a b = \n"c">', '<a b=c>'],
  ["<a b='\"'>", '<a b=">'],
  ['<a b=>', '<a b=>'],
  ['<a b=c:d-e_f>', '<a b=c:d-e_f>'],
  ['<a b=/c>', 'error'],
  ['<a b=c.d>', 'error'],
  ['<a b=c/>', '<a b=c>', '</a>'],
  ['<a b=c', 'error at end'],
  ['<a b="c', 'error at end'],
  ['<a b="<">', 'error'],
  ['<a b="<', 'error'],
  ['<a b=">]]>">', '<a b=>]]>>'],
  ['<a 1=2>', 'error'],
  ['<1>', 'error'],
  ['<a.1-·>', '<a.1-·>'],
  ['<é>', '<é>'],
  ['<·>', 'error'],
  ['<a\u{10000}>', 'error'],
  ['<a\u2160>', 'error'],
  ['<div style=position:relative>', '<div style=position:relative>'],
  ['a&amp;b&lt;&gt;&apos;&quot;', 'a&b<>\'"'],
  ['&nbsp; &#x41', 'error at end'],
  ['&#65;&#x41;&#x00000000000000000000041;', 'AAA'],
  ['&#55296;&#xDFFF;', '\ufffd\ufffd'],
  ['&#1114112;&#99999999999999999999;', '&#1114112;&#99999999999999999999;'],
  ['&#0;', 'error at end'],
  ['&#11;<', 'error'],
  ['&#xFFFE;<', 'error'],
  ['&#13;\n<a>', '\r\n', '<a>'],
  ['&nbsp; & &x &#; &#x; &#X41; ', '&nbsp; & &x &#; &#x; &#X41; '],
  ['a &', 'error at end'],
  ['a &am', 'error at end'],
  ['a &#', 'error at end'],
  ['a &#x', 'error at end'],
  ['a &#12', 'error at end'],
  ['a &#g', 'a &#g'],
  ['a &<b>', 'a &', '<b>'],
  ['<a b="&unknown;&amp;amp;&x">', '<a b=&unknown;&amp;&x>'],
  ['a\r\nb\rc\n\r\n', 'a\nb\nc\n\n'],
  ['a ]]> b', 'error at end'],
  ['a ]]> b<', 'error'],
  ['a ]&x]>', 'a ]&x]>'],
  ['a\0<', 'error'],
  ['a\v<', 'error'],
  ['a\x7f', 'a\x7f'],
  ['\ufeff<a>', '\ufeff', '<a>'],
  ['\ufffd', '\ufffd'],
  ['\uffff<', 'error'],
  [Uint8Array.of(0x61, 0x80, 0x3c), 'error'],
  [Uint8Array.of(0x61, 0xc3), 'error at end'],
  [Uint8Array.of(0xed, 0xa0, 0x80, 0x3c), 'error'],
  [Uint8Array.of(0xc0, 0x80, 0x3c), 'error'],
  [Uint8Array.of(0x3c, 0x61, 0x80, 0x3e), 'error'],
  ['<!-- a - b -->c', 'comment', 'c'],
  ['<!---->', 'comment'],
  ['<!-->-->', 'comment'],
  ['<!-- -- -->', 'error'],
  ['<!-- --->', 'error'],
  ['<!- -->', 'error'],
  ['<!-- a', 'error at end'],
  ['<!-- a --', 'error at end'],
  ['<![CDATA[a<b&amp;]] >]]>c', 'a<b&amp;]] >', 'c'],
  ['<![CDATA[]]>', ''],
  ['<![CDATA[a', 'error at end'],
  ['<![CDATA', 'error at end'],
  ['<![cdata[a]]>', 'error'],
  ['<!doctype html>', 'directive'],
  ['<!DOCTYPE a "x>y" [<!ENTITY b \'>\'> <!-- > " --> ]>c', 'directive', 'c'],
  ['<!>>', 'directive'],
  ['<!">', 'directive'],
  ['<!a "b>', 'error at end'],
  ['<!a <b>', 'error at end'],
  ['<!a <!-b>>', 'directive'],
  ['<!a <">">>', 'directive'],
  ['<!', 'error at end'],
  ['<?php echo "<a>" ?>b', '?php', 'b'],
  ['<?a:b:c?>', '?a:b:c'],
  ['<?a>?>', '?a'],
  ['<? a?>', 'error'],
  ['<?a', 'error at end'],
  ['<?a ?', 'error at end'],
  ['<?xml?>', '?xml'],
  ['<?xml version="1.0" encoding="UTF-8"?>', '?xml'],
  ["<?xml version='1.0' encoding='ascii'?>", '?xml'],
  ['<?xml encoding="ASC\u0130I"?>', '?xml'],
  ['<?xml version="1.1"?>x', 'error'],
  ['<?xml version=version="1.1"?>', '?xml'],
  ['<?xml encoding="iso-8859-1"?>x', 'error'],
  ['<?xml encoding="us-ascii"?>x', 'error'],
  ['<?xml encoding="latin1?>x', '?xml', 'x'],
  ['<?XML version="1.1"?>', '?XML'],
  ['<script>if (a<b) {}</script>', '<script>', 'if (a', 'error'],
  ['<script>if (a && b) {}</script>', '<script>', 'if (a && b) {}', '</script>'],
]

for (const [page, ...tokens] of rows) {
  test(`xmlTokens() gives ${JSON.stringify(tokens)} when the page is ${JSON.stringify(page)}`, () => {
    assert.deepEqual(read(page), tokens)
  })
}

test('xmlTokens() reads no further than asked when an error comes later', () => {
  const tokens = xmlTokens(Buffer.from('<a>< >'))
  assert.equal(tokens.next().value?.kind, 'start')
  assert.throws(() => tokens.next(), XmlSyntaxError)
})

test('xmlTokens() names the line when there is an error', () => {
  assert.throws(() => [...xmlTokens(Buffer.from('a\nb\n< c>'))], /^XmlSyntaxError: line 3: /)
})

test('xmlTokens() gives the same beginning when a page goes on', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    '!',
    '-',
    '?',
    '"',
    '=',
    '&',
    ';',
    ' ',
    ']]>',
    'a',
    'é',
    '<a b="c">',
  )
  fc.assert(
    fc.property(fc.array(piece), fc.array(piece), (start, more) => {
      const tokens = read(start.join(''))
      if (tokens.at(-1) === 'error') {
        assert.deepEqual(read([...start, ...more].join('')), tokens)
      }
    }),
  )
})
