import assert from 'node:assert/strict'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report, ReportModule } from '../../src/check/report/report.ts'
import type { Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { hang, redirect, status, throttled, unauthorized, unavailable } from '../forge/reply.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { check, commit, pseudoVersionOf, replyForX, scene, type Scene } from './scene.ts'

interface Case {
  readonly what: string
  readonly happens: (scene: Scene) => unknown
  readonly code: string
  readonly exit: number
  readonly wayOut?: RegExp
}

const cases: Case[] = [
  { what: 'nothing happened', happens: () => {}, code: 'verified', exit: 0 },
  {
    what: 'its tag was deleted',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    code: 'version-gone',
    exit: 1,
    wayOut: /v1\.1\.0.*: go get github\.com\/acme\/x@v1\.1\.0$/,
  },
  {
    what: 'its tag was moved',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    code: 'version-moved',
    exit: 1,
    wayOut: /v1\.1\.0/,
  },
  {
    what: 'its tag was made anew on another commit with the same content',
    happens: async ({ x }) => {
      const [again = ''] = await x.commit([{ remove: ['b.go'], message: 'again' }])
      await x.moveTag('v1.0.0', again)
    },
    code: 'recreated',
    exit: 0,
  },
  {
    what: 'its repository was deleted',
    happens: ({ x }) => x.deleteRepository(),
    code: 'repo-gone',
    exit: 1,
    wayOut: /no other version/,
  },
  {
    what: 'the host says 401 and its page 404, and it was public before',
    happens: async ({ x, forge }) => {
      await x.deleteRepository()
      replyForX(forge, unauthorized())
    },
    code: 'repo-gone',
    exit: 1,
    wayOut: /if it is private: give a token for github\.com in GITHUB_TOKEN, or .*GOPRIVATE/,
  },
  {
    what: 'the host says 403 and its page 404, and it was public before',
    happens: ({ forge }) => replyForX(forge, status(403)),
    code: 'repo-gone',
    exit: 1,
    wayOut: /if it is private: give a token for github\.com in GITHUB_TOKEN, or .*GOPRIVATE/,
  },
  {
    what: 'git gets 404, but its page is there',
    happens: async ({ x, forge }) => {
      await x.deleteRepository()
      forge.pages.set('github.com/acme/x', { body: 'hello' })
    },
    code: 'suspected',
    exit: 3,
    wayOut: /look again after/,
  },
  {
    what: 'it wants credentials',
    happens: ({ forge }) => {
      forge.pages.set('github.com/acme/x', { body: 'hello' })
      replyForX(forge, unauthorized())
    },
    code: 'auth-required',
    exit: 3,
    wayOut: /^give a token for that host in GITHUB_TOKEN, or list the path in GOPRIVATE$/m,
  },
  {
    what: 'the host throttles',
    happens: ({ forge }) => replyForX(forge, throttled(120)),
    code: 'throttled',
    exit: 3,
    wayOut: /again after \d\d:\d\d UTC/,
  },
  {
    what: 'the host is in trouble',
    happens: ({ forge }) => replyForX(forge, unavailable()),
    code: 'unreachable',
    exit: 3,
  },
  {
    what: 'the host hangs',
    happens: ({ forge }) => replyForX(forge, hang()),
    code: 'unreachable',
    exit: 3,
  },
  {
    what: 'the host did not find it for a moment',
    happens: ({ forge }) => replyForX(forge, status(404), 2),
    code: 'verified',
    exit: 0,
  },
]

suite('headwater check', () => {
  for (const { what, happens, code, exit, wayOut } of cases) {
    test(`headwater check says ${code} and exits ${exit} when ${what}`, async () => {
      await using at = await scene()
      await happens(at)
      const { code: exitCode, report, x } = await at.judged()
      assert.deepEqual(
        [x.verdict.code, exitCode, report.exit],
        [code, exit, exit],
        JSON.stringify(x),
      )
      if (wayOut) assert.match(x.wayOut.join('\n'), new RegExp(wayOut.source, 'm'))
      const ok = report.modules.find(({ path }) => path === 'github.com/acme/ok')
      assert.equal(ok?.verdict.code, 'verified')
      assert.equal(
        report.requests.hosts['github.com']?.requests,
        at.forge.log.of('github.com').length,
      )
    })
  }
})

test('headwater check says commit-unreachable when a force push left the commit of a pseudo-version behind', async () => {
  let left: Repository | undefined
  await using at = await scene('', async (forge) => {
    const path = 'github.com/acme/untagged'
    left = await repository(forge, path, [commit(path), { files: { 'b.go': 'package a\n' } }])
    return `${path}@${await pseudoVersionOf(left, '')}`
  })
  assert.equal((await at.judged()).x.verdict.code, 'verified')
  await left?.forcePush('main', 0)
  const { code, x } = await at.judged()
  assert.deepEqual([code, x.verdict.code], [1, 'commit-unreachable'])
  assert.match(x.wayOut.join('\n'), /go get github\.com\/acme\/untagged@v0\.0\.0-/)
})

/** A module that a page leads to. */
async function vanity(forge: Forge): Promise<string> {
  forge.pages.set(
    'go.vanity.test/x',
    goImport('go.vanity.test/x', 'git', 'https://github.com/acme/v'),
  )
  await repository(forge, 'github.com/acme/v', [commit('go.vanity.test/x', { tags: ['v1.0.0'] })])
  return 'go.vanity.test/x@v1.0.0'
}

suite('headwater check and an import page', () => {
  test('headwater check says import-dead when the page names no repository any more', async () => {
    await using at = await scene('', vanity)
    at.forge.pages.set('go.vanity.test/x', { status: 404, body: 'gone' })
    at.forge.pages.set('go.vanity.test/', { body: 'welcome' })
    const { code, x } = await at.judged()
    assert.deepEqual(
      [code, x.verdict.code, x.verdict.confidence],
      [1, 'import-dead', 'corroborated'],
    )
  })

  for (const front of [503, 404, 401, 403, 429]) {
    test(`headwater check only suspects it when the front page says ${front}`, async () => {
      await using at = await scene('', vanity)
      at.forge.pages.set('go.vanity.test/x', { status: 404, body: 'gone' })
      at.forge.pages.set('go.vanity.test/', { status: front })
      const { code, x } = await at.judged()
      assert.deepEqual(
        [code, x.verdict.code, x.verdict.suspect?.code],
        [3, 'suspected', 'import-dead'],
      )
    })
  }

  test('headwater check says verified when the page was missing for a moment', async () => {
    await using at = await scene('', vanity)
    let left = 1
    at.forge.script(({ host }) =>
      host === 'go.vanity.test' && left-- > 0 ? status(404) : undefined,
    )
    const { code, x } = await at.judged()
    assert.deepEqual([code, x.verdict.code, x.verdict.observations], [0, 'verified', 2])
  })
})

for (const front of [404, 410, 401, 403, 429, 500]) {
  test(`headwater check only suspects that repositories are gone when their host says 404 to all and ${front} for its front page`, async () => {
    await using at = await scene()
    at.forge.script(({ path }) => (path === '/' ? status(front) : status(404)))
    const { code, report } = await at.judged()
    assert.equal(code, 3)
    assert.deepEqual(
      report.modules.map(({ verdict }) => [verdict.code, verdict.suspect?.code]),
      [
        ['suspected', 'repo-gone'],
        ['suspected', 'repo-gone'],
      ],
    )
    const rewrite = `github.com is asked at ${at.forge.url}/github.com/, a [[rewrite]]`
    for (const { wayOut } of report.modules) assert.ok(wayOut.join('\n').includes(rewrite))
  })
}

test('headwater check does not trust the front page of a host whose repositories are all gone at once', async () => {
  await using at = await scene()
  at.forge.script(({ path }) =>
    path === '/' ? redirect('welcome') : path === '/welcome' ? status(200) : status(404),
  )
  const { code, x } = await at.judged()
  assert.deepEqual([code, x.verdict.code, x.verdict.suspect?.code], [3, 'suspected', 'repo-gone'])
})

test('headwater check takes nothing for a control that is asked elsewhere than the module', async () => {
  await using at = await scene()
  at.forge.pages.set('github.com/', { body: 'welcome' })
  const typo = { from: 'https://github.com/acme/x', to: `${at.forge.url}/typo/x` }
  await at.home.configure({ rewrite: [...at.forge.rewrites(), typo] })
  const { code, x } = await at.judged()
  assert.deepEqual([code, x.verdict.code, x.verdict.suspect?.code], [3, 'suspected', 'repo-gone'])
})

suite('headwater check and a proxy that an import page names', () => {
  for (const [front, code] of [
    [404, 'suspected'],
    [200, 'version-gone'],
  ] as const) {
    test(`headwater check says ${code} when it has nothing and its front page says ${front}`, async () => {
      await using at = await scene()
      const path = 'go.vanity.test/p'
      at.forge.pages.set(path, goImport(path, 'mod', 'https://mods.test'))
      at.forge.pages.set('mods.test/', { status: front })
      await at.home.configure()
      const { stdout } = await check(at.home, ['--json', `${path}@v1.0.0`])
      const [p] = (JSON.parse(stdout) as Report).modules
      assert.equal(p?.verdict.code, code)
    })
  }
})

test('headwater check prints what it has when its time is over', async () => {
  await using at = await scene()
  await at.home.configure({})
  replyForX(at.forge, hang())
  const { code, x } = await at.judged(['--timeout', '1s'])
  assert.deepEqual([code, x.verdict.code], [3, 'pending'])
  assert.match(x.wayOut.join(), /--timeout/)
})

test('headwater check counts the requests that it cuts off when its time is over', async () => {
  await using at = await scene()
  await at.home.configure({})
  at.forge.script(() => hang())
  const { code, report } = await at.judged(['--timeout', '1s'])
  assert.equal(code, 3)
  assert.equal(report.requests.hosts['github.com']?.requests, 2)
  assert.equal(at.forge.log.of('github.com').length, 2)
})

test('headwater check notes hashes of unknown algorithms on standard error', async () => {
  await using at = await scene()
  await appendFile(join(at.home.folder, 'go.sum'), 'github.com/acme/x v1.0.0 h2:later\n')
  const { code, stderr } = await check(at.home)
  assert.equal(code, 0)
  assert.match(stderr, /^headwater: go\.sum: 1 hash of the unknown algorithm "h2" ignored$/m)
})

test('headwater check prints what it has when it is asked to stop', async () => {
  await using at = await scene()
  const { code, stdout, stderr } = await check(at.home, [], AbortSignal.abort())
  assert.equal(code, 3)
  assert.match(stdout, /^No answer yet for 2 of 2 modules\./m)
  assert.match(stdout, /no requests; the next run asks for 2 +exit 3\n$/)
  assert.match(stderr, /, stopped\n/)
})

test('headwater check says replace-missing when the folder of a replace line is not there', async () => {
  await using at = await scene()
  const file = join(at.home.folder, 'go.mod')
  await appendFile(file, '\nreplace github.com/acme/x => ./x\n')
  const { code, x } = await at.judged()
  assert.deepEqual([code, x.verdict.code, x.verdict.class], [1, 'replace-missing', 'lost'])
  await mkdir(join(at.home.folder, 'x'))
  await writeFile(join(at.home.folder, 'x/go.mod'), 'module github.com/acme/x\n')
  assert.equal((await check(at.home, ['-q'])).code, 0)
})

test('headwater check says pseudo-invalid when the tag below a pseudo-version was deleted', async () => {
  let tagged: Repository | undefined
  await using at = await scene('', async (forge) => {
    const path = 'github.com/acme/tagged'
    tagged = await repository(forge, path, [
      commit(path, { tags: ['v1.0.0'] }),
      { files: { 'b.go': 'package a\n' } },
    ])
    return `${path}@${await pseudoVersionOf(tagged, 'v1.0.0')}`
  })
  await tagged?.deleteTag('v1.0.0')
  const { code, x } = await at.judged()
  assert.deepEqual([code, x.verdict.code, x.verdict.observations], [1, 'pseudo-invalid', 2])
})

test('headwater check knows its formats, and what may be failed on', async () => {
  await using at = await scene()
  const wrong = await check(at.home, ['--format', 'xml'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /"xml"[^]*text, json, ndjson/)
  assert.equal((await check(at.home, ['--fail-on', 'lots'])).code, 2)
  const both = await check(at.home, ['--json', '--format', 'ndjson'])
  assert.equal(both.code, 2)
  assert.match(both.stderr, /--json and --format ndjson/)
  assert.equal((await check(at.home, ['--json', '--format', 'json'])).code, 0)

  const lines = (await check(at.home, ['--format', 'ndjson', '-q'])).stdout.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as ReportModule).path),
    ['github.com/acme/ok', 'github.com/acme/x', undefined],
  )
  assert.deepEqual(await check(at.home, ['-q']), { code: 0, stdout: '', stderr: '' })

  await at.x.deleteTag('v1.0.0')
  const quiet = await check(at.home, ['-q', '--fail-on', 'changed'])
  assert.deepEqual(quiet, {
    code: 0,
    stdout: 'lost version-gone corroborated github.com/acme/x v1.0.0\n',
    stderr: '',
  })
})

test('headwater check prints a report for people, and its progress on standard error', async () => {
  await using at = await scene()
  const { code, stdout, stderr } = await check(at.home)
  assert.equal(code, 0)
  assert.match(
    stdout,
    /^headwater check {2}corp\.example\/ledger {2}2 modules, 2 repositories, refs\n\n/,
  )
  assert.match(stdout, /^All 2 modules would build from upstream, byte for byte\.$/m)
  assert.match(stdout, /^\d+ s, \d+ requests and \d.* to 1 host +exit 0\n$/m)
  assert.match(
    stderr,
    /^headwater: 0 s, 2 modules in 2 repositories on 1 host\nheadwater: \d+ s, done\n$/,
  )
})
