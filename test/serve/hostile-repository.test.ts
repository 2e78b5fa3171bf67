import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { CommitSpec } from '../forge/commit-spec.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import * as reply from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask } from './ask.ts'
import { heldFiles, leftOvers } from './data-folder.ts'
import { noise } from './noise.ts'
import { releases } from './releases.ts'
import { askByFive } from './waiters.ts'

const maxRepository = 2 ** 20
const settings = {
  outbound: { 'idle-timeout': '1s', 'request-timeout': '3s', 'max-repository': maxRepository },
}

const module = (name: string) => `github.com/acme/${name}`
const goMod = (name: string) => `module ${module(name)}\n`

/** Trees of which Go makes no zip, and what must be said of them; 404, for upstream has them in no usable form. */
const trees: Readonly<Record<string, readonly [commit: CommitSpec, reason: RegExp]>> = {
  collision: [{ files: { 'go.mod': goMod('collision'), a: '1', A: '2' } }, /"?A"?/],
  'bad-name': [{ files: { 'go.mod': goMod('bad-name'), 'a:b': '1' } }, /a:b/],
  'large-mod': [
    { files: { 'go.mod': goMod('large-mod') + '/'.repeat(17 << 20) } },
    /go\.mod .*16777216/,
  ],
  climbing: [
    {
      rawTree: [
        { mode: '40000', name: '..', content: [{ mode: '100644', name: 'evil', content: 'x' }] },
        { mode: '100644', name: 'go.mod', content: goMod('climbing') },
      ],
    },
    /\.\./,
  ],
  twice: [
    {
      rawTree: [
        { mode: '100644', name: 'a', content: '1' },
        { mode: '100644', name: 'a', content: '2' },
        { mode: '100644', name: 'go.mod', content: goMod('twice') },
      ],
    },
    /"?a"?/,
  ],
}

/** What servers do, and what must be said of it: that it could not be asked, or is refused; never "not there". */
const deeds: Readonly<
  Record<string, readonly [deed: reply.Reply, status: number, reason: RegExp]>
> = {
  hangs: [reply.hang(), 503, /in time/],
  stalls: [reply.stall(300), 503, /in time/],
  drips: [reply.drip(1, 20), 503, /in time/],
  'breaks-off': [reply.cutOff(300), 503, /./],
  'sends-damaged-objects': [reply.corrupt(300), 503, /./],
  'sends-nonsense': [reply.garbage(), 503, /./],
  'speaks-no-http': [reply.notHttp(), 503, /./],
  'fails-itself': [reply.status(500), 503, /500/],
  'asks-for-patience': [reply.throttled(1), 429, /429|fewer/],
  'wants-a-password': [reply.unauthorized(), 503, /credentials/],
}

/** Each is on a host of its own: one in trouble is left alone for a while, with all that it has. */
const moduleOf = (deed: string) => `${deed}.test/x`

suite('headwater serve, with a hostile repository upstream,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  before(async () => {
    forge = opened.use(await startForge())
    for (const [name, [commit]] of Object.entries(trees)) {
      await repository(forge, module(name), [{ ...commit, tags: ['v1.0.0'] }])
    }
    for (const path of Object.keys(deeds).map(moduleOf)) {
      await repository(forge, path, releases(path, 'v1.0.0'))
      forge.pages.set(path, goImport(path, 'git', `https://${path}`))
    }
    for (const name of ['large', 'endless', 'listless', 'healthy']) {
      const commits = releases(module(name), 'v1.0.0')
      if (name === 'large') commits.push({ files: { noise: noise(2 << 20) }, tags: ['v1.1.0'] })
      await repository(forge, module(name), commits)
    }
    server = opened.use(await startHeadwater(forge, { settings }))
  })
  after(() => opened.disposeAsync())

  for (const [name, [, reason]] of Object.entries(trees)) {
    test(`answers 404 with the reason to all who wait when the tree is "${name}"`, async () => {
      const { status, text } = await askByFive(server, `${module(name)}/@v/v1.0.0.zip`)
      assert.equal(status, 404, text)
      assert.match(text, reason)
    })
  }

  for (const [name, [deed, status, reason]] of Object.entries(deeds)) {
    test(`answers ${status} with the reason to all who wait when the server ${name.replaceAll('-', ' ')}`, async () => {
      const remove = forge.script(async (request) => {
        if (request.host !== `${name}.test` || request.method !== 'POST') return undefined
        return (await request.body()).includes('command=fetch') ? deed : undefined
      })
      const zip = `${moduleOf(name)}/@v/v1.0.0.zip`
      const answer = await askByFive(server, zip)
      remove()
      assert.equal(answer.status, status, answer.text)
      assert.match(answer.text, reason)
      assert.ok(answer.headers.has('retry-after'))
      assert.equal((await ask(server, zip)).status, 200)
    })
  }

  test('answers 503 with the reason to all who wait when the list of refs never comes', async () => {
    const remove = forge.script(({ path }) =>
      path.startsWith('/acme/listless/') ? reply.hang() : undefined,
    )
    const { status, text } = await askByFive(server, `${module('listless')}/@v/list`)
    remove()
    assert.equal(status, 503, text)
    assert.match(text, /in time/)
    assert.equal((await ask(server, `${module('listless')}/@v/list`)).text, 'v1.0.0\n')
  })

  test('answers 403 with the limit to all who wait when the repository is too large', async () => {
    const { status, text } = await askByFive(server, `${module('large')}/@v/v1.1.0.zip`)
    assert.equal(status, 403, text)
    assert.match(text, new RegExp(`more than ${maxRepository} bytes\\n.*outbound\\.max-repository`))
    assert.equal((await ask(server, `${module('large')}/@v/v1.0.0.zip`)).status, 200)
  })

  test('answers 403 with the limit to all who wait when the repository never ends', async () => {
    const remove = forge.script(async (request) => {
      if (!request.path.startsWith('/acme/endless/')) return undefined
      if (!(await request.body()).includes('command=fetch')) return undefined
      return { kind: 'page', body: endlessPack() }
    })
    const { status, text } = await askByFive(server, `${module('endless')}/@v/v1.0.0.zip`)
    remove()
    assert.equal(status, 403, text)
    assert.match(text, new RegExp(`more than ${maxRepository} bytes\\n.*outbound\\.max-repository`))
  })

  test('leaves no unfinished file, no program and no version, and still works', async () => {
    const held = await heldFiles(server.home)
    for (const name of [...Object.keys(trees), 'endless']) {
      assert.deepEqual(
        held.filter((file) => file.includes(`/${name}/`) && file.endsWith('.zip')),
        [],
      )
    }
    assert.deepEqual(await leftOvers(server.home), [])
    assert.equal((await ask(server, `${module('healthy')}/@v/v1.0.0.zip`)).status, 200)
    assert.equal(server.stderr(), '')
  })
})

/**
 * A pack, in protocol version 2, with one file of a gibibyte that is stored as it is, and more of it than anybody takes.
 *
 * Sources: gitformat-pack(5), RFC 1950 and RFC 1951 §3.2.4.
 */
function endlessPack(): Buffer {
  const start = Buffer.from('PACK\0\0\0\x02\0\0\0\x01', 'latin1')
  const object = Buffer.of(0xb0, 0x80, 0x80, 0x80, 0x20, 0x78, 0x01)
  const length = 60_000
  const blockHead = Buffer.of(0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff)
  const block = Buffer.concat([blockHead, noise(length)])
  const inPack = (...parts: Uint8Array[]) => packet(Buffer.concat([Buffer.of(1), ...parts]))
  const blocks = Array.from({ length: 20 }, () => inPack(block))
  return Buffer.concat([packet(Buffer.from('packfile\n')), inPack(start, object), ...blocks])
}

/** Source: gitprotocol-common(5), pkt-line. */
function packet(content: Uint8Array): Buffer {
  const length = (content.length + 4).toString(16).padStart(4, '0')
  return Buffer.concat([Buffer.from(length), content])
}
