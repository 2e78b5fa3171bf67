import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isHash, refSnapshot } from './refs.ts'

const hash = '1'.repeat(40)

suite('refSnapshot()', () => {
  test('keeps HEAD, branches and tags, in byte order', () => {
    const names = ['refs/tags/é', 'refs/tags/z', 'refs/pull/1/head', 'HEAD', 'refs/heads/main', 'x']
    const refs = names.map((name) => ({ name, hash, commit: hash }))
    const snapshot = refSnapshot(7, refs, 'sha1')
    assert.deepEqual(
      snapshot.refs.map(({ name }) => name),
      ['HEAD', 'refs/heads/main', 'refs/tags/z', 'refs/tags/é'],
    )
    assert.equal(snapshot.byName.get('HEAD')?.hash, hash)
    assert.equal(snapshot.at, 7)
  })

  const bad = ['', 'a b', 'a\0b', 'a\nb', 'a..b', '.a', 'a/.b', 'a.lock', 'a.lock/b', 'a.', 'a/']
  for (const end of [...bad, '/a', 'a//b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[', 'a\\b', 'a@{1}']) {
    test(`drops a tag named ${JSON.stringify(end)}`, () => {
      const refs = [{ name: `refs/tags/${end}`, hash, commit: hash }]
      assert.deepEqual(refSnapshot(0, refs, 'sha1').refs, [])
    })
  }

  for (const end of ['-v', '--upload-pack=x', 'a/b', '@', 'a.b', 'lock', 'v1.0.0+x', '日本']) {
    test(`keeps a tag named ${JSON.stringify(end)}`, () => {
      const refs = [{ name: `refs/tags/${end}`, hash, commit: hash }]
      assert.equal(refSnapshot(0, refs, 'sha1').refs.length, 1)
    })
  }
})

test('isHash() takes full lower-case hashes of the format only', () => {
  assert.ok(isHash(hash, 'sha1'))
  assert.ok(isHash('a'.repeat(64), 'sha256'))
  for (const text of ['', hash.slice(1), `${hash}1`, `-${hash.slice(1)}`, 'A'.repeat(40)])
    assert.equal(isHash(text, 'sha1'), false)
  assert.equal(isHash(hash, 'sha256'), false)
})
