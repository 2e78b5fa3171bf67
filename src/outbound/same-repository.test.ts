import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isSameRepository, repositoryKey } from './same-repository.ts'

const same: Record<string, string[]> = {
  'git.example/a/b': [
    'https://git.example/a/b',
    'https://git.example/a/b.git',
    'https://git.example/a/b/',
    'https://git.example/a/b.git/',
    'https://git.example/a/b///',
    'https://git.example//a//b',
    'https://GIT.Example/a/b',
    'HTTPS://git.example/a/b',
    'https://git.example:443/a/b',
    'https://git.example:/a/b',
    'https://git.example:0443/a/b',
    'https://me@git.example/a/b',
    'https://me:secret@git.example/a/b',
    'https://a@b@git.example/a/b',
    'http://git.example:80/a/b',
    'git://git.example/a/b.git',
    'git://git.example:9418/a/b',
    'ssh://git@git.example/a/b.git',
    'ssh://git.example:22/a/b',
    'git+ssh://git@git.example/a/b',
    'ssh+git://git@git.example/a/b',
    'git@git.example:a/b.git',
    'git@git.example:/a/b',
    'git@git.example:a/b/',
    'https://git.example/%61/%62',
    'https://git.example/a/b%2Egit',
  ],
  'git.example/~a/b': [
    'https://git.example/~a/b',
    'https://git.example/%7ea/b',
    'git@git.example:~a/b',
  ],
  'git.example/A/b': ['https://git.example/A/b', 'ssh://git@git.example/A/b'],
  'git.example:8443/a': ['https://git.example:8443/a.git', 'http://git.example:8443/a'],
  'git.example:443/a': ['http://git.example:443/a', 'ssh://git.example:443/a'],
  'git.example:80/a': ['https://git.example:80/a'],
  'git.example/a/b.git': ['https://git.example/a/b.git.git'],
  'git.example/a/.git': ['https://git.example/a/.git'],
  'git.example/a%20b': ['https://git.example/a%20b'],
  'git.example/a%2Fb': ['https://git.example/a%2fb', 'https://git.example/a%2Fb'],
  'git.example/%C3%BC': ['https://git.example/%c3%bc'],
  'git.example': ['https://git.example', 'https://git.example/', 'ssh://git.example//'],
  'xn--bcher-kva.example/a': ['https://xn--bcher-kva.example/a'],
  '192.0.2.1/a': ['http://192.0.2.1/a'],
  '[2001:db8::1]/a': ['https://[2001:DB8::1]/a', 'git@[2001:db8::1]:a', 'ssh://[2001:db8::1]:22/a'],
}

for (const [key, urls] of Object.entries(same)) {
  test(`repositoryKey() is ${key} for every spelling of it`, () => {
    for (const url of urls) assert.equal(repositoryKey(url), key, url)
  })
}

const none = [
  '',
  'git.example/a/b',
  '//git.example/a/b',
  '/a/b',
  'C:/a/b',
  'git.example:a/b',
  'file:///a/b',
  'ext::sh -c id',
  'ext://git.example/a',
  'javascript://git.example/a',
  'constructor://git.example/a',
  'mailto:git@git.example',
  'https:///a',
  'https:/git.example/a',
  'https://git.example/a?b',
  'https://git.example/a?',
  'https://git.example/a#b',
  'https://git.example#@evil.example/a',
  'https://git.example\\@evil.example/a',
  'https://git.example/a\\b',
  'https://git.example/a b',
  'https://git.example/a\n',
  'https://git.example/../a',
  'https://git.example/a/./b',
  'https://git.example/a/%2e%2e/b',
  'https://git.example/a%',
  'https://git.example/a%zz',
  'https://git.example:99999/a',
  'https://git.example:x/a',
  'https://-git.example/a',
  'https://git.example./a',
  'https://[::1/a',
  'https://[1.2.3.4]/a',
  'https://g\u0131t.example/a',
  'https://\uff47it.example/a',
  'https://git.example/\u0430',
  `https://git.example/${'a'.repeat(2048)}`,
]

test('repositoryKey() is undefined for what names no repository on another machine', () => {
  for (const url of none) assert.equal(repositoryKey(url), undefined, url)
})

test('repositoryKey() tells hosts, paths and ports apart', () => {
  const others = [
    'https://git.example/a/b',
    'https://git.example.evil.example/a/b',
    'https://git.example@evil.example/a/b',
    'https://evil.example/git.example/a/b',
    'https://git.example/a/b/c',
    'https://git.example/a',
    'https://git.example/a/B',
    'https://git.example:8443/a/b',
    'https://git-example/a/b',
  ]
  const keys = others.map(repositoryKey)
  assert.ok(keys.every((key) => key !== undefined))
  assert.equal(new Set(keys).size, others.length)
})

const label = fc.stringMatching(/^[a-z0-9]{1,8}$/)
const segment = fc
  .stringMatching(/^[A-Za-z0-9~_-][A-Za-z0-9~_.-]{0,8}$/)
  .filter((text) => !/\.git$|^\.+$/.test(text))
const place = fc.record({
  host: fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
})
const spellings: ((host: string, path: string) => string)[] = [
  (host, path) => `https://${host}/${path}`,
  (host, path) => `https://${host.toUpperCase()}:443/${path}.git`,
  (host, path) => `http://user:secret@${host}/${path}/`,
  (host, path) => `ssh://git@${host}/${path}.git`,
  (host, path) => `git@${host}:${path}.git/`,
  (host, path) => `git://${host}:9418/${path.replaceAll('~', '%7E')}`,
]

test('repositoryKey() is one for all spellings of one place, and another for another', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const keysOf = ({ host, path }: typeof one) =>
        new Set(spellings.map((spell) => repositoryKey(spell(host, path))))
      assert.deepEqual([...keysOf(one)], [`${one.host}/${one.path}`])
      if (one.host !== other.host || one.path !== other.path) {
        assert.notDeepEqual(keysOf(one), keysOf(other))
      }
    }),
  )
})

test('repositoryKey() never throws, and its key read as a URL has itself as its key', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
      const key = repositoryKey(text)
      if (key === undefined || key.endsWith('.git')) return
      assert.match(key, /^[!-~]+$/)
      assert.equal(repositoryKey(`https://${key}`), key.replace(/^([^/]+):443(?=\/|$)/, '$1'))
    }),
  )
})

test('isSameRepository() takes what is no address of a repository as it is', () => {
  assert.ok(isSameRepository('https://git.example/a/b', 'git@git.example:a/b.git'))
  assert.ok(!isSameRepository('https://git.example/a/b', 'https://git.example/A/b'))
  assert.ok(isSameRepository('https://proxy.example/?a', 'https://proxy.example/?a'))
  assert.ok(!isSameRepository('https://proxy.example/?a', 'https://proxy.example/?b'))
})
