import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from './forge.ts'
import { isolated } from './isolation.ts'
import { goImport } from './pages.ts'
import * as reply from './reply.ts'
import { repository } from './repository.ts'
import { must, run } from './run.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

const infoRefs = '/info/refs?service=git-upload-pack'

suite('startForge()', () => {
  let forge: Forge
  let folder: TemporaryFolder
  before(async () => {
    forge = await startForge({ hosts: ['later.test'] })
    folder = await temporaryFolder('forge-test')
    await repository(forge, 'github.com/acme/x', [
      { files: { 'a.txt': 'one\n', 'deep/b.txt': 'b\n' }, tags: ['v1.0.0'] },
      { files: { 'a.txt': 'two\n' }, tags: [{ name: 'v1.1.0', annotated: true }] },
    ])
  })
  after(async () => {
    await forge.close()
    await folder[Symbol.asyncDispose]()
  })
  const url = (path = 'github.com/acme/x') => forge.urlOf(path)
  const git = (...args: string[]) =>
    run('git', args, { cwd: folder.path, env: isolated(folder.path, { GIT_TRACE_PACKET: '1' }) })

  test('serves a repository when git clones it, with and without ".git"', async () => {
    for (const [name, path] of [
      ['plain', url()],
      ['dotted', `${url()}.git`],
    ] as const) {
      assert.equal((await git('clone', '--quiet', path, name)).code, 0)
      assert.equal(await readFile(join(folder.path, name, 'a.txt'), 'utf8'), 'two\n')
    }
  })

  test('speaks protocol version 2 when the client asks for it', async () => {
    const outcome = await git('-c', 'protocol.version=2', 'ls-remote', url(), 'refs/tags/*')
    assert.match(outcome.stderr, /< version 2/)
    const names = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[1])
    assert.deepEqual(names, ['refs/tags/v1.0.0', 'refs/tags/v1.1.0', 'refs/tags/v1.1.0^{}'])
  })

  test('speaks only version 0 when the repository is set so', async () => {
    await repository(forge, 'github.com/acme/v0', [{ files: { a: 'a' } }], { protocol: 'v0' })
    const outcome = await git('-c', 'protocol.version=2', 'ls-remote', url('github.com/acme/v0'))
    assert.equal(outcome.code, 0)
    assert.doesNotMatch(outcome.stderr, /< version 2/)
  })

  test('serves plain files when the repository is set to the dumb protocol', async () => {
    await repository(forge, 'dumb.test/x', [{ files: { a: 'a' } }], { protocol: 'dumb' })
    assert.equal((await git('clone', '--quiet', url('dumb.test/x'), 'dumb')).code, 0)
    assert.deepEqual(
      forge.log.of('dumb.test/x').filter(({ method }) => method === 'POST'),
      [],
    )
  })

  test('grants a filter unless the repository refuses it', async () => {
    const partial = ['clone', '--quiet', '--bare', '--filter=tree:0'] as const
    assert.doesNotMatch(
      (await git(...partial, url(), 'partial')).stderr,
      /filtering not recognized/,
    )
    const settings = { config: { 'uploadpack.allowFilter': 'false' } }
    await repository(forge, 'github.com/acme/whole', [{ files: { a: 'a' } }], settings)
    const whole = await git(...partial, url('github.com/acme/whole'), 'whole')
    assert.match(whole.stderr, /filtering not recognized/)
  })

  test('logs what was asked when git lists refs', async () => {
    forge.log.reset()
    await git('-c', 'protocol.version=2', 'ls-remote', url())
    const [first, second] = forge.log.entries
    assert.deepEqual(
      forge.log.of('github.com/acme/x').map(({ method, url, status }) => [method, url, status]),
      [
        ['GET', `/github.com/acme/x${infoRefs}`, 200],
        ['POST', '/github.com/acme/x/git-upload-pack', 200],
      ],
    )
    assert.match(first?.userAgent ?? '', /^git\//)
    assert.ok((second?.bytesIn ?? 0) > 0 && (second?.bytesOut ?? 0) > 0)
    assert.deepEqual(forge.log.of('github.com/acme/x2'), [])
  })

  test('serves pages by host and path, and 404 for everything else', async () => {
    forge.pages.set('vanity.test/x', goImport('vanity.test/x', 'git', 'https://github.com/acme/x'))
    const page = await fetch(url('vanity.test/x?go-get=1'))
    assert.match(await page.text(), /content="vanity\.test\/x git https:\/\/github\.com\/acme\/x"/)
    assert.equal((await fetch(url('vanity.test/y?go-get=1'))).status, 404)
    assert.equal((await fetch(url(`github.com/acme/none${infoRefs}`))).status, 404)
  })

  test('rewrites() names every host when repositories, pages and options add them', () => {
    const rules = new Map(forge.rewrites().map(({ from, to }) => [from, to]))
    for (const host of ['github.com', 'vanity.test', 'later.test']) {
      assert.equal(rules.get(`https://${host}/`), `${forge.url}/${host}/`)
    }
  })

  const statuses: readonly (readonly [string, reply.Reply, number, string, string | null])[] = [
    ['unauthorized()', reply.unauthorized(), 401, 'www-authenticate', 'Basic realm="forge"'],
    ['status(403)', reply.status(403), 403, 'retry-after', null],
    ['status(404)', reply.status(404), 404, 'retry-after', null],
    ['throttled()', reply.throttled(7), 429, 'retry-after', '7'],
    ['unavailable()', reply.unavailable(8), 503, 'retry-after', '8'],
    ['redirect()', reply.redirect('https://a.test/b', 302), 302, 'location', 'https://a.test/b'],
  ]
  for (const [name, answer, code, header, value] of statuses) {
    test(`script() answers ${code} when it returns ${name}`, async () => {
      const remove = forge.script(() => answer)
      const response = await fetch(url() + infoRefs, { redirect: 'manual' })
      assert.deepEqual([response.status, response.headers.get(header)], [code, value])
      remove()
      assert.equal((await fetch(url() + infoRefs)).status, 200)
    })
  }

  const failures: readonly (readonly [string, reply.Reply])[] = [
    ['cutOff(0)', reply.cutOff(0)],
    ['cutOff(20)', reply.cutOff(20)],
    ['corrupt()', reply.corrupt()],
    ['garbage()', reply.garbage()],
    ['notHttp()', reply.notHttp()],
  ]
  for (const [name, answer] of failures) {
    test(`script() makes git fail when it returns ${name}`, async () => {
      const remove = forge.script(() => answer)
      assert.notEqual((await git('ls-remote', url())).code, 0)
      remove()
    })
  }

  test('script() sends exactly the bytes asked for when it cuts an answer', async () => {
    const remove = forge.script(() => reply.cutOff(20))
    const response = await fetch(url() + infoRefs)
    let received = 0
    await assert.rejects(async () => {
      for await (const chunk of response.body ?? []) received += chunk.length
    })
    assert.equal(received, 20)
    remove()
  })

  test('script() keeps the connection when it stalls an answer', async () => {
    const remove = forge.script(() => reply.stall(20))
    const patience = new AbortController()
    const response = await fetch(url() + infoRefs, { signal: patience.signal })
    let received = 0
    await assert.rejects(
      async () => {
        for await (const chunk of response.body ?? []) {
          received += chunk.length
          if (received === 20) patience.abort()
        }
      },
      { name: 'AbortError' },
    )
    assert.equal(received, 20)
    remove()
  })

  test('script() keeps the client waiting when it hangs', async () => {
    const remove = forge.script(() => reply.hang())
    forge.log.reset()
    const patience = new AbortController()
    const waiting = fetch(url() + infoRefs, { signal: patience.signal })
    while (forge.log.entries.length === 0) await new Promise(setImmediate)
    patience.abort()
    await assert.rejects(waiting, { name: 'AbortError' })
    assert.equal(forge.log.entries[0]?.status, 0)
    remove()
  })

  test('script() leaves the answer whole when it is only slow', async () => {
    const whole = await (await fetch(url() + infoRefs)).text()
    for (const slow of [reply.drip(10, 1), reply.delay(1)]) {
      const remove = forge.script(() => slow)
      assert.equal(await (await fetch(url() + infoRefs)).text(), whole)
      remove()
    }
  })

  test('script() may read the body when the real answer follows', async () => {
    const commands: string[] = []
    const remove = forge.script(async (request) => {
      if (request.method === 'POST') commands.push((await request.body()).toString())
      return undefined
    })
    assert.equal((await git('-c', 'protocol.version=2', 'ls-remote', url())).code, 0)
    assert.match(commands.join(), /command=ls-refs/)
    remove()
  })

  test('script() sees host, path and query', async () => {
    let seen: reply.ForgeRequest | undefined
    const remove = forge.script((request) => {
      seen = request
      return undefined
    })
    await fetch(url() + infoRefs)
    const { host, path, query } = seen ?? {}
    assert.deepEqual([host, path], ['github.com', '/acme/x/info/refs'])
    assert.equal(query?.get('service'), 'git-upload-pack')
    remove()
  })

  test('passes a large and compressed request on when the client has much to say', async () => {
    const wanted = Array.from({ length: 1500 }, (_, index) => ({
      files: { n: String(index) },
      tags: [`v0.0.${index}`],
    }))
    await repository(forge, 'github.com/acme/many', wanted)
    const at = url('github.com/acme/many')
    await must('git', ['clone', '--quiet', '--bare', at, 'many'], {
      cwd: folder.path,
      env: isolated(folder.path),
    })
    const sent: unknown[] = []
    const remove = forge.script(({ headers }) => {
      sent.push(headers['content-encoding'], headers['transfer-encoding'])
      return undefined
    })
    for (const buffer of ['1m', '65537']) {
      const settings = ['-C', 'many', '-c', `http.postBuffer=${buffer}`]
      assert.equal(
        (await git(...settings, 'fetch', '--refetch', at, 'refs/tags/*:refs/tags/*')).code,
        0,
      )
    }
    remove()
    assert.ok(sent.includes('gzip') && sent.includes('chunked'))
    assert.equal((await git('-C', 'many', 'tag')).stdout.trim().split('\n').length, 1500)
  })
})

test('close() returns when a client still waits', async () => {
  const forge = await startForge()
  forge.script(() => reply.hang())
  const refused = assert.rejects(fetch(forge.url))
  while (forge.log.entries.length === 0) await new Promise(setImmediate)
  await forge.close()
  await refused
})
