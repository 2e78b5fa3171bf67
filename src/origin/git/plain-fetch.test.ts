import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, suite, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { pack, unpack } from '../../../test/forge/lay-objects.ts'
import type { ForgeRequest, Reply } from '../../../test/forge/reply.ts'
import * as reply from '../../../test/forge/reply.ts'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import {
  failing,
  goMod,
  namesIn,
  openTestGit,
  versions,
  type TestGit,
} from '../../../test/open-test-git.ts'
import type { FailureCode } from '../../failure.ts'

const fresh = 60_000

const page = (body: string | Uint8Array, headers = {}): Reply => ({ kind: 'page', headers, body })

/** The file of a loose object. */
const loose = (content: string | Buffer, type = 'blob', size = content.length) =>
  deflateSync(Buffer.concat([Buffer.from(`${type} ${size}\0`), Buffer.from(content)]))

const pathOf = (hash: string) => `objects/${hash.slice(0, 2)}/${hash.slice(2)}`

/** The bytes of its one pack. */
const packOf = async ({ folder }: Repository) => {
  const names = await readdir(join(folder, 'objects', 'pack'))
  const name = names.find((each) => each.endsWith('.pack')) ?? ''
  return readFile(join(folder, 'objects', 'pack', name))
}

suite('a repository of plain files', () => {
  let git: TestGit
  let count = 0
  let scripts: (() => void)[] = []
  before(async () => {
    git = await openTestGit({ maxBytes: 5e6 })
  })
  afterEach(() => {
    for (const remove of scripts) remove()
    scripts = []
    git.forge.log.reset()
  })
  after(() => git[Symbol.asyncDispose]())

  async function plain(commits = versions(2)): Promise<Repository> {
    const made = await repository(git.forge, `git.test/p${++count}`, commits, { protocol: 'dumb' })
    await unpack(made.folder)
    return made
  }
  async function packed(commits = versions(2)): Promise<Repository> {
    const made = await plain(commits)
    await made.git('repack', '-a', '-d', '-q')
    return made
  }
  const script = (path: RegExp, answer: (request: ForgeRequest) => Reply | undefined) =>
    scripts.push(
      git.forge.script((request) => (path.test(request.path) ? answer(request) : undefined)),
    )
  const asked = ({ path }: Repository) =>
    git.forge.log.of(path).map(({ method, url }) => `${method} ${url.replace(`/${path}/`, '')}`)
  const objectsAsked = (made: Repository) =>
    asked(made).filter((line) => /^GET objects\/[0-9a-f]{2}\//.test(line))

  test('asks of a new version only for what is new, each file once', async () => {
    const made = await plain()
    const host = git.host(made.path)
    assert.equal(await goMod(await host.view(fresh), 'v1.1.0'), 'module m // 1\n')
    await made.commit([{ files: { 'go.mod': 'module m // 9\n' }, tags: ['v1.9.0'] }])
    await unpack(made.folder)
    git.forge.log.reset()
    assert.equal(await goMod(await host.view(-1), 'v1.9.0'), 'module m // 9\n')
    const of = async (name: string) => `GET ${pathOf(await made.git('rev-parse', name))}`
    const wanted = await Promise.all(['v1.9.0', 'v1.9.0^{tree}', 'v1.9.0:go.mod'].map(of))
    assert.deepEqual(asked(made), ['GET info/refs?service=git-upload-pack', 'GET HEAD', ...wanted])
  })

  test('asks for commits only where ancestry is asked for', async () => {
    const made = await plain(versions(4))
    const view = await git.host(made.path).view(fresh)
    const last = made.commits[3] ?? ''
    assert.ok(await view.descendsFrom(last, 'v1.0.0'))
    const wanted = made.commits.map((hash) => `GET ${pathOf(hash)}`)
    assert.deepEqual(objectsAsked(made).toSorted(), wanted.toSorted())
    git.forge.log.reset()
    assert.equal(await view.recentTag(last, '', async () => true), 'v1.3.0')
    assert.deepEqual(asked(made), [])
    assert.equal(await goMod(view, 'v1.2.0'), 'module m // 2\n')
    await assert.rejects(view.stat('0123456789ab'), failing('not-found', 'commit'))
  })

  test('asks for the files only that are read, where little is', async () => {
    const made = await plain([{ files: { 'go.mod': 'module m\n', 'a/b': 'b' }, tags: ['v1.0.0'] }])
    const view = await git.host(made.path).view(fresh)
    const part = view.within?.({ files: ['go.mod'] }) ?? assert.fail()
    assert.equal(await goMod(part, 'v1.0.0'), 'module m\n')
    const names = ['v1.0.0', 'v1.0.0^{tree}', 'v1.0.0:a', 'v1.0.0:go.mod']
    const wanted = await Promise.all(names.map((name) => made.git('rev-parse', name)))
    const lines = wanted.map((hash) => `GET ${pathOf(hash)}`)
    assert.deepEqual(objectsAsked(made).toSorted(), lines.toSorted())
    assert.equal((await namesIn(view, wanted[0] ?? '')).length, 2)
    assert.equal(objectsAsked(made).length, 5)
  })

  test('goes on where it stood when it is opened anew', async () => {
    const made = await packed()
    await goMod(await git.host(made.path).view(fresh), 'v1.1.0')
    git.forge.log.reset()
    assert.equal(await goMod(await git.host(made.path).view(fresh), 'v1.0.0'), 'module m // 0\n')
    const refs = ['GET info/refs?service=git-upload-pack', 'GET HEAD']
    assert.deepEqual(asked(made), ['POST git-upload-pack', ...refs])
  })

  test('brings large files, annotated tags, folders, and no submodules', async () => {
    const large = randomBytes(1_500_000)
    const files = { 'a/b/c.go': 'c', 'a/d.go': 'd', large }
    const made = await plain([{ files, tags: [{ name: 'v1.0.0', annotated: true }] }])
    const submodule = '1'.repeat(40)
    await made.git('read-tree', 'main')
    await made.git('update-index', '--add', '--cacheinfo', `160000,${submodule},sub`)
    const tree = await made.git('write-tree')
    const commit = await made.git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a',
      'commit-tree',
      tree,
      '-m',
      'x',
    )
    await made.git('update-ref', 'refs/tags/v1.1.0', commit)
    const view = await git.host(made.path).view(fresh)
    for (const tag of ['v1.0.0', 'v1.1.0']) {
      const { hash } = await view.stat(tag)
      assert.deepEqual(await namesIn(view, hash), ['a/b/c.go', 'a/d.go', 'large'])
      const file = await view.readFile(hash, 'large', 2_000_000)
      assert.ok(large.equals(Buffer.from(file ?? '')))
    }
  })

  test('reads packs with an index of version 1, and follows objects from pack to pack', async () => {
    const made = await plain(versions(3))
    const listed = await made.git('rev-list', '--objects', '--all', '--no-object-names')
    for (const [index, hash] of listed.split('\n').entries()) {
      if (index % 2 === 1) await pack(made.folder, [hash], index % 4 === 1 ? 1 : 2)
    }
    const view = await git.host(made.path).view(fresh)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.equal(new Set(asked(made)).size, asked(made).length)
    for (const version of [1, 2]) {
      assert.equal(await goMod(view, `v1.${version}.0`), `module m // ${version}\n`)
    }
  })

  const statuses: readonly (readonly [number, FailureCode])[] = [
    [401, 'auth-required'],
    [403, 'auth-required'],
    [429, 'throttled'],
    [500, 'unreachable'],
    [503, 'unreachable'],
    [418, 'unreachable'],
  ]
  const places = [
    ['info/refs', plain],
    ['HEAD', plain],
    ['objects/info/packs', plain],
    ['objects/[0-9a-f]{2}/', plain],
    ['objects/pack/.*\\.idx', packed],
    ['objects/pack/.*\\.pack', packed],
  ] as const
  for (const [place, make] of places) {
    test(`is never lost, or empty, when its ${place} cannot be had`, async () => {
      for (const [status, code] of statuses) {
        const made = await make()
        script(new RegExp(`${made.path.slice('git.test'.length)}/${place}`), () =>
          reply.status(status),
        )
        const read = async () => goMod(await git.host(made.path).view(fresh), 'v1.0.0')
        await assert.rejects(read(), failing(code, 'repository'), `${status}`)
      }
    })
  }

  test('takes what is forbidden for not there only when a pack has it', async () => {
    const made = await packed()
    const host = git.host(made.path)
    await goMod(await host.view(fresh), 'v1.0.0')
    await made.commit([{ files: { 'go.mod': 'module m // 9\n' }, tags: ['v1.9.0'] }])
    script(/\/objects\/[0-9a-f]{2}\//, () => reply.status(403))
    assert.equal(await goMod(await host.view(-1), 'v1.9.0'), 'module m // 9\n')
    await made.commit([{ files: { 'go.mod': 'module m // 10\n' }, tags: ['v1.10.0'] }])
    await unpack(made.folder)
    await assert.rejects(
      goMod(await host.view(-1), 'v1.10.0'),
      failing('auth-required', 'repository'),
    )
  })

  test('names what is listed and not there as an old list, and what lacks a part as broken', async () => {
    for (const [name, at] of [
      ['v1.0.0', 'ref'],
      ['v1.0.0^{tree}', 'repository'],
      ['v1.0.0:go.mod', 'repository'],
    ] as const) {
      const made = await plain()
      const hash = await made.git('rev-parse', name)
      script(new RegExp(pathOf(hash)), () => reply.status(404))
      const view = await git.host(made.path).view(fresh)
      await assert.rejects(goMod(view, 'v1.0.0'), failing('unreachable', at))
      scripts.pop()?.()
    }
  })

  test('does not follow to another repository', async () => {
    for (const file of ['http-alternates', 'alternates']) {
      const made = await plain()
      const hash = await made.git('rev-parse', 'v1.0.0:go.mod')
      script(new RegExp(pathOf(hash)), () => reply.status(404))
      script(new RegExp(`${made.path.slice(8)}/objects/info/${file}$`), () =>
        page('http://git.test/other/objects\n'),
      )
      const view = await git.host(made.path).view(fresh)
      await assert.rejects(goMod(view, 'v1.0.0'), failing('unsupported', 'repository'))
      assert.deepEqual(git.forge.log.of('git.test/other'), [])
    }
  })

  const lies: readonly (readonly [string, Buffer, FailureCode])[] = [
    ['another file', loose('module evil\n'), 'unreachable'],
    ['another type', loose('module m // 0\n', 'tree'), 'unreachable'],
    ['no type', loose('module m // 0\n', 'file'), 'unreachable'],
    ['a size that is too large', loose('module m // 0\n', 'blob', 9e9), 'unreachable'],
    ['a size that is too small', loose('module m // 0\n', 'blob', 3), 'unreachable'],
    ['half a file', loose('module m // 0\n').subarray(0, 12), 'unreachable'],
    ['a page', Buffer.from('<!doctype html>'), 'unreachable'],
    ['nothing', Buffer.alloc(0), 'unreachable'],
    ['no end of zeroes', loose(Buffer.alloc(50_000_000), 'blob', 10), 'unreachable'],
    ['more than may be taken', randomBytes(6_000_000), 'unreachable'],
    ['a first line without end', deflateSync(Buffer.alloc(50_000_000, 'x')), 'unreachable'],
  ]
  for (const [what, bytes, code] of lies) {
    test(`refuses ${what} for an object`, async () => {
      const made = await plain()
      for (const name of ['v1.0.0:go.mod', 'v1.0.0^{tree}', 'v1.0.0']) {
        const hash = await made.git('rev-parse', name)
        script(new RegExp(pathOf(hash)), () => page(bytes))
        const read = async () => goMod(await git.host(made.path).view(fresh), 'v1.0.0')
        await assert.rejects(read(), failing(code, 'repository'))
        scripts.pop()?.()
      }
      assert.equal(await goMod(await git.host(made.path).view(fresh), 'v1.0.0'), 'module m // 0\n')
    })
  }

  test('stops at the limit, all files together', async () => {
    const made = await plain([
      {
        files: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`f${n}`, randomBytes(900_000)])),
        tags: ['v1.0.0'],
      },
    ])
    const view = await git.host(made.path).view(fresh)
    await assert.rejects(view.stat('v1.0.0'), { code: 'refused', message: /5000000/ })
  })

  test('asks for a pack once, whatever its index promises', async () => {
    const [made, other] = [await packed(), await packed(versions(3).slice(2))]
    const bytes = await packOf(other)
    script(new RegExp(`${made.path.slice(8)}/.*\\.pack$`), () => page(bytes))
    const view = await git.host(made.path).view(fresh)
    await assert.rejects(goMod(view, 'v1.0.0'), failing('unreachable', 'ref'))
    assert.equal(asked(made).filter((line) => line.endsWith('.pack')).length, 1)
    const halves = await packOf(made)
    for (const half of [halves.subarray(0, 100), Buffer.from('no pack'), randomBytes(500)]) {
      scripts.pop()?.()
      script(new RegExp(`${made.path.slice(8)}/.*\\.pack$`), () => page(half))
      await assert.rejects(goMod(view, 'v1.0.0'), failing('unreachable', 'repository'))
    }
    scripts.pop()?.()
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
  })

  for (const [what, answer] of [
    ['is none', page('no index')],
    [
      'has a count without hashes',
      page(Buffer.concat([Buffer.from('ff744f6300000002', 'hex'), Buffer.alloc(1024, 0xff)])),
    ],
  ] as const) {
    test(`refuses a pack whose index ${what}`, async () => {
      const made = await packed()
      script(/\.idx$/, () => answer)
      const view = await git.host(made.path).view(fresh)
      await assert.rejects(goMod(view, 'v1.0.0'), failing('unreachable', 'repository'))
    })
  }

  test('asks for no pack with another name than packs have', async () => {
    const made = await plain()
    const names = ['../../x', 'pack-x', 'http://git.test/evil/pack', `pack-${'1'.repeat(41)}`]
    script(/objects\/info\/packs$/, () => page(names.map((name) => `P ${name}.pack\n`).join('')))
    assert.equal(await goMod(await git.host(made.path).view(fresh), 'v1.0.0'), 'module m // 0\n')
    assert.deepEqual(
      asked(made).filter((line) => line.includes('.idx')),
      [],
    )
  })

  const hash = '1'.repeat(40)
  const lists: readonly (readonly [string, string, FailureCode])[] = [
    ['a web page', '<!doctype html>\n', 'unsupported'],
    ['nothing, without a HEAD', '', 'unsupported'],
    ['a half line', `${hash}\trefs/heads/main\n${hash}`, 'unreachable'],
    ['a line that is no ref', `${hash}\trefs/heads/main\nx\n`, 'unreachable'],
    [
      'hashes of two kinds',
      `${hash}\trefs/heads/a\n${'1'.repeat(64)}\trefs/heads/b\n`,
      'unreachable',
    ],
    ['an option for a hash', `--upload-pack=touch\trefs/heads/main\n`, 'unsupported'],
  ]
  for (const [what, text, code] of lists) {
    test(`is ${code} when its list of refs is ${what}`, async () => {
      const made = await plain()
      script(/\/info\/refs$/, () => page(text, { 'content-type': 'text/plain' }))
      script(/\/HEAD$/, () => (text === '' ? page('<html>') : undefined))
      await assert.rejects(git.host(made.path).view(fresh), failing(code, 'repository'))
    })
  }

  for (const [what, head, expected] of [
    ['is missing', reply.status(404), undefined],
    ['is a page', page('<!doctype html>'.repeat(1000)), undefined],
    ['names no branch', page('ref: refs/heads/none\n'), undefined],
    ['is a hash', page(`${hash}\n`), hash],
  ] as const) {
    test(`has ${expected ? 'that' : 'no'} HEAD when it ${what}`, async () => {
      const made = await plain()
      script(/\/HEAD$/, () => head)
      const view = await git.host(made.path).view(fresh)
      assert.deepEqual(view.tags.length, 2)
      if (expected === undefined) await assert.rejects(view.latest(), failing('not-found', 'ref'))
      else await assert.rejects(view.latest(), { message: /HEAD/ })
    })
  }
})
