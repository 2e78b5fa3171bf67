import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Failure, type FailureCode } from '../../../failure.ts'
import { openNote } from '../../../tlog/note.ts'
import { formatSignatureLine } from '../../../tlog/note-signature.ts'
import { formatSignerKey, parseSignerKey } from '../../../tlog/signer.ts'
import { formatVerifierKey, parseVerifierKey } from '../../../tlog/verifier.ts'
import { numberedFrom, testKey, testLog } from '../own-tree.test-data.ts'
import type { SignedHead } from '../signed-head.ts'
import { askCosignature } from './ask-cosignature.ts'
import type { WitnessAnswer } from './witness.ts'

const signer = parseSignerKey(formatSignerKey('witness.example', Buffer.alloc(32, 9), 4))
const other = parseSignerKey(formatSignerKey('other.example', Buffer.alloc(32, 8), 4))
const verifier = parseVerifierKey(formatVerifierKey(signer))
const { signal } = new AbortController()

/** The line of a witness under a text. */
function lineOf(text: string, by = signer, time = 1_700_000_000): string {
  return formatSignatureLine({ name: by.name, id: by.id, bytes: by.sign(text, time) })
}

async function published(t: TestContext): Promise<{ head: SignedHead; text: string }> {
  const tree = (await testLog(t)).open()
  await tree.append(numberedFrom(0, 5))
  const head = (await tree.open()).published
  return { head, text: openNote(head.checkpoint, [testKey.verifier]).text }
}

/** The proof that a tree begins with so many records. */
const prove = (old: number) => (old === 3 ? [Buffer.alloc(32, 1)] : [])

/** Asks a witness that gives these answers, and tells what it was asked. */
async function ask(
  wish: { head: SignedHead; text: string },
  answers: readonly WitnessAnswer[],
  old = 0,
) {
  const asked: string[] = []
  const submit = (question: string) => {
    const answer = answers[asked.length]
    asked.push(question)
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('asked too often'))
  }
  const got = await askCosignature({ verifier, submit }, { ...wish, old, prove, signal })
  return { got, asked }
}

test('a witness is asked with the old size, the proof and the checkpoint', async (t) => {
  const wish = await published(t)
  const ok = { status: 200, body: lineOf(wish.text, other) + lineOf(wish.text) }
  const { got, asked } = await ask(wish, [{ status: 409, body: '3\n' }, ok])
  const proof = Buffer.alloc(32, 1).toString('base64')
  assert.deepEqual(asked, [
    `old 0\n\n${wish.head.checkpoint}`,
    `old 3\n${proof}\n\n${wish.head.checkpoint}`,
  ])
  assert.equal(formatSignatureLine(got), lineOf(wish.text))
})

test('it is never asked from beyond the head', async (t) => {
  const wish = await published(t)
  const { asked } = await ask(wish, [{ status: 200, body: lineOf(wish.text) }], 9)
  assert.match(asked[0] ?? '', /^old 5\n\n/)
})

test('what is no cosignature of its key is not taken, and what it refuses is told', async (t) => {
  const wish = await published(t)
  const line = lineOf(wish.text)
  const rows: [string, WitnessAnswer[], FailureCode, RegExp][] = [
    ['another text', [{ status: 200, body: lineOf('other\n') }], 'mismatch', /signature is bad/],
    ['another key', [{ status: 200, body: lineOf(wish.text, other) }], 'mismatch', /no signature/],
    ['nothing', [{ status: 200, body: '' }], 'mismatch', /newline|no signature/],
    ['no last newline', [{ status: 200, body: line.trim() }], 'mismatch', /newline/],
    ['a note of its own', [{ status: 200, body: `a\n\n${line}` }], 'mismatch', /no signature/],
    ['another tree', [{ status: 409, body: '0\n' }], 'mismatch', /another tree of 0 records/],
    ['a larger tree', [{ status: 409, body: '6\n' }], 'mismatch', /6 records, more than the 5/],
    ['no size', [{ status: 409, body: '-1\n' }], 'mismatch', /409 and names no size; it says "-1"/],
    ['no newline', [{ status: 409, body: '3' }], 'mismatch', /409 and names no size/],
    [
      'no proof',
      [{ status: 422, body: 'no' }],
      'mismatch',
      /does not take the proof .*422 and says "no"/,
    ],
    ['no such log', [{ status: 404, body: '' }], 'refused', /does not know the log .*says nothing/],
    ['no such key', [{ status: 403, body: '' }], 'refused', /does not have the key/],
    ['bad question', [{ status: 400, body: '' }], 'refused', /does not understand/],
    [
      'trouble',
      [{ status: 500, body: '\u001b[2J' }],
      'unreachable',
      /in trouble \(it answers 500 and says "‹1B›/,
    ],
    [
      'sizes without end',
      [1, 2, 3].map((size) => ({ status: 409, body: `${size}\n` })),
      'unreachable',
      /keeps changing/,
    ],
  ]
  for (const [what, answers, code, text] of rows) {
    await assert.rejects(ask(wish, answers), (error) => {
      assert.ok(Failure.is(error, code), `${what}: ${String(error)}`)
      assert.match(error.message, text, what)
      return true
    })
  }
})
