import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { suite, test } from 'node:test'
import type { Report, ReportModule } from '../../src/check/report/report.ts'
import { goImport } from '../forge/pages.ts'
import { status, unauthorized } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { playGitHubApi } from './forge-api.ts'
import { check, commit, replyForX, scene, type Scene } from './scene.ts'

const asGit = /\/(info\/refs|git-upload-pack)$/

/** The report on modules that are named, or on those of the project. */
async function reported(
  { home }: Scene,
  ...args: string[]
): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await check(home, ['--json', ...args])
  return { code, report: JSON.parse(stdout) as Report }
}

/** The verdict on each module, by its last element. */
const byName = ({ modules }: Report): Record<string, string> =>
  Object.fromEntries(modules.map(({ path, verdict }) => [path.split('/').at(-1), verdict.code]))
const codes = ({ modules }: Report): string[] => modules.map(({ verdict }) => verdict.code)
const sawOf = (module: ReportModule | undefined, channel: string): string[] =>
  (module?.verdict.evidence ?? []).flatMap((one) => (one.channel === channel ? [one.saw] : []))

suite('headwater check and a host that wants credentials', () => {
  test('says throttled when it turns away what it has told before, too', async () => {
    await using at = await scene()
    at.forge.script(({ path }) => (asGit.test(path) ? unauthorized() : undefined))
    const { code, report } = await reported(at)
    assert.deepEqual([code, codes(report)], [3, ['throttled', 'throttled']])
    assert.deepEqual(sawOf(report.modules[0], 'control'), ['401 "status 401"'])
  })

  test('says so also when the storm begins after the control has answered', async () => {
    await using at = await scene()
    let isStorm = false
    at.forge.script(({ path }) => {
      if (path.startsWith('/acme/x') && asGit.test(path)) isStorm = true
      return isStorm && asGit.test(path) ? unauthorized() : undefined
    })
    const { report } = await reported(at)
    assert.ok(codes(report).includes('throttled'), JSON.stringify(codes(report)))
  })

  test('does not take for public what it may have read with credentials', async () => {
    await using at = await scene()
    await at.x.deleteRepository()
    replyForX(at.forge, unauthorized())
    const to = at.forge.url.replace('//', '//me:secret@')
    await at.home.configure({ rewrite: [{ from: 'https://github.com/', to: `${to}/github.com/` }] })
    const { x } = await at.judged()
    assert.deepEqual([x.verdict.code, x.verdict.suspect?.code], ['suspected', 'repo-gone'])
  })

  test('does not take for public what it has read with credentials before', async () => {
    await using at = await scene()
    const told = `${at.forge.url}/github.com/`
    await rm(at.home.data, { recursive: true })
    const asks = (to: string) =>
      at.home.configure({ rewrite: [{ from: 'https://github.com/', to }] })
    await asks(told.replace('//', '//me:secret@'))
    assert.equal((await at.judged()).x.verdict.code, 'verified')
    await at.x.deleteRepository()
    replyForX(at.forge, unauthorized())
    await asks(told)
    const { x } = await at.judged()
    assert.deepEqual([x.verdict.code, x.verdict.suspect?.code], ['suspected', 'repo-gone'])
  })

  const unseen = 'github.com/acme/unseen@v1.0.0'

  test('only suspects what was never seen before', async () => {
    await using at = await scene()
    at.forge.script(({ path }) => (path.startsWith('/acme/unseen/') ? unauthorized() : undefined))
    const { code, report } = await reported(at, unseen)
    assert.deepEqual(
      [code, codes(report), report.modules[0]?.verdict.suspect?.code],
      [3, ['suspected'], 'repo-gone'],
    )
  })

  for (const [what, told, code] of [
    ['does not know it', undefined, 'repo-gone'],
    ['says that it is private', { isPrivate: true }, 'auth-required'],
    ['says that it is public', { isPrivate: false }, 'throttled'],
  ] as const) {
    test(`says ${code} when the interface of its forge ${what}`, async () => {
      await using at = await scene()
      at.forge.script(({ path }) => (path.startsWith('/acme/unseen/') ? unauthorized() : undefined))
      const api = playGitHubApi(at.forge, 'secret')
      if (told)
        api.repositories.set('acme/unseen', { ...told, url: 'https://github.com/acme/unseen' })
      await at.home.configure({ rewrite: [...at.forge.rewrites(), api.rewrite] })
      const { report } = await reported(at, unseen)
      assert.deepEqual(codes(report), [code], JSON.stringify(report.modules))
      assert.equal(report.requests.hosts['api.github.com']?.requests, 1)
    })
  }
})

suite('headwater check and the interface of a forge', () => {
  test('says archived, with one question for all repositories', async () => {
    await using at = await scene()
    const api = playGitHubApi(at.forge, 'secret')
    api.repositories.set('acme/x', { isArchived: true, url: 'https://github.com/acme/x' })
    api.repositories.set('acme/ok', { url: 'https://github.com/acme/ok' })
    await at.home.configure({ rewrite: [...at.forge.rewrites(), api.rewrite] })
    const { code, report } = await reported(at)
    assert.deepEqual([code, byName(report)], [0, { x: 'archived', ok: 'unchanged' }])
    assert.deepEqual(api.heard, [`Basic ${btoa('x-access-token:secret')}`])
  })

  test('sends a token of the environment to nobody but its own host', async () => {
    await using at = await scene()
    const heard: string[] = []
    at.forge.script(({ headers, host }) => {
      if (headers.authorization !== undefined) heard.push(host)
      return undefined
    })
    playGitHubApi(at.forge, 'other')
    const api = { from: 'https://api.github.com/', to: `${at.forge.url}/api.github.com/` }
    await at.home.configure({ rewrite: [...at.forge.rewrites(), api] })
    const env = { GITHUB_TOKEN: 'secret-of-env', GITLAB_TOKEN: 'secret-of-env' }
    const { code, stdout, stderr } = await check(at.home, ['-v'], undefined, { env })
    assert.deepEqual([code, heard], [0, []])
    assert.equal(at.forge.log.of('api.github.com').length, 0)
    assert.match(stderr, /^headwater: GITHUB_TOKEN is sent to github\.com and api\.github\.com$/m)
    assert.match(stderr, /^headwater: GITLAB_TOKEN is sent to gitlab\.com$/m)
    assert.doesNotMatch(stdout + stderr, /secret-of-env/)
  })
})

suite('headwater check and a repository that has another owner now', () => {
  for (const [page, heirs, code] of [
    [404, 200, 'owner-free'],
    [404, 404, 'redirected'],
    [200, 200, 'redirected'],
    [429, 200, 'redirected'],
  ] as const) {
    test(`says ${code} when the page of the old one says ${page}, and that of the new one ${heirs}`, async () => {
      await using at = await scene()
      await at.x.rename('github.com/new/x', { redirect: true })
      at.forge.pages.set('github.com/acme', { status: page })
      at.forge.pages.set('github.com/new', { status: heirs })
      const { code: exit, report } = await reported(at)
      assert.deepEqual([exit, byName(report)], [0, { x: code, ok: 'unchanged' }])
      assert.equal(at.forge.log.entries.filter(({ url }) => url === '/github.com/acme').length, 1)
    })
  }
})

suite('headwater check and an import page without a repository', () => {
  for (const [what, stray, code] of [
    ['and none for other paths', undefined, 'import-dead'],
    ['as the host has for everything', { body: 'buy this domain' }, 'suspected'],
  ] as const) {
    test(`says ${code} when there is a page, ${what}`, async () => {
      await using at = await scene('', async (forge) => {
        const page = goImport('go.vanity.test/x', 'git', 'https://github.com/acme/v')
        forge.pages.set('go.vanity.test/x', page)
        const spec = commit('go.vanity.test/x', { tags: ['v1.0.0'] })
        await repository(forge, 'github.com/acme/v', [spec])
        return 'go.vanity.test/x@v1.0.0'
      })
      at.forge.pages.set('go.vanity.test/', { body: 'welcome' })
      at.forge.script(({ host, path }) => {
        if (host !== 'go.vanity.test' || path === '/') return undefined
        if (path === '/x') return { kind: 'page', body: 'hello' }
        return stray ? { kind: 'page', ...stray } : status(404)
      })
      const { x } = await at.judged()
      assert.equal(x.verdict.code, code, JSON.stringify(x))
    })
  }
})

/** Has a new version say that its author has withdrawn v1.0.0, and all of the module. */
async function withdrawn(at: Scene): Promise<void> {
  const lines = [
    '// Deprecated: use y.',
    'module github.com/acme/x',
    '',
    'retract v1.0.0 // It eats files.',
  ]
  await at.x.commit([{ files: { 'go.mod': `${lines.join('\n')}\n` }, tags: ['v1.2.0'] }])
}

suite('headwater check and what the newest go.mod says', () => {
  test('says retracted when all content is read, and remembers it for refs', async () => {
    await using at = await scene()
    await withdrawn(at)
    const first = await at.judged(['--level', 'content'])
    assert.deepEqual([first.code, first.x.verdict.code], [0, 'retracted'])
    const [notice] = first.x.notices
    assert.deepEqual(notice, { code: 'deprecated', text: 'Deprecated by its author: use y.' })
    at.forge.log.reset()
    const again = await at.judged(['--level', 'refs'])
    assert.equal(again.x.verdict.code, 'retracted')
    assert.equal(at.forge.log.of('github.com/acme/x').length, 1)
  })

  test('does not fetch it only for that when refs are enough', async () => {
    await using at = await scene()
    await withdrawn(at)
    const { x } = await at.judged(['--level', 'refs'])
    assert.equal(x.verdict.code, 'unchanged')
    assert.equal(at.forge.log.of('github.com/acme/x').length, 1)
  })

  test('goes on when it cannot be had', async () => {
    await using at = await scene()
    await withdrawn(at)
    let questions = 0
    at.forge.script(({ path }) =>
      path.startsWith('/acme/x/') && ++questions > 1 ? status(500) : undefined,
    )
    const { x } = await at.judged(['--level', 'content'])
    assert.deepEqual([x.verdict.code, questions], ['verified', 2])
  })
})
