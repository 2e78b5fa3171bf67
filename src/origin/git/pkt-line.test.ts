import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { inChunks } from '../../../test/zip/make-tar.ts'
import { Failure } from '../../failure.ts'
import { decodePackets, encodePackets } from './pkt-line.ts'

/** Lines as {@link encodePackets} takes them. */
async function decoded(bytes: Uint8Array, chunk: number): Promise<(string | null | undefined)[]> {
  const lines: (string | null | undefined)[] = []
  for await (const packet of decodePackets(inChunks(bytes, chunk))) {
    if (packet.type === 'data') lines.push(packet.payload.toString())
    else lines.push(packet.type === 'flush' ? null : undefined)
  }
  return lines
}

suite('decodePackets()', () => {
  test('gives back what was encoded, however it is cut', async () => {
    const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.constant(undefined))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 99 }), async (lines, chunk) => {
        assert.deepEqual(await decoded(encodePackets(lines), chunk), lines)
      }),
    )
  })

  test('cuts at every byte', async () => {
    const lines = ['want', null, undefined, '', 'have\n', null]
    const bytes = encodePackets(lines)
    assert.equal(bytes.toString(), '0008want0000000100040009have\n0000')
    for (let size = 1; size <= bytes.length; size++) {
      assert.deepEqual(await decoded(bytes, size), lines)
    }
  })

  test('takes the largest packet there is', async () => {
    const line = 'x'.repeat(65516)
    assert.deepEqual(await decoded(encodePackets([line]), 1000), [line])
  })

  test('knows the end of a response', async () => {
    const types: string[] = []
    for await (const { type } of decodePackets(inChunks(Buffer.from('000000010002'), 5)))
      types.push(type)
    assert.deepEqual(types, ['flush', 'delimiter', 'end'])
  })

  const broken = [
    ['it is cut in a length', '0008want00'],
    ['it is cut in a payload', '0008wan'],
    ['a length is too small', '0003'],
    ['a length is too large', 'fff1' + 'x'.repeat(65600)],
    ['a length is no number', '<!doctype html>'],
    ['a length has a sign', '-001'],
    ['it is a pack', 'PACK\0\0\0\x02'],
  ] as const
  for (const [when, text] of broken) {
    test(`throws when ${when}`, async () => {
      for (const size of [1, 7, text.length]) {
        await assert.rejects(decoded(Buffer.from(text), size), (error: unknown) => {
          assert.ok(Failure.is(error, 'unreachable'))
          return error.details.at === 'repository'
        })
      }
    })
  }
})
