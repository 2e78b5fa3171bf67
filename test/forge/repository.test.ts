import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from './forge.ts'
import { repository } from './repository.ts'

suite('repository()', () => {
  let forge: Forge
  let count = 0
  before(async () => {
    forge = await startForge()
  })
  after(() => forge.close())
  const nextPath = () => `github.com/acme/r${++count}`

  test('gives the same hashes when the data are the same', async () => {
    const specs = [
      { files: { 'go.mod': 'module m\n' }, tags: [{ name: 'v1.0.0', annotated: true }] },
    ]
    const one = await repository(forge, nextPath(), specs)
    const two = await repository(forge, nextPath(), specs)
    assert.deepEqual(one.commits, two.commits)
    assert.deepEqual(one.refs, two.refs)
    assert.match(one.commits[0] ?? '', /^[0-9a-f]{40}$/)
  })

  test('makes every kind of entry', async () => {
    const { git } = await repository(forge, nextPath(), [
      {
        files: { 'a b"\\\n.txt': 'x', 'é.txt': Uint8Array.of(0, 255) },
        executables: { 'run.sh': '#!/bin/sh\n' },
        symlinks: { link: 'target' },
        submodules: { sub: '1'.repeat(40) },
      },
    ])
    const listed = (await git('ls-tree', '-z', 'HEAD')).split('\0').filter((line) => line !== '')
    assert.deepEqual(
      listed.map((line) => [line.slice(0, 6), line.split('\t')[1]]),
      [
        ['100644', 'a b"\\\n.txt'],
        ['120000', 'link'],
        ['100755', 'run.sh'],
        ['160000', 'sub'],
        ['100644', 'é.txt'],
      ],
    )
  })

  test('writes a tree as it stands when it is raw', async () => {
    const content = 'x'
    const { git } = await repository(forge, nextPath(), [
      {
        rawTree: [
          { mode: '100644', name: 'z', content },
          { mode: '100644', name: Uint8Array.of(0x61, 0xff), content },
          { mode: '100644', name: 'same', content },
          { mode: '100644', name: 'same', content },
          { mode: '40000', name: '..', content: [{ mode: '100664', name: '.git', content }] },
          { mode: '160000', name: 'gone', content: { hash: '2'.repeat(40) } },
        ],
      },
    ])
    const listed = (await git('ls-tree', '-r', '--name-only', 'HEAD')).split('\n')
    assert.deepEqual(listed, ['z', '"a\\377"', 'same', 'same', '../.git', 'gone'])
  })

  test('carries a tree on when the next commit changes only some of it', async () => {
    const { git } = await repository(forge, nextPath(), [
      { files: { a: '1', 'b/c': '1', 'b/d': '1' } },
      { files: { a: '2' }, remove: ['b/c'] },
      { files: { z: '3' }, fresh: true },
    ])
    assert.equal(await git('ls-tree', '-r', '--name-only', 'HEAD^'), 'a\nb/d')
    assert.equal(await git('show', 'HEAD^:a'), '2')
    assert.equal(await git('ls-tree', '-r', '--name-only', 'HEAD'), 'z')
  })

  test('makes branches, merges and orphans', async () => {
    const { commits, git } = await repository(forge, nextPath(), [
      { files: { a: '1' } },
      { files: { b: '1' }, branch: 'dev', from: 'main', message: 'on dev' },
      { files: { c: '1' } },
      { merge: ['dev'], tags: ['v1.0.0'] },
      { files: { p: '1' }, branch: 'refs/pull/1/head', from: 0 },
      { files: { o: '1' }, from: null, branch: 'orphan' },
    ])
    const parents = await git('log', '-1', '--format=%P', 'v1.0.0')
    assert.equal(parents, `${commits[2]} ${commits[1]}`)
    assert.equal(await git('log', '-1', '--format=%P', 'refs/pull/1/head'), commits[0])
    assert.equal(await git('rev-list', '--count', 'orphan'), '1')
    assert.equal(await git('log', '-1', '--format=%s', 'dev'), 'on dev')
  })

  test('dates commits a minute apart unless told', async () => {
    const { git } = await repository(forge, nextPath(), [
      { files: { a: '1' } },
      { files: { a: '2' } },
      { files: { a: '3' }, date: '2024-02-29T12:00:00+02:00' },
    ])
    assert.deepEqual((await git('log', '--format=%ct %at')).split('\n'), [
      '1709200800 1709200800',
      '1577934305 1577934305',
      '1577934245 1577934245',
    ])
  })

  test('uses SHA-256 when asked', async () => {
    const spec = { files: { a: '1' }, rawTree: [{ mode: '100644', name: 'a', content: '1' }] }
    const made = await repository(forge, nextPath(), [spec], { objectFormat: 'sha256' })
    assert.match(made.commits[0] ?? '', /^[0-9a-f]{64}$/)
    assert.equal(await made.git('fsck', '--strict'), '')
  })

  test('changes as told when it rots', async () => {
    const made = await repository(forge, nextPath(), [
      { files: { a: '1' }, tags: ['v1.0.0', 'v1.0.1'] },
      { files: { a: '2' }, tags: ['v1.1.0'] },
    ])
    const [first = '', second = ''] = made.commits
    await made.moveTag('v1.0.0', second)
    await made.deleteTag('v1.0.1')
    await made.forcePush('main', 0)
    const [third = ''] = await made.commit([{ files: { a: '3' }, branch: 'dev', from: 'main' }])
    await made.setHead('dev')
    assert.deepEqual(
      (await made.git('for-each-ref', '--format=%(refname) %(objectname)')).split('\n'),
      [
        `refs/heads/dev ${third}`,
        `refs/heads/main ${first}`,
        `refs/tags/v1.0.0 ${second}`,
        `refs/tags/v1.1.0 ${second}`,
      ],
    )
    assert.deepEqual(made.commits, [first, second, third])
    await made.deleteTag('v1.0.0')
    await made.deleteTag('v1.1.0')
    await made.deleteBranch('dev')
    await made.prune()
    await assert.rejects(made.git('cat-file', '-e', second))
  })

  test('moves and vanishes when it is renamed or deleted', async () => {
    const made = await repository(forge, nextPath(), [{ files: { a: '1' } }])
    const probe = async (path: string) => {
      const url = `${forge.urlOf(path)}/info/refs?service=git-upload-pack`
      const response = await fetch(url, { redirect: 'manual' })
      return [response.status, response.headers.get('location')]
    }
    const old = made.path
    await made.rename('github.com/else/where')
    assert.deepEqual(await probe(old), [404, null])
    await made.rename('github.com/third/place', { redirect: true })
    assert.equal(made.url, 'https://github.com/third/place')
    assert.deepEqual(await probe('github.com/else/where.git'), [
      301,
      'https://github.com/third/place.git/info/refs?service=git-upload-pack',
    ])
    assert.deepEqual(await probe(made.path), [200, null])
    await made.deleteRepository()
    assert.deepEqual(await probe(made.path), [404, null])
  })

  test('refuses a place that is taken, and a commit nobody knows', async () => {
    const made = await repository(forge, nextPath(), [{ files: { a: '1' } }])
    await assert.rejects(repository(forge, made.path, []), /exists on the forge already/)
    await assert.rejects(made.commit([{ from: 'nowhere' }]), /no commit "nowhere"/)
  })
})
