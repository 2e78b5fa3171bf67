import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, suite, test } from 'node:test'
import { repository } from '../../../test/forge/repository.ts'
import {
  failing,
  goMod,
  namesIn,
  openTestGit,
  versions,
  type TestGit,
} from '../../../test/open-test-git.ts'

const fresh = 60_000
suite('gitHost()', () => {
  let git: TestGit
  let count = 0
  before(async () => {
    git = await openTestGit()
  })
  afterEach(() => git.forge.log.reset())
  after(() => git[Symbol.asyncDispose]())

  const nextPath = () => `git.test/r${++count}`
  const asked = (path: string) => git.forge.log.of(path).map(({ method }) => method)
  const bytes = (path: string) =>
    git.forge.log.of(path).reduce((sum, { bytesOut }) => sum + bytesOut, 0)
  for (const protocol of ['v2', 'v0'] as const) {
    test(`asks for refs once and for content once, and once more for the next tag, in ${protocol}`, async () => {
      const path = nextPath()
      await repository(git.forge, path, versions(3), { protocol })
      const view = await git.host(path).view(fresh)
      assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
      assert.deepEqual(asked(path), protocol === 'v2' ? ['POST', 'POST'] : ['POST', 'GET', 'POST'])
      assert.ok(bytes(path) > 200_000)
      git.forge.log.reset()
      assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
      assert.deepEqual(asked(path), ['POST'])
      assert.ok(bytes(path) < 2000, `${bytes(path)} bytes`)
      git.forge.log.reset()
      assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
      assert.equal(await view.readFile((await view.stat('v1.1.0')).hash, 'none', 10), undefined)
      assert.deepEqual(asked(path), [])
    })
  }

  test('asks once for refs when many ask, and again only when they are too old', async () => {
    const path = nextPath()
    await repository(git.forge, path, versions(1))
    const host = git.host(path)
    const views = await Promise.all([host.view(fresh), host.view(fresh), host.view(0)])
    assert.equal(new Set(views.map(({ at }) => at)).size, 1)
    git.pass(fresh)
    await host.view(fresh)
    assert.deepEqual(asked(path), ['POST'])
    git.pass(1)
    await host.view(fresh)
    assert.deepEqual(asked(path), ['POST', 'POST'])
    git.pass(-10 * fresh)
    await host.view(fresh)
    assert.deepEqual(asked(path), ['POST', 'POST', 'POST'])
  })

  test('keeps its depot when it is opened again', async () => {
    const path = nextPath()
    await repository(git.forge, path, versions(1))
    await goMod(await git.host(path).view(fresh), 'v1.0.0')
    git.forge.log.reset()
    assert.equal(await goMod(await git.host(path).view(fresh), 'v1.0.0'), 'module m // 0\n')
    assert.deepEqual(asked(path), ['POST'])
  })

  test('makes one depot when several begin at once', async () => {
    const path = nextPath()
    const { commits } = await repository(git.forge, path, versions(6))
    const hosts = [git.host(path), git.host(path), git.host(path)]
    const found = await Promise.all(
      commits.flatMap((_, index) =>
        hosts.map(async (host) => goMod(await host.view(fresh), `v1.${index}.0`)),
      ),
    )
    assert.deepEqual(
      found,
      commits.flatMap((_, index) => hosts.map(() => `module m // ${index}\n`)),
    )
    assert.ok(asked(path).length <= 2 * hosts.length)
  })

  test('brings versions that are wanted at the same time in one request', async () => {
    const path = nextPath()
    const { commits } = await repository(git.forge, path, versions(6))
    const view = await git.host(path).view(fresh)
    const read = (index: number) => goMod(view, `v1.${index}.0`)
    assert.equal(await read(0), 'module m // 0\n')
    const found = await Promise.all(commits.map((_, index) => read(index)))
    assert.deepEqual(
      found,
      commits.map((_, index) => `module m // ${index}\n`),
    )
    assert.equal(asked(path).length, 3)
  })

  test('brings the others when one of those wanted at the same time is not to be had', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, [
      ...versions(4),
      { files: { 'go.mod': 'module lost\n' }, branch: 'aside', tags: ['v2.0.0'] },
    ])
    const view = await git.host(path).view(fresh)
    await made.deleteTag('v2.0.0')
    await made.deleteBranch('aside')
    await made.prune()
    const tags = ['v1.0.0', 'v2.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0']
    const found = await Promise.allSettled(tags.map((tag) => goMod(view, tag)))
    assert.deepEqual(
      found.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    )
  })

  const histories = [
    ['v2', true],
    ['v2', false],
    ['v0', true],
    ['v0', false],
  ] as const
  for (const [protocol, filter] of histories) {
    test(`finds commits in history in ${protocol} when filters are ${filter ? 'granted' : 'refused'}`, async () => {
      const path = nextPath()
      const config = { 'uploadpack.allowFilter': String(filter) }
      const made = await repository(git.forge, path, versions(3), { protocol, config })
      const [first = '', second = ''] = made.commits
      await made.commit([{ files: { 'go.mod': 'module hidden\n' }, branch: 'refs/pull/1/head' }])
      const view = await git.host(path).view(fresh)
      const { hash: last } = await view.stat('main')
      assert.ok(await view.descendsFrom(last, 'v1.0.0'))
      assert.equal(await view.descendsFrom(first, 'v1.1.0'), false)
      assert.equal(await view.descendsFrom(last, 'v9.0.0'), false)
      const sent = bytes(path)
      assert.equal(await view.recentTag(second, '', async (tag) => tag !== 'v1.1.0'), 'v1.0.0')
      assert.equal(await view.recentTag(second, 'sub/', async () => true), undefined)
      assert.equal(bytes(path), sent)
      await made.deleteTag('v1.1.0')
      git.pass(1)
      const later = await git.host(path).view(fresh)
      const found = await later.stat(second.slice(0, 9))
      assert.deepEqual([found.hash, found.version, found.tags], [second, second, []])
      assert.equal(await goMod(later, second.slice(0, 12)), 'module m // 1\n')
      const hidden = made.commits.at(-1) ?? ''
      for (const unknown of [hidden, hidden.slice(0, 12), '0'.repeat(40), 'f'.repeat(7)]) {
        await assert.rejects(later.stat(unknown), failing('not-found', 'commit'))
      }
      await assert.rejects(later.stat('nothing'), failing('not-found', 'ref'))
    })
  }

  test('asks for history incrementally, and without trees', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(3))
    const host = git.host(path)
    const view = await host.view(fresh)
    const { hash } = await view.stat('main')
    git.forge.log.reset()
    await view.descendsFrom(hash, 'v1.0.0')
    assert.ok(bytes(path) < 5000, `${bytes(path)} bytes`)
    await made.commit([{ files: { 'go.mod': 'module m // 9\n' }, tags: ['v1.9.0'] }])
    const later = await host.view(-1)
    const { hash: newest } = await later.stat('v1.9.0')
    git.forge.log.reset()
    assert.ok(await later.descendsFrom(newest, 'v1.0.0'))
    assert.deepEqual(asked(path), ['POST'])
    assert.ok(bytes(path) < 1000, `${bytes(path)} bytes`)
  })

  test('does not mind refs that come, go, and turn from files into folders', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(2))
    const [first = ''] = made.commits
    await made.forcePush('a', 0)
    await made.forcePush('b/c', 0)
    const host = git.host(path)
    await (await host.view(fresh)).descendsFrom(first, 'v1.0.0')
    for (const branch of ['a', 'b/c']) await made.deleteBranch(branch)
    for (const branch of ['a/b', 'b', '-x']) await made.forcePush(branch, 1)
    await made.moveTag('v1.1.0', 0)
    const later = await host.view(-1)
    assert.ok(await later.descendsFrom(first, 'v1.1.0'))
    assert.equal((await later.stat('-x')).hash, made.commits[1])
    assert.equal((await later.stat('HEAD')).hash, made.commits[1])
  })

  test('says that its list is old when a tag moved and what it named is gone', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(2))
    const host = git.host(path)
    const view = await host.view(fresh)
    await made.moveTag('v1.1.0', 0)
    await made.forcePush('main', 0)
    await made.prune()
    await assert.rejects(view.stat('v1.1.0'), failing('unreachable', 'ref'))
    const newer = await host.view(fresh)
    assert.notEqual(newer, view)
    assert.equal(await goMod(newer, 'v1.1.0'), 'module m // 0\n')
    await assert.rejects(view.descendsFrom(made.commits[0] ?? '', 'v1.0.0'), {
      code: 'unreachable',
    })
  })

  test('cannot use a tag on a file or folder, and the others all the same', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(2))
    for (const [tag, name] of [
      ['v2.0.0', 'main:go.mod'],
      ['v3.0.0', 'main^{tree}'],
    ] as const) {
      await made.git('update-ref', `refs/tags/${tag}`, await made.git('rev-parse', name))
    }
    const view = await git.host(path).view(fresh)
    for (const tag of ['v2.0.0', 'v3.0.0']) {
      await assert.rejects(view.stat(tag), { code: 'unusable' })
    }
    const blob = view.tags.find(({ name }) => name === 'v2.0.0')?.hash ?? ''
    assert.equal(await view.readFile(blob, 'go.mod', 1000), undefined)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
    const last = made.commits[1] ?? ''
    assert.equal(await view.descendsFrom(last, 'v2.0.0'), false)
    assert.equal(await view.descendsFrom(last, 'v3.0.0'), false)
    assert.equal(await view.recentTag(last, '', async () => true), 'v1.1.0')
  })

  test('has nothing of an empty repository', async () => {
    const path = nextPath()
    await repository(git.forge, path, [])
    const view = await git.host(path).view(fresh)
    assert.deepEqual(view.tags, [])
    await assert.rejects(view.latest(), { code: 'not-found', message: /has no commits/ })
    await assert.rejects(view.stat('HEAD'), { code: 'not-found' })
    await assert.rejects(view.stat('0123456789ab'), { code: 'not-found' })
  })

  test('reads a repository with 64-digit hashes', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(2), { objectFormat: 'sha256' })
    const view = await git.host(path).view(fresh)
    assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
    const { hash, short } = await view.stat('v1.0.0')
    assert.deepEqual([hash, short], [made.commits[0], made.commits[0]?.slice(0, 12)])
    assert.ok(await view.descendsFrom(made.commits[1] ?? '', 'v1.0.0'))
    assert.deepEqual(await namesIn(view, hash), ['ballast', 'go.mod'])
  })

  test('begins anew when a repository changed to 64-digit hashes', async () => {
    const path = nextPath()
    const old = await repository(git.forge, path, versions(1))
    await goMod(await git.host(path).view(fresh), 'v1.0.0')
    await old.deleteRepository()
    await repository(git.forge, path, versions(1), { objectFormat: 'sha256' })
    assert.equal(await goMod(await git.host(path).view(fresh), 'v1.0.0'), 'module m // 0\n')
  })

  test('reads a repository of 10,000 tags', async () => {
    const path = nextPath()
    const made = await repository(git.forge, path, versions(2))
    const [first = '', second = ''] = made.commits
    const lines = Array.from({ length: 10_000 }, (_, index) => `${first} refs/tags/v0.0.${index}`)
    const packed = '# pack-refs with: peeled fully-peeled sorted \n'
    await writeFile(
      join(made.folder, 'packed-refs'),
      `${packed}${lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n')}\n`,
    )
    const view = await git.host(path).view(fresh)
    assert.equal(view.tags.length, 10_002)
    assert.equal((await view.stat('v0.0.77')).tags.length, 10_001)
    assert.equal(await view.recentTag(second, '', async (tag) => tag < 'v0.1'), 'v0.0.9999')
    assert.ok(await view.descendsFrom(second, 'v0.0.9999'))
  })

  test('lends the tree below a folder, whatever the folder is called', async () => {
    const path = nextPath()
    const folders = ['--name-only', '-d', ':(glob)x', 'a*b', '-']
    const files = Object.fromEntries(folders.map((folder) => [`${folder}/go.mod`, folder]))
    const made = await repository(git.forge, path, [{ files: { ...files, 'axb/go.mod': 'x' } }])
    const [commit = ''] = made.commits
    const view = await git.host(path).view(fresh)
    for (const folder of folders) {
      assert.deepEqual(await namesIn(view, commit, folder), [`${folder}/go.mod`])
      const found = await view.readFile(commit, `${folder}/go.mod`, 100)
      assert.equal(Buffer.from(found ?? '').toString(), folder)
      assert.ok((await view.archiveSize(commit, folder)) > 0)
    }
  })

  test('takes nothing a client asks for as an option', async () => {
    const path = nextPath()
    await repository(git.forge, path, versions(1))
    const view = await git.host(path).view(fresh)
    for (const revision of [
      '--help',
      '-h',
      '--upload-pack=touch x',
      'HEAD:go.mod',
      'v1.0.0^{}',
      '',
    ]) {
      await assert.rejects(view.stat(revision), { code: 'not-found' })
    }
  })

  test('refuses a file that is larger than asked for', async () => {
    const path = nextPath()
    const { commits } = await repository(git.forge, path, versions(1))
    const view = await git.host(path).view(fresh)
    await assert.rejects(view.readFile(commits[0] ?? '', 'ballast', 1000), { code: 'unusable' })
  })
})
