import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { crc32, deflateRawSync } from 'node:zlib'

import * as fc from 'fast-check'
import { ZipFile } from 'yazl'

import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { Failure } from '../../failure.ts'
import { hash1 } from '../../gomod/h1.ts'
import { hashZip, type HashedZip } from './hash-zip.ts'
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  localHeader,
  type ZipRecord,
} from './zip-records.ts'

const path = 'example.com/m'
const version = 'v1.2.3'
const root = `${path}@${version}/`

async function hashBytes(bytes: Uint8Array): Promise<HashedZip> {
  await using folder = await temporaryFolder('hash-zip')
  const file = join(folder.path, 'm.zip')
  await writeFile(file, bytes)
  return await hashZip(file, path, version)
}

interface Item {
  readonly name: string | Uint8Array
  readonly content?: string
  readonly deflated?: boolean
  /** What the headers say instead of the truth. */
  readonly lie?: Partial<ZipRecord>
}

function makeZip(items: readonly Item[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content = '', deflated = false, lie } of items) {
    const data = deflated ? deflateRawSync(content) : Buffer.from(content)
    const record: ZipRecord = {
      name: Buffer.from(name as string),
      method: deflated ? 'deflated' : 'stored',
      described: false,
      crc: crc32(content),
      packed: data.length,
      size: Buffer.byteLength(content),
      ...lie,
    }
    const entry = [localHeader(record), data, ...(record.described ? [dataDescriptor(record)] : [])]
    directory.push(centralHeader(record, offset))
    parts.push(...entry)
    offset += Buffer.concat(entry).length
  }
  const index = Buffer.concat(directory)
  return Buffer.concat([...parts, index, endRecords(items.length, index.length, offset)])
}

const sha256 = (content: string): string => hash('sha256', content, 'hex')

test('hashZip() reads a zip that another program wrote', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('module example.com/m\n'), `${root}go.mod`)
  zip.addBuffer(Buffer.from('x'.repeat(100_000)), `${root}日本/x.go`, { compress: true })
  zip.addBuffer(Buffer.from('y'), `${root}y`, { compress: false })
  zip.end()
  const bytes = await buffer(zip.outputStream)
  const files = [
    { name: 'go.mod', sha256: sha256('module example.com/m\n'), size: 21 },
    { name: '日本/x.go', sha256: sha256('x'.repeat(100_000)), size: 100_000 },
    { name: 'y', sha256: sha256('y'), size: 1 },
  ]
  assert.deepEqual(await hashBytes(bytes), {
    h1: hash1(files.map((file) => ({ ...file, name: root + file.name }))),
    sha256: hash('sha256', bytes, 'hex'),
    size: bytes.length,
    files,
  })
})

test('hashZip() counts directories in the h1 but not as files', async () => {
  const bytes = makeZip([{ name: root }, { name: `${root}a/` }, { name: `${root}a/x` }])
  const empty = sha256('')
  const zip = await hashBytes(bytes)
  assert.deepEqual(zip.files, [{ name: 'a/x', sha256: empty, size: 0 }])
  const all = ['', 'a/', 'a/x'].map((name) => ({ name: root + name, sha256: empty }))
  assert.equal(zip.h1, hash1(all))
})

test('hashZip() takes what Go takes', async () => {
  const rows: [title: string, items: Item[]][] = [
    ['no files', []],
    ['vendored files', [{ name: `${root}vendor/a/b.go`, content: 'x' }]],
    ['a directory twice', [{ name: `${root}a/` }, { name: `${root}a/` }]],
    ['a directory called go.mod', [{ name: `${root}go.mod/` }, { name: `${root}a/GO.MOD/` }]],
    ['no CRC', [{ name: `${root}a`, content: 'x', lie: { crc: 0 } }]],
    [
      'a descriptor',
      [{ name: `${root}a`, content: 'x', deflated: true, lie: { described: true } }],
    ],
    ['a CRC for a directory', [{ name: `${root}a/`, lie: { crc: 1 } }]],
  ]
  for (const [title, items] of rows) {
    const zip = await hashBytes(makeZip(items))
    assert.match(zip.h1, /^h1:/, title)
  }
})

// The facts of x/mod/zip testdata/check_zip and unzip, and what Go's zip reader refuses.
const refused: [title: string, items: Item[], message: RegExp][] = [
  ['no prefix', [{ name: 'a' }], /"a": not below example\.com\/m@v1\.2\.3\//],
  ['another version', [{ name: 'example.com/m@v1.2.4/a' }], /not below/],
  ['no slash after the prefix', [{ name: 'example.com/m@v1.2.3' }], /not below/],
  [
    'a nested go.mod',
    [{ name: `${root}a/go.mod` }],
    /a\/go\.mod": a go\.mod that is not at the root/,
  ],
  ['a nested go.mod in another case', [{ name: `${root}a/GO.mod` }], /not at the root/],
  ['a root go.mod in another case', [{ name: `${root}GO.MOD` }], /not spelled/],
  ['a path that is not clean', [{ name: `${root}a//b` }], /not clean/],
  ['a path that climbs', [{ name: `${root}../b` }], /only dots/],
  ['a path that climbs far', [{ name: `${root}a/../../b` }], /not clean/],
  ['a rooted path', [{ name: `${root}/b` }], /"example\.com\/m@v1\.2\.3\/\/b": /],
  ['a backslash', [{ name: `${root}a\\b` }], /not allowed/],
  ['a device', [{ name: `${root}aux.go` }], /device/],
  [
    'bytes that are not UTF-8',
    [{ name: Buffer.concat([Buffer.from(root), Buffer.from([0xff])]) }],
    /udcff/,
  ],
  ['letter case', [{ name: `${root}a` }, { name: `${root}A` }], /letter case/],
  ['letter case of a directory', [{ name: `${root}a/x` }, { name: `${root}A/` }], /letter case/],
  ['a file twice', [{ name: `${root}a` }, { name: `${root}a` }], /more than once/],
  ['a file and a directory', [{ name: `${root}a` }, { name: `${root}a/` }], /file and a directory/],
  [
    'a large go.mod',
    [{ name: `${root}go.mod`, deflated: true, lie: { size: 2 ** 24 + 1 } }],
    /larger/,
  ],
  [
    'a large LICENSE',
    [{ name: `${root}LICENSE`, deflated: true, lie: { size: 2 ** 24 + 1 } }],
    /larger/,
  ],
  [
    'large files',
    [{ name: `${root}a`, deflated: true, lie: { size: 500 * 2 ** 20 + 1 } }],
    /524288000/,
  ],
  [
    'a size too small',
    [{ name: `${root}a`, content: 'abc', deflated: true, lie: { size: 2 } }],
    /damaged/,
  ],
  [
    'a size too large',
    [{ name: `${root}a`, content: 'abc', deflated: true, lie: { size: 4 } }],
    /damaged/,
  ],
  ['a stored size too large', [{ name: `${root}a`, content: 'abc', lie: { size: 4 } }], /damaged/],
  ['a wrong CRC', [{ name: `${root}a`, content: 'abc', lie: { crc: 1 } }], /CRC of "example/],
  [
    'no CRC but a descriptor',
    [{ name: `${root}a`, content: 'abc', lie: { crc: 0, described: true } }],
    /CRC/,
  ],
  ['a directory with content', [{ name: `${root}a/`, content: 'abc' }], /has content/],
  [
    'broken deflate',
    [{ name: `${root}a`, content: 'abc', lie: { method: 'deflated' } }],
    /damaged/,
  ],
]

for (const [title, items, message] of refused) {
  test(`hashZip() refuses a zip with ${title}`, async () => {
    await assert.rejects(hashBytes(makeZip(items)), (error) => {
      assert.ok(Failure.is(error, 'unusable'), String(error))
      assert.match(error.message, message)
      assert.match(error.message, /example\.com\/m@v1\.2\.3/)
      return true
    })
  })
}

test('hashZip() refuses what is no zip', async () => {
  const zip = makeZip([{ name: `${root}a`, content: 'abc' }])
  const rows = [
    Buffer.alloc(0),
    Buffer.from('<html>'),
    zip.subarray(0, -1),
    zip.subarray(0, 30),
    zip.subarray(10),
    Buffer.concat([zip, Buffer.from('x')]),
  ]
  for (const bytes of rows) {
    await assert.rejects(hashBytes(bytes), (error) => Failure.is(error, 'unusable'))
  }
})

test('hashZip() refuses a file of more than 500 MiB without reading it', async () => {
  await using folder = await temporaryFolder('hash-zip')
  const file = join(folder.path, 'm.zip')
  await writeFile(file, '')
  await truncate(file, 500 * 2 ** 20 + 1)
  await assert.rejects(hashZip(file, path, version), /zip has more than 524288000 bytes/)
})

test('hashZip() refuses a version that is not canonical, and passes errors of the disk on', async () => {
  await assert.rejects(hashZip('none', path, 'v1.2'), (error) => Failure.is(error, 'invalid'))
  await assert.rejects(hashZip('none', path, 'v2.0.0'), (error) => Failure.is(error, 'invalid'))
  await assert.rejects(hashZip('none', path, version), { code: 'ENOENT' })
})

test('hashZip() throws nothing but a Failure when bytes are damaged', async () => {
  const zip = makeZip([
    { name: `${root}go.mod`, content: 'module example.com/m\n' },
    { name: `${root}x.go`, content: 'package x\n'.repeat(50), deflated: true },
  ])
  const damage = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const bytes = Buffer.from(zip)
      for (const [at, byte] of changes) bytes[at] = byte
      try {
        await hashBytes(bytes)
      } catch (error) {
        assert.ok(Failure.is(error, 'unusable'), String(error))
      }
    }),
    { numRuns: 200 },
  )
})

test(
  'hashZip() leaves no file open when it fails',
  { skip: process.platform !== 'linux' },
  async () => {
    const bad = makeZip([
      { name: `${root}a`, content: 'abc'.repeat(99), deflated: true, lie: { size: 2 } },
    ])
    await hashBytes(makeZip([]))
    const before = await readdir('/proc/self/fd')
    for (let run = 0; run < 20; run += 1) await assert.rejects(hashBytes(bad))
    await new Promise((resolve) => setImmediate(resolve))
    const after = await readdir('/proc/self/fd')
    assert.ok(
      after.length < before.length + 10,
      `${before.length} files open before, ${after.length} after`,
    )
  },
)
