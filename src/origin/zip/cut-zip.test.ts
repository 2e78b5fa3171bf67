import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { inChunks, makeTar, seal } from '../../../test/zip/make-tar.ts'
import { Failure, type FailureCode } from '../../failure.ts'
import { hash1 } from '../../gomod/h1.ts'
import { cutZip, type CutInput, type CutZip, type TreeEntry } from './cut-zip.ts'
import { hashCut } from './hash-cut.ts'
import { hashZip } from './hash-zip.ts'

/** Contents by name from the root of the repository; `null` is a symbolic link. */
type Tree = Record<string, string | null>

const listOf = (tree: Tree): TreeEntry[] =>
  Object.entries(tree).map(([name, content]) => ({
    name,
    kind: content === null ? 'symlink' : 'file',
  }))

const tarOf = (tree: Tree): Buffer =>
  makeTar(
    Object.entries(tree).map(([name, content]) =>
      content === null
        ? { name: `prefix/${name}`, symlink: 'elsewhere' }
        : { name: `prefix/${name}`, content },
    ),
  )

function inputOf(tree: Tree, options: Partial<CutInput> = {}): CutInput {
  return {
    path: 'example.com/m',
    version: 'v1.2.3',
    subdir: '',
    goVersion: '',
    entries: listOf(tree),
    archive: inChunks(tarOf(tree), 1000),
    ...options,
  }
}

async function cut(tree: Tree, options: Partial<CutInput> = {}): Promise<CutZip> {
  await using folder = await temporaryFolder('cut-zip')
  const target = join(folder.path, 'm.zip')
  const input = inputOf(tree, options)
  const zip = await cutZip(input, target)

  const bytes = await readFile(target)
  assert.equal(zip.size, bytes.length)
  assert.equal(zip.sha256, hash('sha256', bytes, 'hex'))
  const reread = await hashZip(target, input.path, input.version)
  assert.deepEqual(reread, { h1: zip.h1, sha256: zip.sha256, size: zip.size, files: zip.files })
  if (!options.archive) {
    const { h1, treeBytes } = zip
    assert.deepEqual(await hashCut(inputOf(tree, options)), { h1, treeBytes })
  }
  return zip
}

async function fails(input: CutInput, code: FailureCode, message: RegExp): Promise<void> {
  await using folder = await temporaryFolder('cut-zip')
  await assert.rejects(cutZip(input, join(folder.path, 'm.zip')), (error) => {
    assert.ok(Failure.is(error, code), String(error))
    assert.match(error.message, message)
    return true
  })
  assert.deepEqual(await readdir(folder.path), [])
}

const names = ({ files }: CutZip): string[] => files.map(({ name }) => name)

test('cutZip() writes the files of the module when the archive holds them', async () => {
  const tree = { 'go.mod': 'module example.com/m\n', 'a/x.go': 'package a\n', empty: '' }
  const zip = await cut(tree)
  assert.deepEqual(
    zip.files,
    Object.entries(tree).map(([name, content]) => ({
      name,
      sha256: hash('sha256', content, 'hex'),
      size: content.length,
    })),
  )
  const full = zip.files.map(({ name, sha256 }) => ({
    name: `example.com/m@v1.2.3/${name}`,
    sha256,
  }))
  assert.equal(zip.h1, hash1(full))
  assert.equal(zip.treeBytes, 31)
})

// github.com/acme/nest and its h1 come from the go command.
const nest: Tree = {
  'cap/GO.MOD': 'M\n',
  'cap/c.go': 'c\n',
  'go.mod': 'module github.com/acme/nest\n\ngo 1.19\n',
  'pkg/vendor/q/q.go': 'q\n',
  'pkg/vendor/v.go': 'p\n',
  'vendor/a/b/c.go': 'v\n',
  'vendor/modules.txt': 'm\n',
  'vendor/z.go': 'z\n',
}

test('cutZip() leaves out nested modules and vendored packages', async () => {
  const kept = ['go.mod', 'vendor/modules.txt', 'vendor/z.go']
  assert.deepEqual(names(await cut(nest, { goVersion: '1.19' })), kept)
})

test('cutZip() gives the h1 of the go command', async () => {
  const legacy = await cut(
    { 'l.go': 'package legacy\n' },
    { path: 'github.com/acme/legacy', version: 'v2.0.0+incompatible' },
  )
  assert.equal(legacy.h1, 'h1:uFMG5Uz2ZD/FlaGDomuzTGDPEpWAkD2MaSkTHFNE04Y=')
})

test('cutZip() counts what it leaves out in treeBytes', async () => {
  const { treeBytes, files } = await cut({ a: '12345', 'vendor/b/c': '123', link: null })
  assert.equal(treeBytes, 8)
  assert.equal(files.length, 1)
})

test('cutZip() adds the root LICENSE when the module in a subdirectory has none', async () => {
  const license = Buffer.from('root\n')
  const rows: [tree: Tree, options: Partial<CutInput>, names: string[]][] = [
    [{ LICENSE: 'root\n', 'sub/x': 'x' }, { license }, ['x', 'LICENSE']],
    [{ LICENSE: 'root\n', 'sub/x': 'x' }, {}, ['x']],
    [{ 'sub/LICENSE': 'own\n', 'sub/x': 'x' }, { license }, ['LICENSE', 'x']],
    [{ 'sub/LICENSE': null, 'sub/x': 'x' }, { license }, ['x']],
    [{ 'sub/a/LICENSE': 'deep', 'sub/x': 'x' }, { license }, ['a/LICENSE', 'x', 'LICENSE']],
    [{ 'subway/LICENSE': 'other', 'sub/x': 'x' }, { license }, ['x', 'LICENSE']],
  ]
  for (const [tree, options, expected] of rows) {
    assert.deepEqual(names(await cut(tree, { subdir: 'sub', ...options })), expected)
  }
  assert.deepEqual(names(await cut({ x: 'x' }, { license })), ['x'])
})

test('cutZip() lets the added LICENSE take part in the rules', async () => {
  const options = { subdir: 'sub', license: Buffer.from('root') }
  for (const name of ['sub/license', 'sub/LICENSE/x']) {
    await fails(inputOf({ [name]: '' }, options), 'unusable', /"LICENSE": /)
  }
})

test('cutZip() refuses modules that break a rule, naming every file', async () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`bad:${index}`, '']))
  const rows: [tree: Tree, message: RegExp][] = [
    [{ 'a:b': '', con: '', x: '' }, /^Cannot use .* example\.com\/m@v1\.2\.3: "a:b": .*; "con": /],
    [{ a: '', A: '' }, /"A": differs only in letter case from "a"/],
    [{ link: null, LINK: '' }, /"LINK": differs only in letter case/],
    [{ 'GO.MOD': '' }, /"GO\.MOD": not spelled "go\.mod"/],
    [many, /"bad:9": [^;]*; and 2 more$/],
    [{ ['a'.repeat(65_520)]: '' }, /longer than a zip can hold/],
  ]
  for (const [tree, message] of rows) await fails(inputOf(tree), 'unusable', message)
})

test('cutZip() refuses a path and a version that do not go together', async () => {
  const rows: [path: string, version: string][] = [
    ['example.com/m', 'v2.0.0'],
    ['example.com/m', 'v1.2'],
    ['example.com/m', 'v1.0.0+meta'],
    ['example.com/m/v2', 'v1.0.0'],
    ['m', 'v1.0.0'],
  ]
  for (const [path, version] of rows) {
    await fails(inputOf({ x: '' }, { path, version }), 'invalid', /./)
  }
})

test('cutZip() enforces sizes while it reads', async () => {
  const large = 'x'.repeat(16 * 2 ** 20 + 1)
  await fails(inputOf({ 'go.mod': large }), 'unusable', /"go\.mod": larger than 16777216 bytes/)
  await fails(inputOf({ LICENSE: large }), 'unusable', /"LICENSE": larger than 16777216 bytes/)
  const license = Buffer.from(large)
  const options = { subdir: 'sub', license }
  await fails(inputOf({ 'sub/x': '' }, options), 'unusable', /"LICENSE": larger/)
  assert.equal((await cut({ 'a/LICENSE': large })).files.length, 1)
})

test('cutZip() refuses more than 500 MiB before they have come', async () => {
  const tree = { 'a.bin': '' }
  const tar = tarOf(tree)
  const header = tar.subarray(1024, 1536)
  header.write((500 * 2 ** 20 + 1).toString(8).padStart(11, '0'), 124)
  seal(header)
  const archive = inChunks(tar, 512)
  await fails(inputOf(tree, { archive }), 'unusable', /more than 524288000 bytes/)
})

test('cutZip() fails when archive and list differ', async () => {
  const tree: Tree = { a: 'a', 'vendor/x/y': 'y', link: null }
  const rows: [listed: Tree, message: RegExp][] = [
    [{ ...tree, b: '' }, /"b" is not in it/],
    [{ ...tree, 'vendor/x/z': '' }, /"vendor\/x\/z" is not in it/],
    [{ a: 'a', link: null }, /has the file "vendor\/x\/y", which is not listed/],
    [{ ...tree, a: null }, /has the file "a"/],
    [{ ...tree, link: '' }, /has the symlink "link"/],
  ]
  for (const [listed, message] of rows) {
    await fails(inputOf(tree, { entries: listOf(listed) }), 'unreachable', message)
  }
  const archive = inChunks(makeTar([{ name: 'other/a', content: '' }]), 512)
  await fails(inputOf({ a: '' }, { archive }), 'unreachable', /outside of prefix/)
})

test('cutZip() passes over what is not below the subdirectory', async () => {
  const tree = { 'a:b': '', 'sub/x': 'x', 'sub2/con': '' }
  assert.deepEqual(names(await cut(tree, { subdir: 'sub' })), ['x'])
  const entries = listOf({ 'sub/x': 'x' })
  assert.deepEqual(names(await cut(tree, { subdir: 'sub', entries })), ['x'])
})

test('cutZip() leaves out names that are not UTF-8 like others, however they were decoded', async () => {
  const name = Buffer.concat([Buffer.from('prefix/vendor/x/'), Buffer.from([0xe2, 0x82])])
  for (const listed of ['vendor/x/\ufffd', 'vendor/x/\udce2\udc82']) {
    const archive = inChunks(makeTar([{ name, content: '' }]), 512)
    const zip = await cut({}, { archive, entries: [{ name: listed, kind: 'file' }] })
    assert.deepEqual(zip.files, [])
  }
  await fails(inputOf({ 'a\ufffd': '' }), 'unusable', /"a�": /)
})

test('cutZip() fails when the archive is cut short or its source fails', async () => {
  const tree = { a: 'x'.repeat(5000) }
  const archive = inChunks(tarOf(tree).subarray(0, 3000), 512)
  await fails(inputOf(tree, { archive }), 'unreachable', /cut short/)

  async function* stopped(): AsyncGenerator<Uint8Array> {
    yield tarOf(tree).subarray(0, 3000)
    throw new Failure('stopped', 'Cannot go on')
  }
  await fails(inputOf(tree, { archive: stopped() }), 'stopped', /Cannot go on/)
})

test('cutZip() fails when attributes give go.mod another version that matters', async () => {
  const tree: Tree = { 'go.mod': 'module example.com/m\n\ngo 1.24\n', 'a/vendor/x.go': '' }
  assert.deepEqual(names(await cut(tree, { goVersion: '1.24' })), ['go.mod', 'a/vendor/x.go'])
  await fails(inputOf(tree, { goVersion: '1.23' }), 'unsupported', /from Go "1\.23" to "1\.24"/)
  const plain = { 'go.mod': 'module example.com/m\n\ngo 1.24\n', x: '' }
  assert.deepEqual(names(await cut(plain, { goVersion: '1.23' })), ['go.mod', 'x'])
})

test('cutZip() gives the same bytes whatever the chunks', async () => {
  const tree = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,3}(\/[a-z]{1,3})?\.go$/),
    fc.string({ maxLength: 2000 }),
    { maxKeys: 8 },
  )
  await fc.assert(
    fc.asyncProperty(tree, fc.integer({ min: 1, max: 9000 }), async (files, size) => {
      const one = await cut(files)
      const other = await cut(files, { archive: inChunks(tarOf(files), size) })
      assert.deepEqual(other, one)
    }),
    { numRuns: 25 },
  )
})
