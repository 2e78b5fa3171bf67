import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import {
  event,
  good,
  hex,
  hooked,
  hutPush,
  labPush,
  named,
  push,
  secret,
  signedHut,
  signedLab,
  signing,
} from './hooked.conformance.ts'
import type { Headers } from './hooked.conformance.ts'

const genuine: [what: string, name: string, headers: Headers, body: string, look: string][] = [
  [
    'github',
    'github',
    { ...event, 'X-Hub-Signature-256': `sha256=${hex(push)}` },
    push,
    'git.example/a/b',
  ],
  [
    'gitea',
    'gitea',
    { 'X-Gitea-Event': 'push', 'X-Gitea-Signature': hex(push) },
    push,
    'git.example/a/b',
  ],
  [
    'forgejo',
    'gitea',
    { 'X-Forgejo-Event': 'push', 'X-Forgejo-Signature': hex(push) },
    push,
    'git.example/a/b',
  ],
  [
    'gitea as GitHub',
    'gitea',
    { 'X-Gitea-Event': 'push', 'X-Hub-Signature-256': `sha256=${hex(push)}` },
    push,
    'git.example/a/b',
  ],
  ['gitlab by token', 'gitlab', { 'X-Gitlab-Token': secret }, labPush, 'git.example/a/b'],
  ['gitlab signed', 'gitlab', signedLab(labPush), labPush, 'git.example/a/b'],
  [
    'gitlab signed twice',
    'gitlab',
    {
      ...signedLab(labPush),
      'webhook-signature': `v1,${'A'.repeat(43)}= ${signedLab(labPush)['webhook-signature']}`,
    },
    labPush,
    'git.example/a/b',
  ],
  ['sourcehut', 'sourcehut', signedHut(hutPush), hutPush, 'git.sr.ht/~a/b'],
  [
    'generic signed',
    'generic',
    { 'X-Headwater-Signature': `sha256=${hex(named)}` },
    named,
    'git.example/a/b',
  ],
]

for (const [what, name, headers, body, look] of genuine) {
  test(`a hook of ${what} has its repository looked at`, async (t) => {
    const { post, looks, errors } = await hooked(t)
    const answer = await post(name, headers, body)
    assert.equal(answer.status, name === 'sourcehut' ? 202 : 200, answer.body)
    assert.deepEqual(looks, [[look]])
    assert.deepEqual(errors, [])
  })
}

const token = 'a-secret-without-blanks'

test('a hook of other programs may give the secret itself, and be a form', async (t) => {
  const { post, looks } = await hooked(t, { generic: [token] })
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  }
  const answer = await post(
    'generic',
    headers,
    'repository=git%40git.example%3Aa%2Fb.git&repository=https://x.example/y',
  )
  assert.deepEqual(answer, { status: 200, body: 'Looked at again: 1 known here\n' })
  assert.deepEqual(looks, [['git.example/a/b', 'x.example/y']])
})

test('a hook of GitHub may be a form', async (t) => {
  const { post, looks } = await hooked(t)
  const body = new URLSearchParams({ payload: push }).toString()
  const headers = { ...event, 'Content-Type': 'application/x-www-form-urlencoded' }
  assert.equal(
    (await post('github', { ...headers, 'X-Hub-Signature-256': `sha256=${hex(body)}` }, body))
      .status,
    200,
  )
  assert.deepEqual(looks, [['git.example/a/b']])
})

test('the example that GitHub publishes is genuine, if no JSON', async (t) => {
  const { post } = await hooked(t)
  const digest = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  const answer = await post(
    'github',
    { 'X-Hub-Signature-256': `sha256=${digest}` },
    'Hello, World!',
  )
  assert.deepEqual(answer, {
    status: 400,
    body: 'Cannot read the body of this hook: it is not JSON\n',
  })
})

const shifted = '0123456789abcdef'
const forged: [what: string, name: string, headers: Headers, body: string][] = [
  ['no signature', 'github', event, push],
  ['an empty one', 'github', { ...event, 'X-Hub-Signature-256': '' }, push],
  ['one of another body', 'github', { ...event, 'X-Hub-Signature-256': good }, `${push} `],
  [
    'one by another secret',
    'github',
    { ...event, 'X-Hub-Signature-256': `sha256=${hex(push, 'other')}` },
    push,
  ],
  [
    'one by no secret',
    'github',
    { ...event, 'X-Hub-Signature-256': `sha256=${hex(push, '')}` },
    push,
  ],
  ['one that is too short', 'github', { ...event, 'X-Hub-Signature-256': good.slice(0, -2) }, push],
  ['one that is too long', 'github', { ...event, 'X-Hub-Signature-256': `${good}00` }, push],
  ['one without its kind', 'github', { ...event, 'X-Hub-Signature-256': hex(push) }, push],
  [
    'SHA-1',
    'github',
    {
      ...event,
      'X-Hub-Signature': `sha1=${createHmac('sha1', secret).update(push).digest('hex')}`,
    },
    push,
  ],
  ['one twice', 'github', { ...event, 'X-Hub-Signature-256': [good, good] }, push],
  [
    'a good one after a bad one',
    'github',
    { ...event, 'X-Hub-Signature-256': [`sha256=${'0'.repeat(64)}`, good] },
    push,
  ],
  ['one of the header of Gitea', 'github', { ...event, 'X-Gitea-Signature': hex(push) }, push],
  [
    'a bad one beside a good one of less weight',
    'gitea',
    {
      'X-Gitea-Event': 'push',
      'X-Forgejo-Signature': '0'.repeat(64),
      'X-Gitea-Signature': hex(push),
    },
    push,
  ],
  ['a wrong token', 'gitlab', { 'X-Gitlab-Token': `${secret}.` }, labPush],
  ['a token in other letters', 'gitlab', { 'X-Gitlab-Token': secret.toUpperCase() }, labPush],
  ['a signing token sent as the token', 'gitlab', { 'X-Gitlab-Token': signing }, labPush],
  ['a token twice', 'gitlab', { 'X-Gitlab-Token': [secret, secret] }, labPush],
  ['a signature by another token', 'gitlab', signedLab(labPush, 'whsec_AAAA'), labPush],
  [
    'a signature without a time',
    'gitlab',
    { 'webhook-id': 'id-1', 'webhook-signature': signedLab(labPush)['webhook-signature'] },
    labPush,
  ],
  [
    'a signature of another kind',
    'gitlab',
    {
      ...signedLab(labPush),
      'webhook-signature': signedLab(labPush)['webhook-signature'].replace('v1', 'v2'),
    },
    labPush,
  ],
  ['a signature of another id', 'gitlab', { ...signedLab(labPush), 'webhook-id': 'id-2' }, labPush],
  ['a signature of another body', 'sourcehut', signedHut(`${hutPush} `), hutPush],
  [
    'another nonce',
    'sourcehut',
    { ...signedHut(hutPush), 'X-Payload-Nonce': '0123456789abcdee' },
    hutPush,
  ],
  [
    'no nonce',
    'sourcehut',
    { 'X-Payload-Signature': signedHut(hutPush)['X-Payload-Signature'] },
    hutPush,
  ],
  [
    'a body that ends in the nonce',
    'sourcehut',
    { ...signedHut(hutPush, shifted), 'X-Payload-Nonce': shifted.slice(1) },
    hutPush + shifted.slice(0, 1),
  ],
  [
    'base64 that is none',
    'sourcehut',
    { ...signedHut(hutPush), 'X-Payload-Signature': '%%%' },
    hutPush,
  ],
  ['a wrong bearer', 'generic', { Authorization: 'Bearer other' }, named],
  [
    'basic authorization',
    'generic',
    { Authorization: `Basic ${Buffer.from(secret).toString('base64')}` },
    named,
  ],
  [
    'a signature of another body',
    'generic',
    { 'X-Headwater-Signature': `sha256=${hex(push)}` },
    named,
  ],
]

const refusal = {
  status: 403,
  body: 'Cannot take this hook: it is not signed as it must be\nGET this address to read how to set it up\n',
}

for (const [what, name, headers, body] of forged) {
  test(`a hook of ${name} with ${what} is refused, and told no more than others`, async (t) => {
    const { post, looks } = await hooked(t)
    assert.deepEqual(await post(name, headers, body), refusal)
    assert.deepEqual(looks, [])
  })
}

test('both secrets are good while one is being replaced, and no others', async (t) => {
  const { post, looks } = await hooked(t, {
    github: ['the new secret', 'the old secret'],
    intervalMs: 0,
  })
  for (const by of ['the new secret', 'the old secret', secret]) {
    const { status } = await post(
      'github',
      { ...event, 'X-Hub-Signature-256': `sha256=${hex(push, by)}` },
      push,
    )
    assert.equal(status, by === secret ? 403 : 200)
  }
  assert.equal(looks.length, 2)
})
