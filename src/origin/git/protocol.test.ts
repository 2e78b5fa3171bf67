import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { inChunks } from '../../../test/zip/make-tar.ts'
import { Failure, type FailureCode } from '../../failure.ts'
import type { Capabilities } from './advertisement.ts'
import { decodePackets, encodePackets } from './pkt-line.ts'
import { packRequestV0, readPackV0 } from './protocol-v0.ts'
import { lsRefsRequest, packRequestV2, readPackV2, readRefsV2 } from './protocol-v2.ts'
import type { PackWish } from './remote.ts'
import { wishFor } from './wish-for.ts'

const url = 'https://git.example/x'
const one = '1'.repeat(40)
const two = '2'.repeat(40)
const long = 'a'.repeat(64)

type Line = string | null | undefined

const stream = (lines: readonly Line[]) => decodePackets(inChunks(encodePackets(lines), 11))
const text = (bytes: Buffer) =>
  bytes.toString().replaceAll(/(?<=\n|^|0000|0001)[0-9a-f]{4}(?=[a-z])/g, '')

const failing = (code: FailureCode, message: RegExp) => (error: unknown) => {
  assert.ok(Failure.is(error), String(error))
  assert.equal(error.code, code, error.message)
  assert.match(error.message, message)
  return true
}

suite('readRefsV2()', () => {
  test('reads refs, and what annotated tags stand for', async () => {
    const refs = await readRefsV2(
      stream([
        `${one} HEAD symref-target:refs/heads/main\n`,
        `${one} refs/heads/main\n`,
        `${two} refs/tags/v1.0.0 peeled:${one}\n`,
        null,
      ]),
      'sha1',
    )
    assert.deepEqual(refs, [
      { name: 'HEAD', hash: one, commit: one },
      { name: 'refs/heads/main', hash: one, commit: one },
      { name: 'refs/tags/v1.0.0', hash: two, commit: one },
    ])
  })

  test('reads none when there are none, or HEAD is unborn', async () => {
    assert.deepEqual(await readRefsV2(stream([null]), 'sha1'), [])
    const unborn = ['unborn HEAD symref-target:refs/heads/main\n', null]
    assert.deepEqual(await readRefsV2(stream(unborn), 'sha1'), [])
  })

  test('reads long hashes when they are expected', async () => {
    assert.equal((await readRefsV2(stream([`${long} HEAD\n`, null]), 'sha256'))[0]?.commit, long)
  })

  const broken: readonly (readonly [string, readonly Line[]])[] = [
    ['the answer is empty', []],
    ['there is no flush at its end', [`${one} HEAD\n`]],
    ['a delimiter stands where refs end', [`${one} HEAD\n`, undefined]],
    ['the server reports an error', ['ERR access denied\n']],
    ['a hash is short', [`${one.slice(1)} HEAD\n`, null]],
    ['a hash is of the other kind', [`${long} HEAD\n`, null]],
    ['a hash is an option', [`--output=x HEAD\n`, null]],
    ['a tag stands for an option', [`${one} refs/tags/a peeled:--output=x\n`, null]],
    ['a tag stands for nothing', [`${one} refs/tags/a peeled:\n`, null]],
    ['a ref has no name', [`${one}\n`, null]],
    ['the answer is of version 0', [`${one} HEAD\0multi_ack side-band-64k\n`.slice(1), null]],
  ]
  for (const [when, lines] of broken) {
    test(`throws when ${when}`, async () => {
      await assert.rejects(
        readRefsV2(stream(lines), 'sha1'),
        failing('unreachable', /^Cannot read the git server's list of refs/),
      )
    })
  }
})

const wish: PackWish = { wants: [one], haves: [two], shallow: [two], depth: 1 }

test('lsRefsRequest() names the hashes only when they are not the usual ones', () => {
  assert.match(lsRefsRequest('sha1').toString(), /^0014command=ls-refs\n0001/)
  assert.match(
    lsRefsRequest('sha256').toString(),
    /^0014command=ls-refs\n0019object-format=sha256\n0001/,
  )
})

test('packRequestV2() asks for a commit, or for commits only', () => {
  const shallow = `shallow ${two}\ndeepen 1\nwant ${one}\nhave ${two}\ndone\n0000`
  assert.ok(text(packRequestV2(wish, 'sha1')).endsWith(shallow))
  const { depth: _, ...history } = { ...wish, shallow: [], without: 'content' as const }
  const filtered = `filter tree:0\nwant ${one}\nhave ${two}\ndone\n0000`
  assert.ok(text(packRequestV2(history, 'sha1')).endsWith(filtered))
})

const server = (...words: string[]): Capabilities => ({
  version: 0,
  objectFormat: 'sha1',
  filter: words.includes('filter'),
  shallow: words.includes('shallow'),
  advertised: [],
  words: new Set(words),
})

suite('packRequestV0()', () => {
  test('uses what the server offers, and nothing else', () => {
    const asked = text(packRequestV0(wish, server('side-band-64k', 'shallow', 'filter', 'agent=x')))
    assert.equal(
      asked,
      `want ${one} side-band-64k shallow\nshallow ${two}\ndeepen 1\n0000have ${two}\ndone\n`,
    )
  })

  test('asks for the whole history when the server knows no shallow repositories', () => {
    const plain = server('side-band-64k')
    assert.deepEqual(wishFor(wish, plain), { wants: [one], haves: [], shallow: [] })
    assert.equal(
      text(packRequestV0(wishFor(wish, plain), plain)),
      `want ${one} side-band-64k\n0000done\n`,
    )
    assert.equal(wishFor(wish, server('shallow')), wish)
  })
})

type Reader = (lines: readonly Line[]) => AsyncIterable<Uint8Array>
const readers: readonly (readonly [string, Reader, readonly Line[]])[] = [
  ['readPackV2()', (lines) => readPackV2(stream(lines), url), ['packfile\n']],
  [
    'readPackV2() behind other sections',
    (lines) => readPackV2(stream(lines), url),
    ['shallow-info\n', `shallow ${one}\n`, undefined, 'packfile\n'],
  ],
  [
    'readPackV0()',
    (lines) => readPackV0(stream(lines), url, { ...wish, depth: 1 }),
    [`shallow ${one}\n`, null, 'NAK\n'],
  ],
  [
    'readPackV0() of a history',
    (lines) => readPackV0(stream(lines), url, { wants: [one], haves: [two], shallow: [] }),
    [`ACK ${two}\n`],
  ],
]

async function collected(pack: AsyncIterable<Uint8Array>): Promise<string> {
  let whole = ''
  for await (const chunk of pack) whole += Buffer.from(chunk).toString()
  return whole
}

for (const [name, read, before] of readers) {
  suite(name, () => {
    test('gives band 1 and drops band 2', async () => {
      const lines = [...before, '\x01PA', '\x02counting', '\x01', '\x01CK', null]
      assert.equal(await collected(read(lines)), 'PACK')
    })

    test('throws what the server says in band 3', async () => {
      await assert.rejects(
        collected(read([...before, '\x01PA', '\x03out of "memory"\n', null])),
        failing('unreachable', /the server says "out of \\"memory\\""/),
      )
    })

    test('throws when a packet has no band, or a strange one', async () => {
      for (const line of ['', '\x04x']) {
        await assert.rejects(
          collected(read([...before, line, null])),
          failing('unreachable', /server says/),
        )
      }
    })

    test('throws when the answer breaks off', async () => {
      await assert.rejects(
        collected(read([...before, '\x01PA'])),
        failing('unreachable', /breaks off/),
      )
    })

    for (const lines of [[], before.slice(0, -1), [null], [...before.slice(0, -1), undefined]]) {
      test(`throws when there is no pack but ${JSON.stringify(lines)}`, async () => {
        await assert.rejects(collected(read(lines)), failing('unreachable', /has no pack/))
      })
    }

    test('tells an object that is not there from other errors', async () => {
      const missing = `ERR upload-pack: not our ref ${one}\n`
      await assert.rejects(collected(read([missing])), failing('not-found', /not our ref 1111/))
      await assert.rejects(
        collected(read(['ERR out of order\n'])),
        failing('unreachable', /out of order/),
      )
    })
  })
}
