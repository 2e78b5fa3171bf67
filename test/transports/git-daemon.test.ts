import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { Failure, type FailureCode } from '../../src/failure.ts'
import { parseAllowList } from '../../src/outbound/address.ts'
import type { GateOptions } from '../../src/outbound/gate-options.ts'
import { encodePackets } from '../../src/origin/git/pkt-line.ts'
import { gitRemote } from '../../src/origin/git/remote.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { openTestGate } from '../open-test-gate.ts'
import { compareWithGo } from '../vcs/compare.ts'
import { startServer, type ProgramServer } from '../vcs/program-server.ts'
import { essence, failing, sizeOf } from './failing.ts'
import { reachAt } from './reach.ts'
import { makeRepositories, questions, type Repositories } from './repositories.ts'
import { oldDaemon, streamServer, type StreamServer } from './stream-server.ts'

const daemonArgs = (root: string) => (port: number) => [
  'daemon',
  '--export-all',
  '--listen=127.0.0.1',
  `--port=${port}`,
  `--base-path=${root}`,
]

const at = (port: number) => `git://127.0.0.1:${port}/git.test/`
const says = (bytes: string | Buffer) => (client: Socket) => void client.end(bytes)

/** A remote at `git://git.test/`, which is at a port of this machine. */
function open(port: number, options: Partial<GateOptions> & { maxBytes?: number } = {}) {
  const { maxBytes = 1e8, ...gateOptions } = options
  const opened = openTestGate([{ from: 'git://git.test/', to: at(port) }], gateOptions)
  const remote = (path: string) =>
    gitRemote(`git://git.test/${path}`, { gate: opened.gate, now: () => 42, maxBytes })
  return { ...opened, remote }
}

suite('a repository behind git://', () => {
  let forge: Forge
  let made: Repositories
  let daemon: ProgramServer
  let old: StreamServer

  before(async () => {
    forge = await startForge()
    made = await makeRepositories(forge)
    const env = isolated(forge.folder)
    daemon = await startServer('git', daemonArgs(forge.folder), { cwd: forge.folder, env })
    old = await oldDaemon(forge.folder)
  })
  after(async () => {
    await old[Symbol.asyncDispose]()
    await daemon[Symbol.asyncDispose]()
    await forge.close()
  })

  for (const [name, port] of [
    ['a git daemon', () => daemon.port],
    ['a daemon of version 0', () => old.port],
  ] as const) {
    test(`gives what go gives when the server is ${name}`, async () => {
      await compareWithGo({
        root: 'over.test/m',
        vcs: 'git',
        url: 'git://git.test/main',
        ask: questions(made.main),
        reach: reachAt('git://git.test/', at(port())),
      })
    })

    for (const kind of ['main', 'long'] as const) {
      test(`refs() and pack() read ${kind} when the server is ${name}`, async () => {
        const { gate, records, remote } = open(port())
        const main = remote(kind)
        const { refs, objectFormat } = await main.refs()
        assert.equal(objectFormat, kind === 'long' ? 'sha256' : 'sha1')
        assert.deepEqual(
          refs.map(({ name }) => name),
          [
            'HEAD',
            'refs/heads/dev',
            'refs/heads/main',
            'refs/tags/sub/v0.1.0',
            'refs/tags/v0.1.0',
            'refs/tags/v1.0.0',
          ],
        )
        assert.equal(refs.at(-1)?.commit, made[kind].commits[1])
        const wants = [refs[0]?.hash ?? '']
        const pack = main.pack({ wants, haves: [], shallow: [], depth: 1 }, 'content')
        assert.ok((await sizeOf(pack)) > 100)
        const one = `CONNECT git://git.test/${kind}`
        assert.deepEqual(records.map(essence), [
          [one, 'refs', 200, ''],
          [one, 'content', 200, ''],
        ])
        assert.ok(records.every(({ sent, received }) => sent > 0 && received > 100))
        const wish = { wants: ['3'.repeat(wants[0]?.length ?? 0)], haves: [], shallow: [] }
        await assert.rejects(sizeOf(main.pack(wish, 'content')), failing('not-found', 'commit'))
        await gate.close()
      })
    }

    test(`refs() reads none when the repository is empty, and the server is ${name}`, async () => {
      const { gate, remote } = open(port())
      assert.deepEqual((await remote('empty').refs()).refs, [])
      await gate.close()
    })

    test(`mayLeaveOut() is what the server said with its refs when it is ${name}`, async () => {
      const { gate, records, remote } = open(port())
      const main = remote('main')
      await main.refs()
      assert.deepEqual([main.mayLeaveOut('content'), main.mayLeaveOut('files')], [false, false])
      assert.equal(records.length, 1)
      await gate.close()
    })
  }

  test('refs() is not-found when the daemon has no such repository', async () => {
    const { gate, remote } = open(daemon.port)
    await assert.rejects(remote('none').refs(), failing('not-found', 'repository'))
    await gate.close()
  })

  test('refs() is refused when the address is, and nobody is dialled', async () => {
    const allow = parseAllowList([])
    const { gate, records, remote } = open(daemon.port, { allow })
    await assert.rejects(remote('main').refs(), failing('refused', undefined))
    const { gate: other, ...rest } = openTestGate([], { allow })
    for (const host of ['localhost', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254']) {
      const away = gitRemote(`git://${host}:1/x`, { gate: other, now: () => 0, maxBytes: 1e6 })
      await assert.rejects(away.refs(), failing('refused', undefined), host)
    }
    assert.ok([...records, ...rest.records].every(({ status }) => status === 0))
    await gate.close()
    await other.close()
  })

  test('refs() is invalid when host or path are malformed', async () => {
    const { gate } = openTestGate([])
    for (const url of [
      'git://a%20b/x',
      'git://-x/y',
      'git://127.0.0.1/a%0Ab',
      'git://127.0.0.1/%ff',
    ])
      await assert.rejects(
        gitRemote(url, { gate, now: () => 0, maxBytes: 1e6 }).refs(),
        failing('invalid', url.includes('127') ? 'repository' : undefined),
        url,
      )
    await gate.close()
  })

  test('refs() is unreachable when nobody listens', async () => {
    const gone = await streamServer(() => {})
    await gone[Symbol.asyncDispose]()
    const { gate, records, remote } = open(gone.port)
    await assert.rejects(remote('main').refs(), failing('unreachable', undefined))
    assert.deepEqual(
      records.map(({ status, failure }) => [status, failure]),
      [[0, 'unreachable']],
    )
    await gate.close()
  })

  const strange: readonly (readonly [string, (client: Socket) => void, FailureCode, RegExp])[] = [
    ['nothing', says(''), 'unreachable', /not complete/],
    ['what is not git', says('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unreachable', /HTTP/],
    ['half a packet', says('001e# ser'), 'unreachable', /breaks off/],
    ['nothing, and resets', (client) => void client.resetAndDestroy(), 'unreachable', /reset/],
    ['no flush', says(encodePackets(['version 2\n', 'fetch\n'])), 'unreachable', /not complete/],
    ['only what it can', says(encodePackets(['version 2\n', null])), 'unreachable', /complete/],
    [
      'an error with escapes in it',
      says(encodePackets(['ERR \u001b[2J\u202eno such repository\u0007: /x\n'])),
      'not-found',
      /the server says " ?\[2J no such repository : \/x"/,
    ],
    ['that it is busy', says(encodePackets(['ERR too many connections'])), 'throttled', /fewer/],
    ['that we may not', says(encodePackets(['ERR access denied'])), 'auth-required', /hides/],
    ['silence', () => {}, 'unreachable', /no answer in time/],
    ['a beginning', (client) => void client.write('0005'), 'unreachable', /no answer in time/],
  ]
  for (const [what, serve, code, message] of strange) {
    test(`refs() is ${code} when the server says ${what}`, async () => {
      await using server = await streamServer(serve)
      const { gate, records, remote } = open(server.port, { idleTimeout: 300 })
      await assert.rejects(remote('main').refs(), (error) => {
        assert.ok(Failure.is(error, code), String(error))
        assert.match(error.message, message)
        return true
      })
      assert.equal(records.length, 1)
      await gate.close()
    })
  }

  test('refs() is stopped when the gate closes', async () => {
    await using server = await streamServer((client) =>
      client.once('data', () => void gate.close()),
    )
    const { gate, remote } = open(server.port)
    await assert.rejects(remote('main').refs(), failing('stopped', undefined))
  })

  test('pack() stops at the limit, and hangs up', async () => {
    const { gate, records, remote } = open(daemon.port, { maxBytes: 300 })
    const main = remote('main')
    const { refs } = await main.refs()
    const wish = { wants: [refs[0]?.hash ?? ''], haves: [], shallow: [] }
    await assert.rejects(sizeOf(main.pack(wish, 'content')), failing('refused', undefined))
    assert.equal(records.at(-1)?.failure, 'refused')
    await gate.close()
  })

  test('pack() hangs up when nobody wants the rest, however long the server speaks', async () => {
    const hello = encodePackets(['version 2\n', 'fetch=shallow\n', null])
    const noise = encodePackets([`\x02${'still counting\r'.repeat(1000)}`])
    await using server = await streamServer((client) => {
      client.write(Buffer.concat([hello, encodePackets(['packfile\n', '\x01PACK'])]))
      const more = () => {
        while (!client.destroyed && client.write(noise));
      }
      client.on('drain', more)
      more()
    })
    const { gate, records, remote } = open(server.port, { maxBytes: 1e6 })
    const wish = { wants: ['1'.repeat(40)], haves: [], shallow: [] }
    for await (const chunk of remote('main').pack(wish, 'content')) {
      assert.equal(Buffer.from(chunk).toString(), 'PACK')
      break
    }
    assert.deepEqual(
      records.map(({ failure }) => failure),
      ['stopped'],
    )
    await assert.rejects(
      sizeOf(remote('main').pack(wish, 'content')),
      failing('refused', undefined),
    )
    await gate.close()
  })
})
