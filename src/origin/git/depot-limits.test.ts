import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { temporaryFolder, type TemporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openDepot } from './open-depot.ts'

const large = 64 * 1024 * 1024
const mostCopied = 0xffffff

/** A number in groups of 7 bits, the lowest first. */
function inSevens(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) | 128, ...inSevens(Math.floor(number / 128))]
}

/** An entry of a pack. Source: gitformat-pack(5) */
function packed(type: number, content: Buffer, base: number[] = []): Buffer {
  const { length } = content
  const rest = length < 16 ? [] : inSevens(Math.floor(length / 16))
  const head = [(type << 4) | (length % 16) | (rest.length > 0 ? 128 : 0), ...rest]
  return Buffer.concat([Buffer.from([...head, ...base]), deflateSync(content)])
}

/** A difference that takes the large blob as it is and adds two bytes. */
function difference(index: number): Buffer {
  const copies: number[] = []
  for (let from = 0; from < large; from += mostCopied) {
    const most = Math.min(mostCopied, large - from)
    const bytes = [from, from >> 8, from >> 16, from >> 24, most, most >> 8, most >> 16]
    copies.push(0xff, ...bytes.map((byte) => byte & 255))
  }
  const sizes = [...inSevens(large), ...inSevens(large + 2)]
  return Buffer.from([...sizes, ...copies, 2, index >> 8, index & 255])
}

/** Some 150 kB that unpack to 64 GiB. */
function bomb(many: number): Buffer {
  const blob = Buffer.alloc(large)
  const hash = createHash('sha1').update(`blob ${large}\0`).update(blob).digest()
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
  head.writeUInt32BE(many + 1, 8)
  const differences = Array.from({ length: many }, (_, index) =>
    packed(7, difference(index), [...hash]),
  )
  const body = Buffer.concat([head, packed(3, blob), ...differences])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

async function* sent(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const packsIn = (folder: string) => readdir(join(folder, 'repository', 'objects', 'pack'))

suite('addPack()', () => {
  let temporary: TemporaryFolder
  before(async () => {
    temporary = await temporaryFolder('depot-limits')
  })
  after(() => temporary[Symbol.asyncDispose]())

  test('takes a small pack with differences', async () => {
    const folder = join(temporary.path, 'small')
    const depot = await openDepot(
      { folder, url: 'https://git.test/x', objectFormat: 'sha1' },
      { maxBytes: 1e6 },
    )
    await depot.addPack(sent(bomb(1)), false)
    assert.ok((await packsIn(folder)).length > 0)
  })

  test('ends when unpacking takes too long, and leaves nothing behind', async () => {
    const folder = join(temporary.path, 'bomb')
    await openDepot({ folder, url: 'https://git.test/x', objectFormat: 'sha1' }, { maxBytes: 1e6 })
    const depot = await openDepot(
      { folder, url: 'https://git.test/x', objectFormat: 'sha1' },
      { maxBytes: 1e6, programMs: 500 },
    )
    await assert.rejects(depot.addPack(sent(bomb(1000)), false), {
      code: 'unreachable',
      message: 'Gave up on git index-pack: it took longer than 0.5 s',
    })
    assert.deepEqual(await packsIn(folder), [])
  })

  test('refuses a pack that is too large, and leaves nothing behind', async () => {
    const folder = join(temporary.path, 'large')
    const depot = await openDepot(
      { folder, url: 'https://git.test/x', objectFormat: 'sha1' },
      { maxBytes: 1000 },
    )
    await assert.rejects(depot.addPack(sent(bomb(1)), false), { code: 'refused' })
    assert.deepEqual(await packsIn(folder), [])
  })
})
