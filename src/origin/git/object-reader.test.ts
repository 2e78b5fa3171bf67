import assert from 'node:assert/strict'
import { readdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../../../test/forge/forge.ts'
import { isolated } from '../../../test/forge/isolation.ts'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import { run, type Running } from '../../outbound/run.ts'
import { DepotDamaged } from './depot-damaged.ts'
import { objectReader, type ObjectReader } from './object-reader.ts'

const files = { 'a b': 'with a space\n', empty: '', large: 'x'.repeat(3_000_000) }

/** A reader, and the programs it started. */
function readerOf(folder: string): { reader: ObjectReader; started: Running[] } {
  const started: Running[] = []
  const reader = objectReader((input) => {
    const env = isolated(folder, { GIT_DIR: folder })
    const args = ['cat-file', '--batch']
    const program = { command: 'git', args, cwd: folder, env, input, waitsForNetwork: true }
    const running = run(program)
    started.push(running)
    return running
  })
  return { reader, started }
}
suite('objectReader()', () => {
  let forge: Forge
  let made: Repository
  before(async () => {
    forge = await startForge()
    made = await repository(forge, 'git.test/x', [{ files, tags: ['v1.0.0'] }])
  })
  after(() => forge.close())

  const commit = () => made.commits[0] ?? ''

  test('reads objects of all kinds, one after the other, with one program', async () => {
    const { reader, started } = readerOf(made.folder)
    const names = [commit(), `${commit()}:a b`, `${commit()}:empty`, `${commit()}:none`, 'v1.0.0:']
    const found = await Promise.all(names.map((name) => reader.read(name, 1000)))
    assert.deepEqual(
      found.map(({ type }) => type),
      ['commit', 'blob', 'blob', 'missing', 'tree'],
    )
    assert.equal(found[1]?.bytes.toString(), 'with a space\n')
    assert.equal(found[2]?.bytes.length, 0)
    assert.equal((await reader.read(`${commit()}:large`, 4_000_000)).bytes.toString(), files.large)
    assert.equal(started.length, 1)
  })

  test('refuses what is too large without reading it, and goes on', async () => {
    const { reader, started } = readerOf(made.folder)
    await assert.rejects(reader.read(`${commit()}:large`, 2_999_999), { code: 'refused' })
    await started[0]?.finished
    const { type, bytes } = await reader.read(`${commit()}:large`)
    assert.deepEqual([type, bytes.length], ['blob', 0])
    assert.equal((await reader.read(commit())).type, 'commit')
  })

  test('takes a name of several lines for a missing one', async () => {
    const { reader } = readerOf(made.folder)
    const both = await Promise.all([
      reader.read(`${commit()}:a\n${commit()}`, 10),
      reader.read(commit(), 1000),
    ])
    assert.deepEqual(
      both.map(({ type }) => type),
      ['missing', 'commit'],
    )
  })

  test('finds what came after its program had started', async () => {
    const other = await repository(forge, 'git.test/later', [{ files: { f: '1' } }])
    const { reader, started } = readerOf(other.folder)
    assert.equal((await reader.read(other.commits[0] ?? '')).type, 'commit')
    const tree = await other.git('rev-parse', 'HEAD^{tree}')
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    const next = await other.git(...identity, 'commit-tree', '-m', 'next', tree)
    await other.git('update-ref', 'refs/heads/next', next)
    await other.git('repack', '-adq')
    assert.equal((await reader.read(next)).type, 'commit')
    assert.equal(started.length, 1)
  })

  test('starts another program when the one it had was killed', async () => {
    const { reader, started } = readerOf(made.folder)
    await reader.read(commit())
    await started[0]?.[Symbol.asyncDispose]()
    assert.equal((await reader.read(commit())).type, 'commit')
    assert.equal(started.length, 2)
  })

  test('throws DepotDamaged when a pack was cut or there is no repository', async () => {
    const other = await repository(forge, 'git.test/cut', [{ files: { f: '1'.repeat(5000) } }])
    await other.git('repack', '-adq')
    const packs = join(other.folder, 'objects', 'pack')
    for (const name of await readdir(packs)) {
      if (name.endsWith('.pack')) await truncate(join(packs, name), 60)
    }
    const { reader } = readerOf(other.folder)
    const found = await reader.read(other.commits[0] ?? '', 1000).catch((error: unknown) => error)
    assert.ok(found instanceof DepotDamaged || (found as { type: string }).type === 'missing')
    await rm(join(other.folder, 'HEAD'))
    await assert.rejects(readerOf(other.folder).reader.read('HEAD'), DepotDamaged)
  })

  test('lets more depots be read than may have programs', async () => {
    const readers = Array.from({ length: 30 }, () => readerOf(made.folder))
    const found = await Promise.all(readers.map(({ reader }) => reader.read(commit(), 1000)))
    assert.ok(found.every(({ type }) => type === 'commit'))
    const again = await Promise.all(readers.map(({ reader }) => reader.read('v1.0.0:empty', 1000)))
    assert.ok(again.every(({ type }) => type === 'blob'))
  })
})
