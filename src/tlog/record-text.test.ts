import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { InvalidError } from '../gomod/invalid-error.ts'
import { formatDataTile, parseDataTile } from './data-tile.ts'
import { formatLookup, parseLookup } from './lookup.ts'
import {
  formatModuleRecord,
  parseModuleRecord,
  parseRecordOf,
  readRecordText,
} from './record-text.ts'

const zip = 'h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y='
const goMod = 'h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0='
const quote = { path: 'rsc.io/quote', version: 'v1.5.2', zip, goMod }
const quoteText = `rsc.io/quote v1.5.2 ${zip}\nrsc.io/quote v1.5.2/go.mod ${goMod}\n`

// Source: x/mod/sumdb/tlog TestFormatRecord and TestParseRecord; a blank first line passes there.
const badTexts = ['', '\n', 'hello\nworld', 'hello\n\nworld\n', 'hello\x01world\n', '\nhello\n']

test('readRecordText() throws when the text breaks the rules of records', () => {
  for (const bad of [...badTexts, 'a\r\n', 'a\tb\n', '\ud800\n', 'a\n\n']) {
    assert.throws(() => readRecordText(bad), InvalidError, JSON.stringify(bad))
    assert.throws(() => formatLookup({ id: 1, text: bad, note: '' }), InvalidError)
    assert.throws(() => formatDataTile(['ok\n', bad]), InvalidError)
  }
  assert.throws(() => readRecordText(Buffer.of(0xff, 0x0a)), InvalidError)
  assert.equal(readRecordText(Buffer.from('\ufeffhé\n')), '\ufeffhé\n')
})

test('formatModuleRecord() and parseModuleRecord() translate the record of a module version', () => {
  assert.equal(formatModuleRecord(quote), quoteText)
  const versions = ['v2.0.0+incompatible', 'v0.0.0-20170915032832-14c0d48ead0c', 'v1.0.0-rc.1']
  for (const version of [...versions, 'v0.0.1-go1.26.8.linux-amd64']) {
    const record = { ...quote, version }
    assert.deepEqual(parseModuleRecord(formatModuleRecord(record)), record)
  }
})

test('formatModuleRecord() throws when a part is malformed', () => {
  const bad = [
    { path: 'quote' },
    { path: 'rsc.io/quote v1.5.2' },
    { path: 'rsc.io/quote\n' },
    { version: '' },
    { version: '1.5.2' },
    { version: 'v1.5' },
    { version: 'v1.5.2/go.mod' },
    { version: 'v1.5.2+meta' },
    { version: 'v1.5.2 ' },
    { zip: '' },
    { zip: 'h2:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=' },
    { zip: 'h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Z=' },
    { goMod: 'h1:AAAA' },
    { goMod: `${goMod}\n` },
  ]
  for (const part of bad) {
    assert.throws(
      () => formatModuleRecord({ ...quote, ...part }),
      InvalidError,
      JSON.stringify(part),
    )
  }
})

test('parseModuleRecord() throws when the text is not exactly those two lines', () => {
  const [first = '', second = ''] = quoteText.split('\n')
  const texts = [
    `${first}\n`,
    `${second}\n${first}\n`,
    `${quoteText}rsc.io/quote v1.5.2 h2:xyzzy\n`,
    quoteText.replace('\nrsc.io/quote', '\nrsc.io/other'),
    quoteText.replace('v1.5.2/go.mod', 'v1.5.3/go.mod'),
    quoteText.replace('/go.mod', ''),
    quoteText.replace(' v1', '  v1'),
    `${quoteText}\n`,
    quoteText.slice(0, -1),
  ]
  for (const text of texts) {
    assert.throws(() => parseModuleRecord(text), InvalidError, JSON.stringify(text))
  }
})

test('parseRecordOf() takes the record of one version only', () => {
  assert.deepEqual(parseRecordOf('rsc.io/quote', 'v1.5.2', quoteText), quote)
  for (const [path, version, text] of [
    ['rsc.io/quote', 'v1.5.3', quoteText],
    ['rsc.io/other', 'v1.5.2', quoteText],
    ['rsc.io/quote', 'v1.5.2', quoteText.slice(1)],
  ] as const) {
    assert.throws(() => parseRecordOf(path, version, text), InvalidError)
  }
})

test('parseLookup() inverts formatLookup()', () => {
  // Source: x/mod/sumdb/tlog TestFormatRecord.
  const golden = '123456789012\nhello, world\n\nrest\n\n— x\n'
  const lookup = { id: 123_456_789_012, text: 'hello, world\n', note: 'rest\n\n— x\n' }
  assert.equal(formatLookup(lookup), golden)
  assert.deepEqual(parseLookup(golden), lookup)
  assert.deepEqual(parseLookup(Buffer.from('0\na\nb\n\n')), { id: 0, text: 'a\nb\n', note: '' })
})

test('parseLookup() throws when the answer is malformed', () => {
  const answers = [
    '',
    '1',
    '1\n',
    '1\n\n',
    '1\n\nhello\n\n',
    '1\nhello\n',
    'not-1\nhello\n\n',
    '0x1\nhello\n\n',
    '+1\nhello\n\n',
    '01\nhello\n\n',
    '-1\nhello\n\n',
    '\nhello\n\n',
    '4503599627370497\nhello\n\n',
    '1\nhello\x01\n\n',
    '1\nhello\n\nnote\x01\n',
  ]
  for (const text of answers) assert.throws(() => parseLookup(text), InvalidError, text)
  assert.throws(() => parseLookup(Buffer.from('1\nh\xff\n\n', 'latin1')), InvalidError)
  assert.throws(() => formatLookup({ id: -1, text: 'a\n', note: '' }), InvalidError)
})

test('parseDataTile() inverts formatDataTile(), and does without the last blank line', () => {
  const letter = fc.constantFrom('a', ' ', 'é', '—', '\u00ad', '😀')
  const line = fc.string({ unit: letter, minLength: 1 })
  const text = fc
    .array(line, { minLength: 1, maxLength: 3 })
    .map((lines) => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
      const tile = formatDataTile(texts)
      assert.deepEqual(parseDataTile(tile, texts.length), texts)
      assert.deepEqual(parseDataTile(Buffer.from(tile.slice(0, -1)), texts.length), texts)
    }),
  )
})

test('parseDataTile() throws when records are missing, too many or malformed', () => {
  const cases: [content: string, width: number][] = [
    ['', 1],
    ['', 0],
    ['\n', 1],
    ['a', 1],
    ['a\n\nb\n\n', 1],
    ['a\n\nb\n\n', 3],
    ['a\n\n\nb\n', 2],
    ['a\n\n\nb\n', 3],
    ['a\n\n\n', 1],
    ['a\n\n\n', 2],
    ['\na\n\n', 1],
    ['a\n\nb', 2],
    ['a\x01\n\n', 1],
  ]
  for (const [content, width] of cases) {
    assert.throws(() => parseDataTile(content, width), InvalidError, JSON.stringify(content))
  }
})
