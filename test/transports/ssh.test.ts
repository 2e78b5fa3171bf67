import assert from 'node:assert/strict'
import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { FailureCode } from '../../src/failure.ts'
import { gitRemote } from '../../src/origin/git/remote.ts'
import { parseAllowList } from '../../src/outbound/address.ts'
import type { GateOptions } from '../../src/outbound/gate-options.ts'
import type { SshAccess } from '../../src/outbound/ssh-access.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'
import { openTestGate } from '../open-test-gate.ts'
import { compareWithGo } from '../vcs/compare.ts'
import type { ProgramServer } from '../vcs/program-server.ts'
import { essence, failing, sizeOf } from './failing.ts'
import { reachAt } from './reach.ts'
import { makeRepositories, questions, type Repositories } from './repositories.ts'
import {
  goSshCommand,
  missingSsh,
  sshKeys,
  sshServer,
  sshUser,
  type SshKeys,
} from './ssh-server.ts'
import { streamServer } from './stream-server.ts'

/** What hosts say that have no such repository, or do not let us. Written to standard error, with exit code 1. */
const refusals: readonly (readonly [string, string, FailureCode])[] = [
  ['github', 'ERROR: Repository not found.', 'not-found'],
  [
    'gitlab',
    "ERROR: The project you were looking for could not be found or you don't have permission to view it.",
    'not-found',
  ],
  ['gitea', 'Gitea: Repository does not exist or you do not have access', 'not-found'],
  ['gitolite', 'FATAL: R any team/x alice DENIED by fallthru', 'auth-required'],
  ['paper', 'fatal: out of paper', 'unreachable'],
  ['nogit', 'sh: 1: git-upload-pack: command not found', 'unsupported'],
  ['escapes', String.raw`\033[2J\033]0;title\007ERROR: Repository not found.`, 'not-found'],
]

/** Plays the hosts of {@link refusals}, and hostile ones; serves everything else. */
const script = `case "$SSH_ORIGINAL_COMMAND" in
${refusals.map(([name, words]) => `  *refusals/${name}\\'*) printf '%b\\n' ${JSON.stringify(words)} >&2; exit 1;;`).join('\n')}
  *hostile/silent*) exec sleep 60;;
  *hostile/noise*) exec cat /dev/zero >&2;;
  *hostile/endless*) printf '000eversion 2\\n'; while :; do printf '0010fetch=${'x'.repeat(5)}\\n'; done;;
  *hostile/ended*) exit 0;;
esac
exec git-shell -c "$SSH_ORIGINAL_COMMAND"`

suite('a repository behind ssh://', { skip: missingSsh() }, () => {
  const opened = new AsyncDisposableStack()
  let folder: TemporaryFolder
  let forge: Forge
  let made: Repositories
  let keys: SshKeys
  let server: ProgramServer
  let old: ProgramServer
  let knownHosts: string

  before(async () => {
    folder = opened.use(await temporaryFolder('ssh'))
    forge = opened.use(await startForge())
    made = await makeRepositories(forge)
    keys = await sshKeys(join(folder.path, 'with space'))
    server = opened.use(await sshServer({ keys, script, takesProtocol: true }))
    old = opened.use(await sshServer({ keys, script, takesProtocol: false }))
    knownHosts = await keys.knownHosts(server.port, old.port)
  })
  after(() => opened.disposeAsync())

  const at = (port: number) => `ssh://${sshUser}@127.0.0.1:${port}${forge.folder}/git.test/`
  const access = (more: Partial<SshAccess> = {}): SshAccess => ({
    host: '127.0.0.1',
    key: keys.good,
    knownHosts,
    ...more,
  })

  /** A remote at `ssh://git@git.test/`, which is at a port of this machine. */
  function open(
    port: number,
    ssh: readonly SshAccess[] = [access()],
    options: Partial<GateOptions> & { maxBytes?: number } = {},
  ) {
    const { maxBytes = 1e8, ...gateOptions } = options
    const rules = [{ from: 'ssh://git@git.test/', to: at(port) }]
    const opened = openTestGate(rules, { ssh, ...gateOptions })
    const remote = (path: string) =>
      gitRemote(`ssh://git@git.test/${path}`, { gate: opened.gate, now: () => 42, maxBytes })
    return { ...opened, remote }
  }

  for (const [name, port] of [
    ['takes GIT_PROTOCOL', () => server.port],
    ['does not take GIT_PROTOCOL', () => old.port],
  ] as const) {
    test(`gives what go gives when the server ${name}`, async () => {
      const link = join(folder.path, 'good')
      await copyFile(keys.good, link)
      await chmod(link, 0o600)
      const known = join(folder.path, 'known')
      await copyFile(knownHosts, known)
      await compareWithGo({
        root: 'over.test/m',
        vcs: 'git',
        url: 'ssh://git@git.test/main',
        ask: questions(made.main),
        reach: reachAt('ssh://git@git.test/', at(port()), {
          goEnv: { GIT_SSH_COMMAND: goSshCommand(link, known) },
          env: { HEADWATER_SSH: `127.0.0.1=${link}=${known}` },
        }),
      })
    })

    for (const kind of ['main', 'long'] as const) {
      test(`refs() and pack() read ${kind} when the server ${name}`, async () => {
        const { gate, records, remote } = open(port())
        const main = remote(kind)
        const { refs, objectFormat } = await main.refs()
        assert.equal(objectFormat, kind === 'long' ? 'sha256' : 'sha1')
        assert.equal(refs.length, 6)
        assert.equal(refs.at(-1)?.commit, made[kind].commits[1])
        const wants = [refs[0]?.hash ?? '']
        const pack = main.pack({ wants, haves: [], shallow: [], depth: 1 }, 'content')
        assert.ok((await sizeOf(pack)) > 100)
        const one = `CONNECT ssh://git.test/${kind}`
        assert.deepEqual(records.map(essence), [
          [one, 'refs', 200, ''],
          [one, 'content', 200, ''],
        ])
        assert.ok(records.every(({ sent, received }) => sent > 1000 && received > 1000))
        const wish = { wants: ['3'.repeat(wants[0]?.length ?? 0)], haves: [], shallow: [] }
        await assert.rejects(sizeOf(main.pack(wish, 'content')), failing('not-found', 'commit'))
        await gate.close()
      })
    }
  }

  test('reads git+ssh and ssh+git, a path with quotes in it, and an empty repository', async () => {
    const { gate } = open(server.port)
    const { host, pathname } = new URL(at(server.port))
    const read = (url: string) => gitRemote(url, { gate, now: () => 0, maxBytes: 1e8 }).refs()
    for (const scheme of ['git+ssh', 'ssh+git']) {
      const url = `${scheme}://${sshUser}@${host}${pathname}main.git`
      assert.equal((await read(url)).refs.length, 6)
    }
    const odd = `${made.main.folder.slice(0, -'main.git'.length)}it's !odd; $(x) "y".git`
    await made.main.git('clone', '--quiet', '--mirror', '.', odd)
    const url = `ssh://${sshUser}@${host}${encodeURI(odd).replaceAll(';', '%3B')}`
    assert.equal((await read(url)).refs.length, 6)
    assert.equal((await open(server.port).remote('empty').refs()).refs.length, 0)
    await gate.close()
  })

  for (const [name, , code] of refusals) {
    test(`refs() is ${code} when the host says what ${name} says`, async () => {
      const { gate, records, remote } = open(server.port)
      await assert.rejects(remote(`refusals/${name}`).refs(), (error) => {
        failing(code, 'repository', /the server says "/)(error)
        // oxlint-disable-next-line no-control-regex -- they are what is looked for
        assert.doesNotMatch(String(error), /[\x00-\x1f\x7f]/)
        return true
      })
      assert.equal(records.length, 1)
      await gate.close()
    })
  }

  test('refs() is not-found when git has no such repository', async () => {
    const { gate, remote } = open(server.port)
    await assert.rejects(
      remote('none').refs(),
      failing('not-found', 'repository', /does not appear to be a git repository/),
    )
    await gate.close()
  })

  test('refs() is auth-required when the server does not take the key', async () => {
    const { gate, records, remote } = open(server.port, [access({ key: keys.strange })])
    await assert.rejects(
      remote('main').refs(),
      failing(
        'auth-required',
        'repository',
        /127\.0\.0\.1 does not accept the key.*\n.*\[\[ssh\]\]/,
      ),
    )
    assert.deepEqual(
      records.map(({ status, failure }) => [status, failure]),
      [[200, 'auth-required']],
    )
    await gate.close()
  })

  test('refs() is tls-invalid when the host has another key, or none that is known', async () => {
    const wrong = await keys.wrongHosts(server.port)
    const unknown = await keys.knownHosts(1)
    for (const [hosts, words] of [
      [wrong, /another host key than the known-hosts file says/],
      [unknown, /known-hosts file has no key of 127\.0\.0\.1/],
    ] as const) {
      const { gate, remote } = open(server.port, [access({ knownHosts: hosts })])
      await assert.rejects(remote('main').refs(), failing('tls-invalid', 'repository', words))
      await gate.close()
    }
  })

  test('refs() is refused, and nobody is dialled, when the host has no entry', async () => {
    const { gate, records, remote } = open(server.port, [access({ host: 'git.test' })])
    await assert.rejects(
      remote('main').refs(),
      failing('refused', 'repository', /no key is configured for 127\.0\.0\.1\n.*\[\[ssh\]\]/),
    )
    assert.deepEqual(records, [])
    await gate.close()
  })

  test('refs() is auth-required, and nobody is dialled, when the files of an entry are of no use', async () => {
    const make = async (name: string, text: string, mode = 0o600) => {
      const path = join(folder.path, name)
      await writeFile(path, text, { mode })
      return path
    }
    const open644 = join(folder.path, 'open')
    await copyFile(keys.good, open644)
    await chmod(open644, 0o644)
    const pem = '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nSECRET\n'
    for (const [entry, words] of [
      [{ key: join(folder.path, 'none') }, /key is not there/],
      [{ key: folder.path }, /key is not a file/],
      [{ key: open644 }, /may be read by others.*chmod 600/],
      [{ key: keys.locked }, /has a passphrase/],
      [{ key: await make('pem', pem) }, /has a passphrase/],
      [{ key: await make('public', 'ssh-ed25519 SECRET') }, /is not a private key/],
      [{ knownHosts: join(folder.path, 'none') }, /known-hosts file cannot be read/],
    ] as const) {
      const { gate, records, remote } = open(server.port, [access(entry)])
      await assert.rejects(remote('main').refs(), (error) => {
        failing('auth-required', 'repository', words)(error)
        assert.ok(!String(error).includes('SECRET') && !String(error).includes(folder.path))
        return true
      })
      assert.deepEqual(records, [])
      await gate.close()
    }
  })

  test('refs() is refused when the address is, and nobody is dialled', async () => {
    const { gate, records } = openTestGate([], {
      allow: parseAllowList([]),
      ssh: [access(), access({ host: 'localhost' })],
    })
    for (const [host, reason] of [
      [`127.0.0.1:${server.port}`, /not a public address/],
      ['localhost', /not a public address/],
      [`localhost:${server.port}`, /is none of 80, 443, 22 and 9418/],
    ] as const) {
      const remote = gitRemote(`ssh://git@${host}/x`, { gate, now: () => 0, maxBytes: 1e6 })
      await assert.rejects(remote.refs(), failing('refused', undefined, reason))
    }
    assert.ok(records.every(({ status }) => status === 0))
    await gate.close()
  })

  test('refs() is invalid when a part of the URL could be an option or a command', async () => {
    const { gate, records } = openTestGate([], { ssh: [access()] })
    for (const url of [
      'ssh://-oProxyCommand=x/y',
      'ssh://git@-x/y',
      'ssh://-l@127.0.0.1/y',
      'ssh://%2dl@127.0.0.1/y',
      'ssh://a%20b@127.0.0.1/y',
      'ssh://git@127.0.0.1/a%0Ab',
      'ssh://git@127.0.0.1/a%00b',
      'ssh://git@127.0.0.1',
    ]) {
      const remote = gitRemote(url, { gate, now: () => 0, maxBytes: 1e6 })
      await assert.rejects(remote.refs(), { code: 'invalid' }, url)
    }
    assert.deepEqual(records, [])
    await gate.close()
  })

  test('refs() is unreachable when nobody listens, or what listens is not ssh', async () => {
    const gone = await streamServer(() => {})
    await gone[Symbol.asyncDispose]()
    await using web = await streamServer((client) => client.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await using silent = await streamServer(() => {})
    await using endless = await streamServer((client) => {
      const more = () => {
        while (!client.destroyed && client.write('not ssh yet\r\n'.repeat(100)));
      }
      client.on('drain', more)
      more()
    })
    for (const [port, words] of [
      [gone.port, /connection was refused/],
      [web.port, /./],
      [silent.port, /no answer in time/],
      [endless.port, /./],
    ] as const) {
      const { gate, remote } = open(port, [access()], { idleTimeout: 1000 })
      await assert.rejects(remote('main').refs(), (error) => {
        assert.match(String(error), words)
        assert.equal((error as { code?: string }).code, 'unreachable')
        return true
      })
      await gate.close()
    }
  })

  const hostile: readonly (readonly [string, FailureCode, RegExp, number?])[] = [
    ['silent', 'unreachable', /no answer in time/, 1000],
    ['noise', 'refused', /has more than/],
    ['endless', 'refused', /has more than/],
    ['ended', 'unreachable', /not complete/],
  ]
  for (const [name, code, words, idleTimeout = 20_000] of hostile) {
    test(`pack() is ${code} when the host is ${name}`, async () => {
      const options = { idleTimeout, maxBytes: 20_000 }
      const { gate, records, remote } = open(server.port, [access()], options)
      const wish = { wants: ['1'.repeat(40)], haves: [], shallow: [] }
      const pack = remote(`hostile/${name}`).pack(wish, 'content')
      await assert.rejects(sizeOf(pack), (error) => {
        assert.match(String(error), words)
        assert.equal((error as { code?: string }).code, code)
        return true
      })
      assert.equal(records.length, 1)
      await gate.close()
    })
  }

  test('refs() is unsupported and names the package when ssh is not installed', async () => {
    const { gate, records, remote } = open(server.port)
    const path = process.env['PATH']
    process.env['PATH'] = folder.path
    try {
      await assert.rejects(
        remote('main').refs(),
        failing('unsupported', undefined, /ssh: it is not installed\n.*openssh-client/),
      )
    } finally {
      process.env['PATH'] = path
    }
    assert.deepEqual(records, [])
    await gate.close()
  })

  test('a rule may lead from ssh to https, and from https to ssh, and the original URL is shown', async () => {
    const { gate, records } = openTestGate(
      [
        { from: 'ssh://git@git.test/', to: `${forge.url}/git.test/` },
        { from: 'https://other.test/', to: at(server.port) },
      ],
      { ssh: [access()] },
    )
    for (const url of ['ssh://git@git.test/main', 'https://other.test/main']) {
      const { refs } = await gitRemote(url, { gate, now: () => 0, maxBytes: 1e8 }).refs()
      assert.equal(refs.length, 6)
    }
    assert.deepEqual(
      records.map(({ method, url }) => [method, url]),
      [
        ['POST', 'ssh://git.test/main/git-upload-pack'],
        ['CONNECT', 'https://other.test/main'],
      ],
    )
    await gate.close()
  })
})
