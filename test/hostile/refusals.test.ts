import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { goDownload } from '../fidelity/downloads.ts'
import { filled } from '../fidelity/case.ts'
import type { CommitSpec } from '../forge/commit-spec.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { redirect, type Page } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { goDirect, type Go, type ModDownload } from '../oracle/go.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask, type Taken } from '../serve/ask.ts'

/**
 * What is asked, a part of go's reason to refuse it, and ours: status, and words that name the input, the reason and,
 * where there is one, the way out.
 */
type Refusal = readonly [
  asked: string,
  goSays: RegExp,
  status: number,
  says: RegExp,
  ...moreSaid: readonly RegExp[],
]

const acme = (name: string) => `github.com/acme/${name}`
const goMod = (path: string, go = '') => `module ${path}\n${go === '' ? '' : `\ngo ${go}\n`}`
const minute = (index: number) => `20200102030${4 + index}05`

/** In hashes, `{0}` stands for the first commit of `git.test/history`, and so on. */
const history: readonly CommitSpec[] = [
  { files: { 'go.mod': goMod('vanity.test/history') }, tags: ['v1.0.0', 'v2.0.0'] },
  { files: { b: 'b' }, tags: ['v1.1.0'] },
  { files: { c: 'c' } },
  { files: { d: 'd' }, branch: 'side', from: 0 },
  { files: { e: 'e' }, branch: 'refs/pull/1/head', from: 0 },
  { files: { f: 'f' }, branch: 'v1.9.0', from: 2 },
]

const trees: Readonly<Record<string, CommitSpec>> = {
  'major-in-go-mod': { files: { 'go.mod': goMod(acme('major-in-go-mod/v2')) }, tags: ['v1.0.0'] },
  'no-path': { files: { 'go.mod': 'go 1.21\n' }, tags: ['v1.0.0'] },
  'only-root': {
    files: { 'go.mod': goMod(acme('only-root')), 'sub/x': 'x' },
    tags: ['v2.0.0', 'sub/v1.0.0'],
  },
  both: {
    files: { 'go.mod': goMod(acme('both/v2')), 'v2/go.mod': goMod(acme('both/v2')) },
    tags: ['v2.0.0'],
  },
  inner: { files: { 'v2/go.mod': goMod(acme('inner')) }, tags: ['v2.0.0'] },
  plain: { files: { 'a.go': 'package a\n' }, tags: ['v1.0.0', 'v2.0.0'] },
  newer: { files: { 'go.mod': goMod(acme('newer'), '1.99') }, tags: ['v1.0.0'] },
  'newer-toolchain': {
    files: { 'go.mod': `${goMod(acme('newer-toolchain'), '1.99.1')}toolchain go1.21.0\n` },
    tags: ['v1.0.0'],
  },
  name: { files: { 'go.mod': goMod(acme('name')), 'a*b': '' }, tags: ['v1.0.0'] },
  device: { files: { 'go.mod': goMod(acme('device')), 'NUL.txt': '' }, tags: ['v1.0.0'] },
  case: { files: { 'go.mod': goMod(acme('case')), 'x/a': '', 'X/b': '' }, tags: ['v1.0.0'] },
  'upper-mod': { files: { 'GO.MOD': goMod(acme('upper-mod')) }, tags: ['v1.0.0'] },
  'large-mod': {
    files: { 'go.mod': goMod(acme('large-mod')) + '/'.repeat(17 << 20) },
    tags: ['v1.0.0'],
  },
  'large-license': {
    files: { 'go.mod': goMod(acme('large-license')), LICENSE: '/'.repeat(17 << 20) },
    tags: ['v1.0.0'],
  },
  'link-mod': {
    files: { x: goMod(acme('link-mod')) },
    symlinks: { 'go.mod': 'x' },
    tags: ['v1.0.0'],
  },
}

const page = (body: string, status = 200): Page => ({ status, body })
const tag = (content: string) => page(`<head><meta name="go-import" content="${content}"></head>`)
const at = (name: string) => `vanity.test/${name}`

const pages: Readonly<Record<string, Page>> = {
  [at('history')]: goImport(at('history'), 'git', 'https://git.test/history'),
  [at('empty')]: goImport(at('empty'), 'git', 'https://git.test/empty'),
  [at('gone')]: goImport(at('gone'), 'git', 'https://git.test/gone'),
  [at('no-tag')]: page('<html><head></head></html>'),
  [at('lost')]: page('<html><head></head></html>', 404),
  [at('broken')]: page('<html><head><script>if (a<b) x</script></head></html>'),
  [at('two-fields')]: tag(`${at('two-fields')} git`),
  [at('elsewhere')]: tag('vanity.test/another git https://git.test/history'),
  [at('twice')]: page(
    `<head>${['a', 'b'].map((name) => `<meta name="go-import" content="${at('twice')} git https://git.test/${name}">`).join('')}</head>`,
  ),
  [at('root')]: tag(`${at('root')} git https://git.test/other`),
  [at('root/sub')]: tag(`${at('root')} git https://git.test/history`),
  [at('option-folder')]: tag(`${at('option-folder')} git https://git.test/history -x`),
  [at('absolute-folder')]: tag(`${at('absolute-folder')} git https://git.test/history /x`),
  [at('no-scheme')]: tag(`${at('no-scheme')} git git.test/history`),
  [at('file')]: tag(`${at('file')} git file:///etc`),
  [at('ext')]: tag(`${at('ext')} git ext::sh`),
  [at('option')]: tag(`${at('option')} git --upload-pack=x`),
  [at('svk')]: tag(`${at('svk')} svk https://git.test/history`),
  [at('bzr')]: tag(`${at('bzr')} bzr https://git.test/history`),
}

const pseudo = (index: number, hash: string, before = 'v0.0.0-') =>
  `${before}${minute(index)}-${hash}`
const of = (version: string) => `${at('history')}@${version}`

const refusals: readonly Refusal[] = [
  // Where a module lives
  [
    'github.com/acme@v1.0.0',
    /invalid github\.com import path/,
    404,
    /github\.com\/acme/,
    /invalid|two|form|path/i,
  ],
  [`${at('no-tag')}@v1.0.0`, /no go-import meta tags/, 404, /vanity\.test\/no-tag/, /go-import/],
  [`${at('lost')}@v1.0.0`, /404 Not Found/, 404, /vanity\.test\/lost/, /404/],
  [
    `${at('broken')}@v1.0.0`,
    /parsing|syntax error|expected/i,
    404,
    /vanity\.test\/broken/,
    /line|syntax|read/i,
  ],
  [
    `${at('two-fields')}@v1.0.0`,
    /no go-import meta tags/,
    404,
    /vanity\.test\/two-fields/,
    /go-import/,
  ],
  [
    `${at('elsewhere')}@v1.0.0`,
    /no go-import meta tags|not match/,
    404,
    /vanity\.test\/elsewhere/,
    /go-import/,
  ],
  [
    `${at('twice')}@v1.0.0`,
    /multiple meta tags/,
    404,
    /vanity\.test\/twice/,
    /two|more than one|several|both/i,
  ],
  [
    `${at('root/sub')}@v1.0.0`,
    /disagree about go-import/,
    404,
    /vanity\.test\/root/,
    /agree|differ|another|says/i,
  ],
  [`${at('option-folder')}@v1.0.0`, /subdirectory|leading "-"/, 404, /"?-x"?/],
  [`${at('absolute-folder')}@v1.0.0`, /subdirectory|leading/, 404, /"?\/x"?/],
  [`${at('no-scheme')}@v1.0.0`, /no scheme/, 404, /git\.test\/history/, /scheme|URL/],
  [`${at('file')}@v1.0.0`, /file scheme/, 404, /file:/],
  [`${at('ext')}@v1.0.0`, /./, 403, /ext:/],
  [`${at('option')}@v1.0.0`, /no scheme|invalid/, 404, /--upload-pack/],
  [`${at('svk')}@v1.0.0`, /unknown version control|unknown vcs|svk/i, 501, /svk/, /git/],
  [`${at('bzr')}@v1.0.0`, /bzr/, 501, /bzr/, /git/],
  [`${at('gone')}@v1.0.0`, /not found|exit status 128/, 404, /https:\/\/git\.test\/gone/],
  [`${at('history')}/v0@v0.1.0`, /malformed module path/, 400, /\/v0/],
  // Versions
  [
    of('v1.2.0'),
    /unknown revision v1\.2\.0/,
    404,
    /history@v1\.2\.0/,
    /Unknown revision v1\.2\.0: .* has no branch or tag of that name/,
  ],
  [
    of('nope'),
    /unknown revision nope/,
    404,
    /Unknown revision nope: https:\/\/git\.test\/history has no branch or tag of that name/,
  ],
  [
    of('0123456789ab'),
    /unknown revision/,
    404,
    /0123456789ab/,
    /no branch or tag of https:\/\/git\.test\/history leads to it/,
  ],
  [
    of('{4:40}'),
    /unknown revision/,
    404,
    /\{4:40\}/,
    /no branch or tag of https:\/\/git\.test\/history leads to it/,
  ],
  [of('v2.0.0'), /must match major version/, 400, /v2\.0\.0/, /history\/v2|major/],
  [
    of('v2.0.0+incompatible'),
    /go\.mod file, so module path must match/,
    404,
    /v2\.0\.0\+incompatible/,
    /go\.mod/,
  ],
  [of('v1.0.0+incompatible'), /suffix not allowed/, 404, /v1\.0\.0\+incompatible/],
  [of('v1.9.0'), /is not a tag/, 404, /v1\.9\.0/, /branch|tag/],
  [`${at('empty')}@latest`, /no matching versions|no commits/, 404, /no commits/],
  [`${at('empty')}@main`, /unknown revision/, 404, /Unknown revision main/],
  // Pseudo-versions
  [of(pseudo(2, '{2:11}')), /shorter than canonical/, 404, /\{2:11\}/, /\{2\}/],
  [of(pseudo(2, '{2:13}')), /longer than canonical/, 404, /\{2:13\}/, /\{2\}/],
  [
    of(pseudo(3, '{2}')),
    /does not match version-control timestamp/,
    404,
    new RegExp(minute(3)),
    new RegExp(minute(2)),
  ],
  [of('v0.0.0-20201302030405-{2}'), /malformed time/, 404, /20201302030405/],
  [of(pseudo(2, 'main')), /does not match short name/, 404, /main/, /\{2\}/],
  [of(pseudo(2, '{2}', 'v1.0.0-')), /must be v0/, 404, /v1\.0\.0-/, /v0/],
  [of(pseudo(2, '{2}', 'v1.1.0-0.')), /negative patch number/, 404, /v1\.1\.0-0\./],
  [
    of(pseudo(2, '{2}', 'v1.5.1-0.')),
    /preceding tag \(v1\.5\.0\) not found/,
    404,
    /v1\.5\.0/,
    /tag/,
  ],
  [
    of(pseudo(3, '{3}', 'v1.1.1-0.')),
    /not a descendent of preceding tag/,
    404,
    /v1\.1\.0/,
    /\{3\}|descend|lead/,
  ],
  [of(pseudo(1, '{1}', 'v1.1.1-0.')), /already canonical/, 404, /v1\.1\.0/],
  [of(pseudo(2, '{2}', 'v2.0.0-')), /must match major version/, 400, /v2\.0\.0-/],
  [of(pseudo(4, '{4}')), /unknown revision/, 404, /\{4\}/],
  // go.mod
  [
    `${acme('major-in-go-mod')}@v1.0.0`,
    /post-v1 module path/,
    404,
    /go\.mod declares "github\.com\/acme\/major-in-go-mod\/v2"/,
    /asked for as declared/,
  ],
  [`${acme('no-path')}@v1.0.0`, /missing module path/, 404, /go\.mod declares no module path/],
  [
    `${acme('only-root')}/v2@v2.0.0`,
    /has non-\.\.\.\/v2 module path/,
    404,
    /declares "github\.com\/acme\/only-root", which does not end in \/v2/,
  ],
  [
    `${acme('only-root')}/sub@v1.0.0`,
    /missing github\.com\/acme\/only-root\/sub\/go\.mod/,
    404,
    /there is no sub\/go\.mod/,
  ],
  [`${acme('both')}/v2@v2.0.0`, /both have/, 404, /both go\.mod and v2\/go\.mod declare/],
  [
    `${acme('inner')}/v2@v2.0.0`,
    /has non-\.\.\.\/v2 module path/,
    404,
    /v2\/go\.mod declares "github\.com\/acme\/inner", which does not end in \/v2/,
  ],
  [
    `${acme('plain')}/v2@v2.0.0`,
    /missing .*go\.mod and .*v2\/go\.mod/,
    404,
    /there is neither go\.mod nor v2\/go\.mod/,
  ],
  [`${acme('only-root')}@v2.0.0`, /must match major version/, 400, /v2\.0\.0/],
  [
    `${acme('large-mod')}@v1.0.0`,
    /too large|limit|exceed/i,
    404,
    /go\.mod of commit [0-9a-f]{40}/,
    /more than 16777216 bytes/,
  ],
  [`${acme('link-mod')}@v1.0.0`, /missing module path/, 404, /go\.mod declares no module path/],
  // Zips
  [
    `${acme('newer')}@v1.0.0`,
    /requires go >= 1\.99 /,
    501,
    /newer@v1\.0\.0: its go\.mod says "go 1\.99", and the rules known here end with Go 1\.27/,
    /Update Headwater/,
  ],
  [
    `${acme('newer-toolchain')}@v1.0.0`,
    /requires go >= 1\.99\.1/,
    501,
    /"go 1\.99\.1"/,
    /Update Headwater/,
  ],
  [
    `${acme('name')}@v1.0.0`,
    /malformed file path "a\*b"/,
    404,
    /name@v1\.0\.0: "a\*b"/,
    /not allowed/,
  ],
  [
    `${acme('device')}@v1.0.0`,
    /malformed file path "NUL\.txt"/,
    404,
    /"NUL\.txt"/,
    /Windows|reserved/,
  ],
  [
    `${acme('case')}@v1.0.0`,
    /case-insensitive file name collision/,
    404,
    /"x\/a"|"x"|"X"/,
    /letter case/,
  ],
  [`${acme('upper-mod')}@v1.0.0`, /must have lowercase names/, 404, /GO\.MOD/],
  [
    `${acme('large-license')}@v1.0.0`,
    /LICENSE.*too large|too large/i,
    404,
    /LICENSE/,
    /16777216 bytes/,
  ],
]

suite('what go refuses is refused, with a status and a reason:', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  let go: Go
  let commits: readonly string[] = []
  const said = new Map<string, ModDownload>()
  before(async () => {
    forge = opened.use(await startForge({ hosts: ['git.test'] }))
    for (const [path, content] of Object.entries(pages)) forge.pages.set(path, content)
    commits = (await repository(forge, 'git.test/history', history)).commits
    await repository(forge, 'git.test/empty', [])
    for (const [name, commit] of Object.entries(trees))
      await repository(forge, acme(name), [commit])
    server = opened.use(await startHeadwater(forge))
    go = opened.use(await goDirect(forge))
    const asked = refusals.map(([question]) => filled(question, commits))
    const answers = await goDownload(go)(asked)
    for (const [index, answer] of answers.entries()) said.set(refusals[index]?.[0] ?? '', answer)
  })
  after(() => opened.disposeAsync())

  for (const [asked, goSays, status, ...reasons] of refusals) {
    test(`answers ${status} when it is asked for ${asked}`, async () => {
      const answer = said.get(asked)
      assert.match(answer?.Error ?? `no error, but ${answer?.Version}`, goSays)
      const taken = await askFor(server, filled(asked, commits))
      assert.equal(taken.status, status, taken.text)
      for (const reason of reasons) {
        assert.match(
          taken.text,
          new RegExp(
            filled(reason.source.replaceAll('\\{', '{').replaceAll('\\}', '}'), commits),
            reason.flags,
          ),
        )
      }
    })
  }

  test('what go refuses the zip of only, has its .info and .mod', async () => {
    for (const name of ['newer', 'newer-toolchain', 'name', 'case']) {
      const path = `${acme(name)}/@v/v1.0.0`
      assert.deepEqual(
        [(await ask(server, `${path}.info`)).status, (await ask(server, `${path}.mod`)).status],
        [200, 200],
        name,
      )
    }
  })

  test('what leads from a secure address to an insecure one, or around in circles, is not followed', async () => {
    const remove = forge.script(({ host, path }) => {
      if (host !== 'vanity.test') return undefined
      if (path === '/insecure') return redirect('http://vanity.test/history')
      return path.startsWith('/circle') ? redirect(`https://vanity.test${path}x`) : undefined
    })
    const insecure = await ask(server, `${at('insecure')}/@v/v1.0.0.zip`)
    const circle = await ask(server, `${at('circle')}/@v/v1.0.0.zip`)
    remove()
    assert.match(
      insecure.text,
      /https:\/\/vanity\.test\/insecure.*secure address leads to an insecure one/s,
    )
    assert.match(circle.text, /https:\/\/vanity\.test\/circle.*more than 10 redirects/s)
    assert.ok(insecure.status !== 200 && circle.status !== 200)
  })
})

/** Asks as the go command would: for the zip of a version, for what another query leads to. */
function askFor(server: RunningHeadwater, asked: string): Promise<Taken> {
  const [path = '', query = ''] = asked.split('@')
  if (query === 'latest') return ask(server, `${path}/@latest`)
  const isVersion = /^v\d+\.\d+\.\d+/.test(query)
  return ask(server, `${path}/@v/${query}.${isVersion ? 'zip' : 'info'}`)
}
