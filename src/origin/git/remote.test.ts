import assert from 'node:assert/strict'
import { after, afterEach, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../../../test/forge/forge.ts'
import * as reply from '../../../test/forge/reply.ts'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import { openTestGate, type TestGate } from '../../../test/open-test-gate.ts'
import { Failure, type FailureCode } from '../../failure.ts'
import { discover } from './discover.ts'
import { encodePackets } from './pkt-line.ts'
import { gitRemote, type GitRemote } from './remote.ts'

const advertisement = { 'content-type': 'application/x-git-upload-pack-advertisement' }
const hash = '1'.repeat(40)

async function sizeOf(pack: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of pack) size += chunk.length
  return size
}

const page = (body: string | Uint8Array, headers: Record<string, string> = advertisement) =>
  ({ kind: 'page', status: 200, headers, body }) as const

suite('gitRemote()', () => {
  let forge: Forge
  let gates: TestGate[] = []
  const made: Record<string, Repository> = {}
  let scripts: (() => void)[] = []

  before(async () => {
    forge = await startForge({ hosts: ['git.test', 'moved.test', 'away.test'] })
    const specs = [
      { files: { a: '1' }, tags: ['v1.0.0'] },
      {
        files: { a: '2' },
        tags: [{ name: 'v1.1.0', annotated: true }],
        branch: 'dev',
        from: 'main',
      },
    ]
    made['v2'] = await repository(forge, 'git.test/v2', specs)
    made['v0'] = await repository(forge, 'git.test/v0', specs, { protocol: 'v0' })
    made['long'] = await repository(forge, 'git.test/long', specs, { objectFormat: 'sha256' })
    made['empty'] = await repository(forge, 'git.test/empty', [])
    made['empty0'] = await repository(forge, 'git.test/empty0', [], { protocol: 'v0' })
    made['dumb'] = await repository(forge, 'git.test/dumb', specs, { protocol: 'dumb' })
  })
  afterEach(async () => {
    for (const remove of scripts) remove()
    scripts = []
    forge.log.reset()
    await Promise.all(gates.map((opened) => opened[Symbol.asyncDispose]()))
    gates = []
  })
  after(() => forge.close())
  /** A gate that knows nothing of earlier troubles of the forge. */
  const openGate = () => {
    const opened = openTestGate(forge.rewrites())
    gates.push(opened)
    return opened.gate
  }
  const script = (script: reply.Script) => scripts.push(forge.script(script))
  const remote = (path: string, maxBytes = 1e8): GitRemote =>
    gitRemote(`https://${path}`, { gate: openGate(), now: () => 42, maxBytes })
  const asked = (path: string) => forge.log.of(path).map(({ method }) => method)
  const kinds = [
    ['v2', 'sha1', ['POST'], ['POST']],
    ['v0', 'sha1', ['POST', 'GET'], ['GET']],
    ['long', 'sha256', ['POST', 'GET', 'POST'], ['POST']],
  ] as const
  for (const [name, format, first, next] of kinds) {
    test(`refs() reads every ref when the server is ${name}`, async () => {
      const { commits, refs } = made[name] ?? assert.fail()
      const at = remote(`git.test/${name}`)
      const snapshot = await at.refs()
      assert.deepEqual(
        snapshot.refs.map(({ name, commit }) => [name, commit]),
        [
          ['HEAD', commits[0]],
          ['refs/heads/dev', commits[1]],
          ['refs/heads/main', commits[0]],
          ['refs/tags/v1.0.0', commits[0]],
          ['refs/tags/v1.1.0', commits[1]],
        ],
      )
      assert.equal(snapshot.byName.get('refs/tags/v1.1.0')?.hash, refs.get('refs/tags/v1.1.0'))
      assert.deepEqual([snapshot.at, snapshot.objectFormat], [42, format])
      assert.deepEqual(asked(`git.test/${name}`), first)
      forge.log.reset()
      await at.refs()
      assert.deepEqual(asked(`git.test/${name}`), next)
    })

    test(`pack() gives objects in one request when the server is ${name}`, async () => {
      const { commits } = made[name] ?? assert.fail()
      const at = remote(`git.test/${name}`)
      await at.refs()
      forge.log.reset()
      const wish = { wants: [commits[0] ?? ''], haves: [], shallow: [], depth: 1 } as const
      assert.ok((await sizeOf(at.pack(wish, 'content'))) > 100)
      assert.deepEqual(asked(`git.test/${name}`), ['POST'])
    })

    test(`pack() says that an object is not there when the server is ${name}`, async () => {
      const at = remote(`git.test/${name}`)
      const { objectFormat } = await at.refs()
      const wants = ['3'.repeat(objectFormat === 'sha1' ? 40 : 64)]
      await assert.rejects(sizeOf(at.pack({ wants, haves: [], shallow: [] }, 'content')), {
        code: 'not-found',
        details: { at: 'commit', url: `https://git.test/${name}` },
      })
    })

    test(`mayLeaveOut() is true of content, and of files but in v0, when the server is ${name}`, async () => {
      const at = remote(`git.test/${name}`)
      await at.refs()
      assert.equal(at.mayLeaveOut('content'), true)
      assert.equal(at.mayLeaveOut('files'), !name.includes('v0'))
    })
  }

  for (const name of ['empty', 'empty0']) {
    test(`refs() reads none when the repository is ${name}`, async () => {
      assert.deepEqual((await remote(`git.test/${name}`).refs()).refs, [])
    })
  }

  test('refs() reads every ref when the server gives plain files, whatever it says to questions', async () => {
    const { commits } = made['dumb'] ?? assert.fail()
    for (const status of [405, 501, 404, 403, 400]) {
      const stop = forge.script(({ method }) =>
        method === 'POST' ? reply.status(status) : undefined,
      )
      forge.log.reset()
      const at = remote('git.test/dumb')
      const { refs } = await at.refs()
      assert.deepEqual(
        refs.map(({ name, commit }) => [name, commit]),
        [
          ['HEAD', commits[0]],
          ['refs/heads/dev', commits[1]],
          ['refs/heads/main', commits[0]],
          ['refs/tags/v1.0.0', commits[0]],
          ['refs/tags/v1.1.0', commits[1]],
        ],
      )
      assert.deepEqual(asked('git.test/dumb'), ['POST', 'GET', 'GET'])
      await at.refs()
      assert.deepEqual(asked('git.test/dumb'), ['POST', 'GET', 'GET', 'GET', 'GET'])
      stop()
    }
  })

  test('refs() follows a repository that moved, and asks the new place at once for the rest', async () => {
    const moving = await repository(forge, 'moved.test/a', [{ files: { a: '1' } }])
    const at = remote('moved.test/a')
    await moving.rename('moved.test/b', { redirect: true })
    assert.equal((await at.refs()).refs.length, 2)
    forge.log.reset()
    const wish = { wants: [moving.commits[0] ?? ''], haves: [], shallow: [] }
    await sizeOf(at.pack(wish, 'content'))
    assert.deepEqual([asked('moved.test/a'), asked('moved.test/b')], [[], ['POST']])

    await moving.rename('moved.test/c')
    forge.moved.set('moved.test/a', 'https://moved.test/c')
    assert.equal((await at.refs()).refs.length, 2)
    await moving.deleteRepository()
    await assert.rejects(at.refs(), { code: 'not-found' })
  })

  const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
  const later = 'Wed, 21 Oct 2026 07:29:00 GMT'
  const statuses: readonly (readonly [string, reply.Reply, FailureCode, number?])[] = [
    ['401', reply.unauthorized(), 'auth-required'],
    ['403', reply.status(403), 'auth-required'],
    ['403 with Retry-After', reply.status(403, { 'retry-after': '7' }), 'throttled', 7],
    ['403 and no requests left', reply.status(403, { 'x-ratelimit-remaining': '0' }), 'throttled'],
    ['404', reply.status(404), 'not-found'],
    ['410', reply.status(410), 'not-found'],
    ['429', reply.status(429), 'throttled'],
    ['429 with Retry-After', reply.throttled(30), 'throttled', 30],
    ['500', reply.status(500), 'unreachable'],
    ['502', reply.status(502), 'unreachable'],
    ['503', reply.unavailable(), 'unreachable'],
    ['503 with Retry-After', reply.unavailable(8), 'throttled', 8],
    ['503 with a date', reply.status(503, { date, 'retry-after': later }), 'throttled', 60],
    ['503 with prose', reply.status(503, { 'retry-after': 'soon' }), 'throttled'],
    ['418', reply.status(418), 'unreachable'],
  ]
  for (const [what, answer, code, retryAfter] of statuses) {
    test(`refs() is ${code} when the server answers ${what}`, async () => {
      script(() => answer)
      await assert.rejects(remote('away.test/x').refs(), (error: unknown) => {
        assert.ok(Failure.is(error))
        const { url, at } = error.details
        assert.deepEqual([error.code, error.details.retryAfter], [code, retryAfter])
        assert.deepEqual([url, at], ['https://away.test/x', 'repository'])
        return true
      })
      assert.ok(asked('away.test/x').length <= 2)
    })

    test(`pack() is ${code} when the server answers ${what}`, async () => {
      script(() => answer)
      const wish = { wants: [hash], haves: [], shallow: [] }
      await assert.rejects(sizeOf(remote('away.test/x').pack(wish, 'content')), { code })
    })
  }

  test('refs() asks once when the server wants fewer requests', async () => {
    for (const answer of [reply.throttled(1), reply.status(403, { 'retry-after': '7' })]) {
      script(() => answer)
      forge.log.reset()
      await assert.rejects(remote('away.test/x').refs(), { code: 'throttled' })
      assert.deepEqual(asked('away.test/x'), ['POST'])
    }
  })

  const service = '# service=git-upload-pack\n'
  const broken: readonly (readonly [string, reply.Reply, FailureCode])[] = [
    ['a web page', page('<!doctype html>', { 'content-type': 'text/html' }), 'unsupported'],
    ['nothing', page(''), 'unreachable'],
    ['only the service', page(encodePackets([service, null])), 'unreachable'],
    ['no flush', page(encodePackets([service, null, `${hash} HEAD\0x\n`])), 'unreachable'],
    ['no flush in version 2', page(encodePackets(['version 2\n', 'fetch\n'])), 'unreachable'],
    ['an error', page(encodePackets(['ERR out of paper\n', null])), 'unreachable'],
    ['that nobody may', page(encodePackets(['ERR access denied\n', null])), 'auth-required'],
    [
      'a line that is no ref',
      page(encodePackets([`${hash} HEAD\0x\n`, 'x\n', null])),
      'unreachable',
    ],
    [
      'an option for a hash',
      page(encodePackets(['--upload-pack=x HEAD\0x\n', null])),
      'unreachable',
    ],
    ['garbage', reply.garbage(), 'unreachable'],
    ['what is not http', reply.notHttp(), 'unreachable'],
    ['half an answer', reply.cutOff(40), 'unreachable'],
    ['another answer at every byte', reply.corrupt(), 'unreachable'],
  ]
  for (const [what, answer, code] of broken) {
    test(`refs() is ${code}, and never an empty repository, when the server says ${what}`, async () => {
      script(() => answer)
      await assert.rejects(remote('git.test/v2').refs(), { code })
      await assert.rejects(discover(openGate(), 'https://git.test/v2'), { code })
    })
  }

  test('refs() reads an old advertisement without a service line, and a shallow one', async () => {
    script(({ method }) => {
      if (method === 'POST') return reply.status(404)
      const lines = [`${hash} HEAD\0side-band-64k\n`, `${hash} refs/tags/v1.0.0\n`]
      const peeled = `${'2'.repeat(40)} refs/tags/v1.0.0^{}\n`
      return page(encodePackets([...lines, peeled, `shallow ${hash}\n`, null]))
    })
    const { refs } = await remote('away.test/x').refs()
    assert.deepEqual(refs.at(-1), { name: 'refs/tags/v1.0.0', hash, commit: '2'.repeat(40) })
  })

  test('pack() stops at the limit', async () => {
    const at = remote('git.test/v2', 100)
    await at.refs()
    const wish = { wants: [made['v2']?.commits[0] ?? ''], haves: [], shallow: [] }
    await assert.rejects(sizeOf(at.pack(wish, 'content')), { code: 'refused' })
  })
})
