import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { formatHash, leafHash, parseHash } from './hash.ts'
import { formatTreeNote, parseTreeNote } from './tree-note.ts'

// Source: x/mod/sumdb/tlog TestFormatTree.
const golden = 'go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n'
const head = { size: 123_456_789_012, root: leafHash('hello world') }

test('formatTreeNote() and parseTreeNote() agree with x/mod', () => {
  assert.equal(formatTreeNote(head), golden)
  const { size, root } = parseTreeNote(golden, 'refuse')
  assert.deepEqual([size, formatHash(root)], [head.size, formatHash(head.root)])
})

test('parseTreeNote() skips or refuses further lines', () => {
  const further = ['JOE', 'JOE\n', 'JOE\n'.repeat(1000), '\n\nJOE\n', 'example.com/m v1.0.0 h1:x\n']
  for (const lines of further) {
    const { size, root } = parseTreeNote(golden + lines, 'ignore')
    assert.deepEqual([size, formatHash(root)], [head.size, formatHash(head.root)])
    assert.throws(() => parseTreeNote(golden + lines, 'refuse'), InvalidError, lines)
  }
})

test('parseTreeNote() and parseCheckpoint() throw when the text is malformed', () => {
  const texts = [
    '',
    '\n',
    golden.slice(0, -1),
    golden.replace('123456789012', '0xabcdef'),
    golden.replace('123456789012', '0123'),
    golden.replace('123456789012', '+1'),
    golden.replace('123456789012', '-1'),
    golden.replace('123456789012', ''),
    golden.replace('123456789012', '4503599627370497'),
    golden.replace('123456789012', '99999999999999999999'),
    golden.replace('Bb0=', 'TTOOBIG='),
    golden.replace('Bb0=', 'Bb1='),
    golden.replace('Bb0=', 'Bb0'),
    golden.replace('\nTszz', '\n Tszz'),
    golden.replaceAll('\n', '\r\n'),
    golden.replace('\n', '\n\n'),
    `\n${golden}`,
  ]
  for (const text of texts) {
    assert.throws(() => parseTreeNote(text, 'ignore'), InvalidError, JSON.stringify(text))
    assert.throws(() => parseCheckpoint(text), InvalidError, JSON.stringify(text))
  }
  assert.throws(() => parseTreeNote(`not-${golden}`, 'ignore'), InvalidError)
  assert.throws(() => parseTreeNote(golden.replace('tree', 'tree v2'), 'ignore'), InvalidError)
})

test('parseCheckpoint() inverts formatCheckpoint()', () => {
  const root = parseHash('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=')
  const cases: [origin: string, size: number, extensions: string[]][] = [
    ['example.com/behind-the-sofa', 20_852_163, []],
    ['any text + spaces', 0, ['one', 'two']],
    ['x', 2 ** 52, [' ']],
  ]
  for (const [origin, size, extensions] of cases) {
    const text = formatCheckpoint({ origin, size, root, extensions })
    const parsed = parseCheckpoint(text)
    assert.deepEqual([parsed.origin, parsed.size, parsed.extensions], [origin, size, extensions])
    assert.equal(formatHash(parsed.root), formatHash(root))
    assert.throws(() => parseCheckpoint(`${text}\n`), InvalidError)
    assert.throws(() => parseCheckpoint(`${text}more`), InvalidError, 'the last line is not ended')
  }
})

test('formatCheckpoint() throws when a line would not be one', () => {
  const good = { origin: 'x', size: 1, root: leafHash('') }
  for (const origin of ['', 'a\nb', 'a\tb', '\ud800']) {
    assert.throws(() => formatCheckpoint({ ...good, origin }), InvalidError, JSON.stringify(origin))
    assert.throws(() => formatCheckpoint({ ...good, extensions: ['ok', origin] }), InvalidError)
  }
  for (const size of [-1, 0.5, 2 ** 52 + 1, Number.NaN]) {
    assert.throws(() => formatCheckpoint({ ...good, size }), InvalidError, String(size))
  }
  assert.throws(() => formatCheckpoint({ ...good, root: new Uint8Array(31) }), InvalidError)
})
