import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { hrefOf } from '../words/href.ts'
import { linked } from './links.ts'
import { fullest, wrap, wrapSentences, type TextStyle } from './text-layout.ts'

const style: TextStyle = { width: 80, utf8: true, color: true, links: true, verbose: false }

test('wrap() keeps what fits as it is, and a word that is too long whole', () => {
  assert.deepEqual(wrap('a   b', 5), ['a   b'])
  assert.deepEqual(wrap('a   b c', 5), ['a b c'])
  assert.deepEqual(wrap('abcdefgh i', 3), ['abcdefgh', 'i'])
})

test('wrapSentences() breaks between sentences where that costs no line', () => {
  assert.deepEqual(wrapSentences('One two. Three four.', 12), ['One two.', 'Three four.'])
  assert.deepEqual(wrapSentences('One. Two three four. Five six.', 16), [
    'One. Two three',
    'four. Five six.',
  ])
})

test('fullest() takes the longest wording that needs no more lines', () => {
  assert.equal(fullest(['short', 'rather long'], 11), 'rather long')
  assert.equal(fullest(['short', 'rather long'], 10), 'short')
  assert.equal(fullest(['short', 'rather long'], 12, 3), 'short')
  assert.equal(fullest(['a long one here', 'an even longer one'], 10), 'an even longer one')
})

const addresses: [url: string, href: string | undefined][] = [
  ['https://a.test/x', 'https://a.test/x'],
  ['http://a.test', 'http://a.test/'],
  ['https://user:secret@a.test/x', 'https://a.test/x'],
  ['https://a.test/\u001b\\x', 'https://a.test/%1B/x'],
  ['https://a.test/ü\u202e', 'https://a.test/%C3%BC%E2%80%AE'],
  ['ssh://git@a.test/x', undefined],
  ['javascript:alert(1)', undefined],
  ['not a url', undefined],
  [`https://a.test/${'x'.repeat(3000)}`, undefined],
]

suite('hrefOf()', () => {
  for (const [url, href] of addresses) {
    test(`hrefOf() of ${JSON.stringify(url.slice(0, 40))}`, () => assert.equal(hrefOf(url), href))
  }
})

test('linked() leaves a line alone that does not have the text, or may have no links', () => {
  assert.equal(linked('a b', 'c', 'https://a.test', style), 'a b')
  assert.equal(linked('a b', 'b', null, style), 'a b')
  assert.equal(linked('a b', 'b', 'https://a.test', { ...style, links: false }), 'a b')
})
