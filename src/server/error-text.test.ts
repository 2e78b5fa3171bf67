import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { errorText } from './error-text.ts'

const rows: [message: string, hint: string | undefined, text: string][] = [
  ['no such thing', undefined, 'no such thing\n'],
  ['no such thing', 'try another', 'no such thing\ntry another\n'],
  ['one\r\ntwo\n\n\nthree\n', 'hint', 'one\ntwo\nthree\nhint\n'],
  ['  \n \t\n', undefined, 'Failed without a reason\n'],
  ['', 'hint', 'Failed without a reason\nhint\n'],
  ['a\tb', undefined, 'a b\n'],
  ['red \u001b[31mtext\u0007', undefined, 'red \uFFFD[31mtext\uFFFD\n'],
  ['right to left \u202e', undefined, 'right to left \uFFFD\n'],
  ['zero width \ufeff', undefined, 'zero width \uFFFD\n'],
  ['half \ud800 pair', undefined, 'half \uFFFD pair\n'],
  ['übergroße Größe 漢字 🚀', undefined, 'übergroße Größe 漢字 🚀\n'],
  ['a\u2028b\u0085c\vd\fe', undefined, 'a\nb\nc\nd\ne\n'],
  ['1\n2\n3\n4\n5\n6\n7\n8', undefined, '1\n2\n3\n4\n5\n6\n7\n8\n'],
  ['1\n2\n3\n4\n5\n6\n7\n8\n9', undefined, '1\n2\n3\n4\n5\n6\n7\n8…\n'],
  ['1\n2\n3\n4\n5\n6\n7\n8\n9', 'a\nb\nc\nd', '1\n2\n3\n4\n5…\na\nb\nc…\n'],
  ['x'.repeat(646), undefined, `${'x'.repeat(646)}\n`],
  ['x'.repeat(647), undefined, `${'x'.repeat(643)}…\n`],
  ['ü'.repeat(400), undefined, `${'ü'.repeat(321)}…\n`],
  ['x'.repeat(1000), 'hint', `${'x'.repeat(637)}…\nhint\n`],
  ['m', 'y'.repeat(1000), `m\n${'y'.repeat(235)}…\n`],
]

for (const [message, hint, text] of rows) {
  test(`errorText() gives what fits of ${JSON.stringify(message.slice(0, 30))}`, () => {
    assert.equal(errorText(message, hint), text)
  })
}

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 900 }),
  fc
    .array(fc.constantFrom('\n', '\r\n', ' ', 'ü', '漢', '🚀', '\u001b[1m', '\ud800', 'word '), {
      maxLength: 900,
    })
    .map((parts) => parts.join('')),
  fc.string({ maxLength: 3000 }),
)

test('errorText() keeps to what the go command prints, whatever it is given', () => {
  fc.assert(
    fc.property(anything, fc.option(anything, { nil: undefined }), (message, hint) => {
      const text = errorText(message, hint)
      assert.ok(text.isWellFormed())
      assert.ok(text.endsWith('\n'))
      const lines = text.slice(0, -1).split('\n')
      assert.ok(lines.length <= 8)
      assert.ok(lines.every((line) => line.trim() !== ''))
      assert.ok(Buffer.byteLength(text) <= 648)
      assert.ok(Buffer.byteLength(lines.join('\n\t')) <= 648)
      assert.match(text, /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n]*$/u)
    }),
  )
})

test('errorText() keeps a short message and a short hint whole', () => {
  const short = fc.stringMatching(/^[a-z]([a-z ]{0,60}[a-z])?$/)
  fc.assert(
    fc.property(short, short, (message, hint) => {
      assert.equal(errorText(message, hint), `${message}\n${hint}\n`)
    }),
  )
})
