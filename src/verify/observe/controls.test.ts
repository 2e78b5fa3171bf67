import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { Failure, type FailureCode } from '../../failure.ts'
import { openControls, type Answered, type ControlTools } from './controls.ts'
import { ruleFinder } from './rewrite-rules.ts'

const own = 'https://git.test/own'
const early: Answered = {
  at: 0,
  url: 'https://git.test/early',
  vcs: 'git',
  of: 'repository',
  saw: 'repository answers',
  answers: true,
}
const day = 86_400_000
const git = (at: number) => (url: string) => ({ vcs: 'git', url, at })

interface Case {
  readonly answered?: readonly Answered[]
  readonly known?: readonly string[]
  /** When those were there; long ago unless given. */
  readonly knownThen?: number
  /** When the one in question was missed; at the beginning unless given. */
  readonly since?: number
  /** What each repository says; it tells its refs unless given. */
  readonly says?: Readonly<Record<string, FailureCode>>
  readonly at?: number
  readonly isRefused?: boolean
  readonly url?: string
  readonly front?: number
}

/** The control that is found, and the repositories that were asked for it. */
async function controlFor(given: Case) {
  const { answered = [], known = [], says = {}, at = 1000, isRefused = false } = given
  await using server = await webServer(
    (_, response) => void response.writeHead(given.front ?? 200).end(),
  )
  const rules = [
    { from: 'https://git.test/', to: `${server.url}/` },
    { from: 'https://git.test/elsewhere/', to: 'https://mirror.test/' },
    { from: 'https://github.com/', to: `${server.url}/` },
  ]
  await using opened = openTestGate(rules)
  const asked: string[] = []
  const tools: ControlTools = {
    gate: opened.gate,
    now: () => at,
    ruleOf: ruleFinder(rules),
    answered: new Map([['git.test', answered]]),
    knownAt: (host) => (host === 'git.test' ? known.map(git(given.knownThen ?? -8 * day)) : []),
    origins: {
      async look(_, url) {
        asked.push(url)
        const code = says[url]
        if (code) throw new Failure(code, 'no', { status: 401, at: 'repository' })
        return { tags: new Map() }
      },
    },
  }
  const controls = openControls(tools)
  const control = await controls.repository(given.url ?? own, given.since ?? 0, isRefused)
  await controls.repository(given.url ?? own, given.since ?? 0, isRefused)
  return { control, asked, pages: server.asked }
}

suite('Controls.repository()', () => {
  test('takes another repository that answered within a minute', async () => {
    const { control, asked } = await controlFor({ answered: [early] })
    assert.deepEqual([control, asked], [early, []])
  })

  test('asks it anew when that is longer ago, and once', async () => {
    const { control, asked } = await controlFor({ answered: [early], at: 60_001 })
    assert.deepEqual([control?.url, control?.at, asked], [early.url, 60_001, [early.url]])
  })

  test('asks it anew when it answered before the one in question was missed, and once', async () => {
    const { control, asked } = await controlFor({ answered: [early], since: 1 })
    assert.deepEqual([control?.url, control?.at, asked], [early.url, 1000, [early.url]])
  })

  test('tells that it is missed, too, where one that was there lately is gone, whatever the front page says', async () => {
    const known = ['https://git.test/a']
    for (const given of [
      { known, knownThen: -6 * day },
      { answered: [early], since: 1 },
    ]) {
      const [url = ''] = 'known' in given ? known : [early.url]
      const { control, pages } = await controlFor({ ...given, says: { [url]: 'not-found' } })
      assert.deepEqual(
        [control?.of, control?.url, control?.answers, control?.status, pages],
        ['repository', url, false, 404, []],
      )
    }
  })

  test('asks anew where the host wants credentials, and tells that it says the same to all', async () => {
    const says = { [early.url]: 'auth-required' as const }
    const { control, asked } = await controlFor({ answered: [early], says, isRefused: true })
    assert.deepEqual(
      [control?.of, control?.answers, control?.status, control?.saw, asked],
      ['repository', false, 401, '401', [early.url]],
    )
  })

  test('takes one of earlier runs, but neither itself nor what goes another way', async () => {
    const known = ['https://git.test/OWN.git', 'https://git.test/elsewhere/x', 'https://git.test/b']
    const { control, asked } = await controlFor({ known })
    assert.deepEqual([control?.url, control?.answers, asked], [known[2], true, [known[2]]])
  })

  test('takes the next where one is gone itself, and at last the front page', async () => {
    const known = ['https://git.test/a', 'https://git.test/b']
    const says = { [known[0] ?? '']: 'not-found', [known[1] ?? '']: 'not-found' } as const
    const { control, asked, pages } = await controlFor({ known, says })
    assert.deepEqual(
      [control?.of, control?.answers, control?.saw, asked, pages],
      ['page', true, '200', known, ['GET /']],
    )
  })

  test('takes a well-known repository of the host where nothing else is known', async () => {
    const { control, asked, pages } = await controlFor({ url: 'https://github.com/acme/x' })
    assert.deepEqual([control?.of, control?.url, pages], ['repository', asked[0], []])
    assert.match(asked[0] ?? '', /^https:\/\/github\.com\//)
  })

  test('takes the front page of a host of which nothing is known', async () => {
    const { control, asked } = await controlFor({ front: 404 })
    assert.deepEqual(
      [control?.of, control?.answers, control?.saw, asked],
      ['page', false, '404', []],
    )
  })

  test('takes nothing that goes another way', async () => {
    const { control } = await controlFor({
      url: 'https://git.test/elsewhere/x',
      answered: [early],
      known: ['https://git.test/b'],
    })
    assert.equal(control, undefined)
  })
})

/** The control for a page that was missed at a moment, where others of the host say `status` by now. */
async function pageControl(since: number, status: number, answered: readonly Answered[]) {
  await using server = await webServer((_, response) => void response.writeHead(status).end())
  const rules = [{ from: 'https://git.test/', to: `${server.url}/` }]
  await using opened = openTestGate(rules)
  const controls = openControls({
    gate: opened.gate,
    now: () => 1000,
    ruleOf: ruleFinder(rules),
    answered: new Map([['git.test', answered]]),
    knownAt: () => [],
    origins: { look: () => Promise.resolve(undefined) },
  })
  const control = await controls.page('https://git.test/own', since)
  return [control?.url, control?.answers, server.asked]
}

suite('Controls.page()', () => {
  const page: Answered = { ...early, url: 'https://git.test/other?go-get=1', vcs: '', of: 'page' }

  test('takes another page that answered after that', async () => {
    assert.deepEqual(await pageControl(0, 404, [page]), [page.url, true, []])
  })

  test('asks another page that answered before that anew', async () => {
    for (const status of [200, 404]) {
      assert.deepEqual(await pageControl(1, status, [page]), [
        page.url,
        status === 200,
        ['GET /other?go-get=1'],
      ])
    }
  })

  test('asks for the front page where nothing else has answered', async () => {
    assert.deepEqual(await pageControl(1, 200, []), ['https://git.test/', true, ['GET /']])
  })
})
