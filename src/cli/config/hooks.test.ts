import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHookSecret, parseSourcehut, secretFault, shownSecret } from './hooks.ts'
import { loadConfig, readConfig } from './load.ts'
import { problemLine } from './problem.ts'

test('parseHookSecret() takes secrets of 16 characters and more, and absolute paths', () => {
  for (const secret of ['0123456789abcdef', 'with blanks, in it', 'größe eines Geheimnisses']) {
    assert.deepEqual(parseHookSecret(secret), { secret })
  }
  assert.deepEqual(parseHookSecret('file:/run/secrets/a b'), { file: '/run/secrets/a b' })
})

test('parseHookSecret() refuses others, and shows nothing of a secret', () => {
  const bad = [
    ['', /fewer than 16/],
    ['0123456789abcde', /fewer than 16/],
    [' 0123456789abcdef', /blanks/],
    ['0123456789abcdef\n', /line break/],
    ['0123456789\0abcdef', /line break/],
    ['whsec_0123456789abcdefg', /base64/],
    ['file:', /absolute/],
    ['file:secret', /absolute/],
    ['file://host/secret', undefined],
  ] as const
  for (const [text, reason] of bad) {
    if (reason === undefined) {
      assert.deepEqual(parseHookSecret(text), { file: '//host/secret' })
      continue
    }
    assert.throws(
      () => parseHookSecret(text),
      (error) => error instanceof RangeError && reason.test(error.message),
      text,
    )
    const fault = secretFault(text) ?? ''
    assert.ok(text.length < 8 || !fault.includes(text.slice(6)), text)
  }
})

test('shownSecret() shows paths only', () => {
  assert.equal(shownSecret('file:/run/secrets/x'), 'file:/run/secrets/x')
  assert.equal(shownSecret('0123456789abcdef'), '***')
})

test('parseSourcehut() knows the key of sr.ht, and wants that of others', () => {
  const own = Buffer.alloc(32, 1).toString('base64')
  assert.equal(parseSourcehut('git.sr.ht').key, parseSourcehut('hg.SR.ht').key)
  assert.deepEqual(parseSourcehut(`git.sr.ht=${own}`), { host: 'git.sr.ht', key: own })
  assert.deepEqual(parseSourcehut(`a.example:81=${own}`), { host: 'a.example:81', key: own })
  const bad = [
    '',
    'git.corp.example',
    'evilsr.ht',
    'git.sr.ht.evil.example',
    'git.sr.ht=',
    'git.sr.ht=AAAA',
    `git.sr.ht=${own} `,
    `https://git.corp.example=${own}`,
    `a/b=${own}`,
    `=${own}`,
    `a:b=${own}`,
  ]
  for (const text of bad) assert.throws(() => parseSourcehut(text), RangeError, text)
})

test('loadConfig() reads secrets and servers, frozen', () => {
  const { hooks } = loadConfig({
    env: {
      HEADWATER_HOOKS_GITHUB: 'the new secret of GitHub,the old secret of GitHub',
      HEADWATER_HOOKS_SOURCEHUT: 'git.sr.ht,hg.sr.ht',
    },
    cwd: '/',
  })
  assert.deepEqual(hooks.github, [
    { secret: 'the new secret of GitHub' },
    { secret: 'the old secret of GitHub' },
  ])
  assert.deepEqual(
    hooks.sourcehut.map(({ host }) => host),
    ['git.sr.ht', 'hg.sr.ht'],
  )
  assert.ok(Object.isFrozen(hooks.sourcehut[0]))
})

test('no problem with a secret shows it, however it was written', () => {
  const env = { HEADWATER_HOOKS_GITEA: 'hunter2' }
  const overrides = [
    { key: 'hooks.github', value: 'hunter2 and more of it', option: '--x' },
    { key: 'hooks.gitlab', value: ['hunter2'], option: '--x' },
    { key: 'hooks.generic', value: [1234567], option: '--x' },
  ]
  const lines = readConfig({ env, overrides, cwd: '/' }).problems.map(problemLine)
  assert.equal(lines.length, 4, lines.join('\n'))
  for (const line of lines) assert.doesNotMatch(line, /hunter2|1234567/)
})
