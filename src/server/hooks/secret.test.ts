import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { hexDigest, isHmac, isSecret } from './secret.ts'

/** Source: GitHub Docs, "Validating webhook deliveries", "Testing the webhook payload validation" */
const published = {
  secret: "It's a Secret to Everybody",
  payload: 'Hello, World!',
  digest: '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
}

function fits(digest: string, secret: string, payload: string): boolean {
  const bytes = hexDigest(digest)
  return bytes !== undefined && isHmac(bytes, secret, Buffer.from(payload))
}

test('isHmac() takes what GitHub publishes as an example, and nothing near it', () => {
  const { secret, payload, digest } = published
  assert.ok(fits(digest, secret, payload))
  assert.ok(!fits(digest, secret, `${payload}\n`))
  assert.ok(!fits(digest, `${secret} `, payload))
  assert.ok(!fits(digest.replace('7', '8'), secret, payload))
})

/** Source: RFC 4231 section 4.3, the test case 2 */
test('isHmac() takes the example of RFC 4231', () => {
  const digest = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  assert.ok(fits(digest, 'Jefe', 'what do ya want for nothing?'))
})

test('isHmac() compares digests of any length', () => {
  const right = createHmac('sha256', 'key').update('bytes').digest()
  for (const digest of [Buffer.alloc(0), right.subarray(1), Buffer.concat([right, right])]) {
    assert.equal(isHmac(digest, 'key', Buffer.from('bytes')), false)
  }
})

test('hexDigest() takes 64 lower-case digits only', () => {
  const { digest } = published
  assert.equal(hexDigest(digest)?.toString('hex'), digest)
  const others = [
    '',
    digest.slice(1),
    `${digest}0`,
    ` ${digest}`,
    `${digest}\n`,
    digest.toUpperCase(),
  ]
  for (const text of [...others, digest.replace('0', '\uff10')])
    assert.equal(hexDigest(text), undefined)
})

test('isSecret() takes the secret, in the bytes that a header has, and nothing else', () => {
  const secret = 'größe of a secret'
  const given = Buffer.from(secret).toString('latin1')
  assert.ok(isSecret(given, secret))
  for (const other of ['', secret, given.slice(1), `${given} `, given.toUpperCase()]) {
    assert.equal(isSecret(other, secret), false, other)
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      assert.equal(isSecret(Buffer.from(one).toString('latin1'), other), one === other)
    }),
  )
})
