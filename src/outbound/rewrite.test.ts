import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { rewriter } from './rewrite.ts'

const rules = [
  { from: 'https://github.com/', to: 'https://git.corp.example/github/' },
  { from: 'https://github.com/acme/', to: 'http://127.0.0.1:8080/acme/' },
  { from: 'https://vanity.example', to: 'http://inner.example:81' },
  { from: 'https://deep.example/a', to: 'https://inner.example/b' },
]
const rewrite = rewriter(rules)
const apply = (url: string) => rewrite.apply(url)
const restore = (url: string) => rewrite.restore(url)

suite('rewriter()', () => {
  const there = [
    ['the prefix', 'https://github.com/x/y', 'https://git.corp.example/github/x/y'],
    ['a longer rule fits', 'https://github.com/acme/x', 'http://127.0.0.1:8080/acme/x'],
    ['nothing follows', 'https://vanity.example', 'http://inner.example:81'],
    ['a path follows', 'https://vanity.example/x?y', 'http://inner.example:81/x?y'],
    ['a query follows', 'https://vanity.example?go-get=1', 'http://inner.example:81?go-get=1'],
    ['the path of the rule ends', 'https://deep.example/a/b', 'https://inner.example/b/b'],
  ] as const
  for (const [when, original, dialled] of there) {
    test(`apply() and restore() are each other's inverse when ${when}`, () => {
      assert.equal(apply(original), dialled)
      assert.equal(restore(dialled), original)
    })
  }

  const untouched = [
    ['no rule fits', 'https://gitlab.com/x'],
    ['only the beginning of a host fits', 'https://vanity.example.evil/x'],
    ['a port follows', 'https://vanity.example:8443/x'],
    ['user information follows', 'https://vanity.example@evil.example/x'],
    ['only the beginning of a folder fits', 'https://deep.example/abc'],
    ['the scheme differs', 'http://vanity.example/x'],
    ['the folder itself is meant', 'https://github.com'],
  ] as const
  for (const [when, url] of untouched) {
    test(`apply() leaves a URL alone when ${when}`, () => assert.equal(apply(url), url))
  }

  test('restore() takes the longest target', () => {
    const two = rewriter([
      { from: 'https://a.example/', to: 'http://host/' },
      { from: 'https://b.example/', to: 'http://host/b/' },
    ])
    assert.equal(two.restore('http://host/b/x'), 'https://b.example/x')
    assert.equal(two.restore('http://host/c/x'), 'https://a.example/c/x')
  })

  test('changes nothing when there are no rules', () => {
    assert.equal(rewriter([]).apply('https://a.example/'), 'https://a.example/')
    assert.equal(rewriter([]).restore('https://a.example/'), 'https://a.example/')
  })
})
