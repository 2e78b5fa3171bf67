import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import { namesIn, openTestGit, type TestGit } from '../../../test/open-test-git.ts'
import type { CodeView } from '../code-host.ts'

const fresh = 60_000
const path = 'git.test/parts'
const ballast = randomBytes(200_000)

/** Each commit has another go.mod at the root and below `sub`; two files are large, one of them below `sub`. */
const specs = [0, 1, 2].map((index) => ({
  files: {
    'go.mod': `module m // ${index}\n`,
    LICENSE: 'free\n',
    'large.bin': ballast,
    '.gitattributes': '*.txt eol=crlf\n',
    'sub/go.mod': `module m/sub // ${index}\n`,
    'sub/a.txt': `one\ntwo ${index}\n`,
    'sub/large.bin': ballast.toReversed(),
  },
  tags: [`v1.${index}.0`],
}))

const goModOnly = { files: ['go.mod'] }
const sub = { files: ['LICENSE'], folder: 'sub' }

type Server = Parameters<typeof repository>[3]

async function lay(git: TestGit, server: Server = {}): Promise<Repository> {
  return repository(git.forge, path, specs, server)
}

const within = (view: CodeView, extent: typeof goModOnly): CodeView =>
  view.within?.(extent) ?? assert.fail()

async function goMod(view: CodeView, tag: string, file = 'go.mod'): Promise<string> {
  const { hash } = await view.stat(tag)
  const found = await view.readFile(hash, file, 1000)
  return found ? Buffer.from(found).toString() : ''
}

/** The tar of a folder, one string. */
const tarOf = (view: CodeView, hash: string, folder: string): Promise<string> =>
  view.withTree(hash, folder, async ({ archive }) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of archive) chunks.push(chunk)
    return Buffer.concat(chunks).toString('latin1')
  })

const bytes = (git: TestGit) =>
  git.forge.log.of(path).reduce((sum, { bytesOut }) => sum + bytesOut, 0)
const requests = (git: TestGit) => git.forge.log.of(path).length

/** Names the making of the one depot: another one after it was found damaged. */
async function makingOf({ folder }: TestGit): Promise<string> {
  const [name = ''] = await readdir(folder)
  return readFile(join(folder, name, 'ready'), 'utf8')
}

suite('within()', () => {
  test('brings one file of a commit, without the others', async () => {
    await using git = await openTestGit()
    await lay(git)
    const view = within(await git.host(path).view(fresh), goModOnly)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.equal(requests(git), 3)
    assert.ok(bytes(git) < 3000, `${bytes(git)} bytes`)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.equal(await goMod(view, 'v1.0.0', 'none'), '')
    assert.equal(requests(git), 3)
  })

  test('brings a file that was not expected to be read, and later everything', async () => {
    await using git = await openTestGit()
    const { commits } = await lay(git)
    const [first = ''] = commits
    const view = await git.host(path).view(fresh)
    assert.equal(await goMod(within(view, goModOnly), 'v1.0.0'), 'module m // 0\n')
    assert.equal(await goMod(within(view, goModOnly), 'v1.0.0', 'LICENSE'), 'free\n')
    assert.equal(requests(git), 4)
    assert.ok(bytes(git) < 4000)
    assert.equal((await namesIn(view, first)).length, 7)
    assert.equal(requests(git), 5)
    assert.ok(bytes(git) > 400_000)
    assert.equal((await namesIn(within(view, sub), first, 'sub')).length, 3)
    assert.equal((await namesIn(view, first)).length, 7)
    assert.equal(requests(git), 5)
  })

  test('brings a folder with what decides about its content', async () => {
    await using git = await openTestGit()
    const { commits } = await lay(git)
    const [first = ''] = commits
    const view = within(await git.host(path).view(fresh), sub)
    const tar = await tarOf(view, first, 'sub')
    assert.match(tar, /one\r\ntwo 0\r\n/)
    assert.equal(await goMod(view, 'v1.0.0', 'LICENSE'), 'free\n')
    assert.equal(requests(git), 3)
    assert.ok(bytes(git) > 200_000 && bytes(git) < 210_000, `${bytes(git)} bytes`)
    assert.equal(tar, await tarOf(await git.host(path).view(fresh), first, 'sub'))
  })

  test('brings parts and whole commits that are wanted at the same time in two requests', async () => {
    await using git = await openTestGit()
    const { commits } = await lay(git)
    const [first = '', second = ''] = commits
    const view = await git.host(path).view(fresh)
    const found = await Promise.all([
      namesIn(view, first),
      goMod(within(view, goModOnly), 'v1.2.0'),
      namesIn(within(view, sub), second, 'sub'),
      namesIn(within(view, sub), first, 'sub'),
    ])
    assert.deepEqual([found[0].length, found[1], found[2].length], [7, 'module m // 2\n', 3])
    assert.equal(requests(git), 3)
    assert.ok(bytes(git) < 410_000, 'nothing large comes twice')
  })

  test('brings no part of a commit that is wanted whole', async () => {
    await using git = await openTestGit()
    const { commits } = await lay(git)
    const [first = ''] = commits
    const view = await git.host(path).view(fresh)
    await Promise.all([namesIn(view, first), namesIn(within(view, sub), first, 'sub')])
    assert.equal(requests(git), 2)
  })

  test('takes no commit for whole of which only parts are held, nor has the server do so', async () => {
    await using git = await openTestGit()
    const { commits } = await lay(git)
    const [first = '', second = ''] = commits
    const open = git.openProcess()
    await goMod(within(await open(path).view(fresh), goModOnly), 'v1.0.0')
    await goMod(within(await open(path).view(fresh), goModOnly), 'v1.1.0')
    const later = await git.host(path).view(fresh)
    assert.equal((await namesIn(later, second)).length, 7)
    assert.equal((await namesIn(later, first)).length, 7)
  })

  test('brings folders as differences to those held', async () => {
    await using git = await openTestGit()
    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `${randomBytes(20).toString('hex')}/${index}`,
        '',
      ]),
    )
    const [one, two] = specs
    const begun = { ...one, files: { ...many, ...one?.files } }
    await repository(git.forge, path, [begun, two ?? {}])
    const view = within(await git.host(path).view(fresh), goModOnly)
    await goMod(view, 'v1.0.0')
    const before = bytes(git)
    assert.ok(before > 40_000)
    assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
    assert.ok(bytes(git) - before < 2000, `${bytes(git) - before} bytes`)
  })

  const servers: readonly (readonly [string, Server, requests: number])[] = [
    ['leaves nothing out', { config: { 'uploadpack.allowFilter': 'false' } }, 4],
    ['says that it filters, and does not', { config: { 'uploadpackfilter.allow': 'false' } }, 4],
    ['speaks v1', { protocol: 'v1' }, 3],
    ['speaks v0', { protocol: 'v0' }, 3],
    ['gives plain files', { protocol: 'dumb' }, 9],
  ]
  for (const [name, server, first] of servers) {
    test(`brings the same of a server that ${name}`, async () => {
      await using git = await openTestGit()
      const { commits } = await lay(git, server)
      const open = git.openProcess()
      const view = await open(path).view(fresh)
      const [one = ''] = commits
      assert.equal(await goMod(within(view, goModOnly), 'v1.0.0'), 'module m // 0\n')
      assert.ok(requests(git) <= first, `${requests(git)} requests`)
      assert.match(await tarOf(within(view, sub), one, 'sub'), /one\r\ntwo 0\r\n/)
      assert.equal((await namesIn(view, one)).length, 7)
      assert.equal(await goMod(within(view, goModOnly), 'v1.2.0'), 'module m // 2\n')
    })
  }

  test('does not try again what another repository of the host has denied', async () => {
    await using git = await openTestGit()
    const config = { 'uploadpack.allowFilter': 'false' }
    await lay(git, { config })
    await repository(git.forge, 'git.test/other', specs, { config })
    const open = git.openProcess()
    await goMod(within(await open(path).view(fresh), goModOnly), 'v1.0.0')
    await goMod(within(await open('git.test/other').view(fresh), goModOnly), 'v1.0.0')
    assert.equal(git.forge.log.of('git.test/other').length, 2)
  })

  test('brings the whole commit of a server that gives no files by name', async () => {
    await using git = await openTestGit()
    await lay(git)
    git.forge.script(async ({ body, method }) => {
      const text = method === 'POST' ? (await body()).toString('latin1') : ''
      if (!text.includes('command=fetch') || text.includes('deepen')) return undefined
      const error = `ERR upload-pack: not our ref ${'1'.repeat(40)}`
      const line = `${(error.length + 4).toString(16).padStart(4, '0')}${error}`
      return { kind: 'page', status: 200, headers: {}, body: line }
    })
    const view = within(await git.host(path).view(fresh), goModOnly)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.equal(requests(git), 4)
    assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
    assert.equal(requests(git), 5)
  })

  test('does not lean on parts when a server no longer leaves anything out', async () => {
    await using git = await openTestGit()
    const made = await lay(git)
    const [, second = ''] = made.commits
    await goMod(within(await git.host(path).view(fresh), goModOnly), 'v1.0.0')
    await made.git('config', 'uploadpack.allowFilter', 'false')
    const view = await git.host(path).view(fresh)
    assert.equal(await goMod(within(view, goModOnly), 'v1.1.0'), 'module m // 1\n')
    const asked = requests(git)
    assert.equal((await namesIn(view, second)).length, 7)
    assert.equal(requests(git), asked)
  })

  test('takes a part for no more when the history before it is held with all content', async () => {
    await using git = await openTestGit()
    const made = await lay(git, { config: { 'uploadpack.allowFilter': 'false' } })
    const [, , last = ''] = made.commits
    assert.ok(await (await git.host(path).view(fresh)).descendsFrom(last, 'v1.0.0'))
    await made.git('config', 'uploadpack.allowFilter', 'true')
    const files = { 'large.bin': randomBytes(1000), 'go.mod': 'module m // 3\n' }
    const [added = ''] = await made.commit([{ files, tags: ['v1.3.0'] }])
    const view = await git.host(path).view(fresh)
    assert.equal(await goMod(within(view, goModOnly), 'v1.3.0'), 'module m // 3\n')
    const making = await makingOf(git)
    assert.equal((await namesIn(view, added)).length, 7)
    assert.equal(await makingOf(git), making)
  })

  test('reads history with all content of a server that leaves out only files', async () => {
    await using git = await openTestGit()
    const config = { 'uploadpackfilter.tree.allow': 'false' }
    const made = await lay(git, { config })
    const [first = '', , last = ''] = made.commits
    const view = await git.host(path).view(fresh)
    assert.ok(await view.descendsFrom(last, 'v1.0.0'))
    assert.equal(await view.descendsFrom(first, 'v1.1.0'), false)
    assert.equal((await namesIn(view, first)).length, 7)
  })

  test('reads all of the history anew when a server no longer gives it without content', async () => {
    await using git = await openTestGit()
    const made = await lay(git)
    const [first = '', , last = ''] = made.commits
    const apart = { files: { 'go.mod': 'module apart\n' }, branch: 'aside', tags: ['v2.0.0'] }
    const [aside = ''] = await made.commit([apart])
    assert.ok(await (await git.host(path).view(fresh)).descendsFrom(last, 'v1.0.0'))
    await made.git('config', 'uploadpack.allowFilter', 'false')
    const [added = ''] = await made.commit([{ files: { b: 'b' }, tags: ['v1.3.0'] }])
    git.pass(fresh + 1)
    const view = await git.host(path).view(fresh)
    assert.ok(await view.descendsFrom(added, 'v1.0.0'))
    const making = await makingOf(git)
    for (const commit of [first, added, aside]) await namesIn(view, commit)
    assert.equal(await makingOf(git), making)
  })

  test('says what is not there as when all is brought', async () => {
    await using git = await openTestGit()
    await lay(git)
    const view = within(await git.host(path).view(fresh), goModOnly)
    await assert.rejects(view.stat('v9.0.0'), { code: 'not-found' })
    assert.equal(requests(git), 1)
  })
})
