import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { InvalidError } from '../gomod/invalid-error.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { shownKey } from './key-text.ts'
import { formatSignerKey, parseSignerKey } from './signer.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'

const keys = answers.notes.keys

test('parseVerifierKey() and parseSignerKey() read the keys of x/mod and C2SP', () => {
  for (const { vkey, skey } of keys) {
    const verifier = parseVerifierKey(vkey)
    assert.equal(formatVerifierKey(verifier), vkey)
    if (skey === undefined) continue
    const signer = parseSignerKey(skey)
    assert.equal(formatVerifierKey(signer), vkey)
    assert.ok(verifier.verify('hi', signer.sign('hi')))
    assert.ok(!verifier.verify('ho', signer.sign('hi')))
    assert.ok(!verifier.verify('hi', signer.sign('hi').subarray(1)))
    assert.ok(!verifier.verify('hi', new Uint8Array()))
  }
})

test('parseVerifierKey() and parseSignerKey() invert their formats', () => {
  const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const letter = fc.constantFrom('a', 'é', '—', '/', '\ufeff', '😀')
  const name = fc.string({ unit: letter, minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(seed, name, fc.constantFrom(1 as const, 4 as const), (seed, name, algorithm) => {
      const signer = parseSignerKey(formatSignerKey(name, seed, algorithm))
      const verifier = parseVerifierKey(formatVerifierKey(signer))
      assert.deepEqual([signer.name, signer.algorithm], [name, algorithm])
      assert.deepEqual([verifier.name, verifier.algorithm], [name, algorithm])
      assert.equal(verifier.id, signer.id)
      assert.ok(verifier.verify('hi\n', signer.sign('hi\n', 1_679_315_147)))
    }),
  )
})

test('parseVerifierKey() and parseSignerKey() throw for every part and every change of a key', () => {
  const tables: [read: (text: string) => unknown, key: string][] = [
    [parseVerifierKey, keys[0]?.vkey ?? ''],
    [parseSignerKey, keys[0]?.skey ?? ''],
  ]
  for (const [read, key] of tables) {
    for (let i = 0; i < key.length; i += 1) {
      const next = String.fromCharCode(key.charCodeAt(i) + 1)
      const parts = [key.slice(0, i), key.slice(i + 1), key.slice(0, i) + next + key.slice(i + 1)]
      for (const bad of [...parts, `${key.slice(0, i)}\n${key.slice(i)}`]) {
        assert.throws(() => read(bad), InvalidError, JSON.stringify(bad))
      }
    }
  }
})

test('parseVerifierKey() throws when length, algorithm or name are wrong', () => {
  const bad = [
    // Facts of x/mod/sumdb/note's tests: ids are right.
    'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    '',
    'PeterNeumann',
    'PeterNeumann+c74f20a3+',
  ]
  for (const key of bad) assert.throws(() => parseVerifierKey(key), InvalidError, key)
  for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085', 'a\n', '\ud800']) {
    assert.throws(() => formatSignerKey(name, new Uint8Array(32), 1), InvalidError, name)
  }
  assert.throws(() => formatSignerKey('a', new Uint8Array(31), 1), InvalidError)
})

test('parseVerifierKey() and parseSignerKey() take no key of another algorithm than is wanted', () => {
  for (const [algorithm, other, owner] of [
    [1, 4, 'a log, not of a witness'],
    [4, 1, 'a witness, not of a log'],
  ] as const) {
    const skey = formatSignerKey('x.example', Buffer.alloc(32, 1), algorithm)
    const vkey = formatVerifierKey(parseSignerKey(skey, algorithm))
    assert.equal(parseVerifierKey(vkey, algorithm).algorithm, algorithm)
    const error = { name: 'InvalidError', message: new RegExp(`it is of ${owner}$`) }
    assert.throws(() => parseVerifierKey(vkey, other), error)
    assert.throws(() => parseSignerKey(skey, other), error)
  }
})

test('parseSignerKey() never shows the key in an error', () => {
  const key = keys[0]?.skey ?? ''
  const secret = key.slice(-40)
  const bad = [
    `${key}=`,
    key.replace('c74f20a3', 'c74f20a4'),
    key.replace('+AYEK', '+BYEK'),
    key.slice(1),
  ]
  for (const text of bad) {
    assert.throws(
      () => parseSignerKey(text),
      (error) => error instanceof InvalidError && !error.message.includes(secret),
    )
  }
})

test('errors about a verifier key show nothing of a private key that was given in its place', () => {
  const key = formatSignerKey('log.example', Buffer.alloc(32, 7), 1)
  const secret = key.split('+').slice(4).join('+')
  for (const text of [key, key.slice('PRIVATE+KEY+'.length), secret, ` ${key}`, key.slice(0, -1)]) {
    assert.throws(
      () => parseVerifierKey(text),
      (error: Error) => !error.message.includes(secret.slice(0, 10)),
    )
  }
  assert.equal(shownKey(key), '"…"')
  assert.equal(shownKey(key.slice('PRIVATE+KEY+'.length)), `"log.example+${key.split('+')[3]}+…"`)
  assert.equal(shownKey('sum.golang.org'), '"sum.golang.org"')
})
