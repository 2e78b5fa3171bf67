import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../../../test/open-test-gate.ts'
import { bodyOf, webServer } from '../../../../test/web-server.ts'
import { ruleFinder } from '../rewrite-rules.ts'
import { forgeAsker } from './forge-asker.ts'

interface Question {
  readonly query: string
  readonly variables: Readonly<Record<string, string>>
}

interface Repo {
  readonly isArchived?: boolean
  readonly isPrivate?: boolean
  readonly url?: string
}

/** A forge's interface that knows some repositories, by `owner/name`. */
async function gitHub(repos: Readonly<Record<string, Repo>>, status = 200) {
  const heard: (string | undefined)[] = []
  const questions: Question[] = []
  const answer = (text: string): string => {
    const question = JSON.parse(text) as Question
    questions.push(question)
    const { variables } = question
    const aliases = [...question.query.matchAll(/(r(\d+)): repository/g)]
    const data = aliases.map(([, alias = '', n = '']) => [
      alias,
      repos[`${variables[`o${n}`]}/${variables[`n${n}`]}`] ?? null,
    ])
    const errors = data
      .filter(([, found]) => found === null)
      .map(([alias]) => ({ type: 'NOT_FOUND', path: [alias] }))
    return JSON.stringify({ data: Object.fromEntries(data) as unknown, errors })
  }
  const server = await webServer((request, response) => {
    heard.push(request.headers.authorization)
    void bodyOf(request).then((text) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer(text)),
    )
  })
  return { server, heard, questions, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const to = (url: string, user = 'x:secret@') => url.replace('//', `//${user}`)

async function ask(
  url: string,
  urls: readonly string[],
  { user = 'x:secret@', isRepositoryRewritten = true } = {},
) {
  const rules = [
    { from: 'https://api.github.com/', to: `${to(url, user)}/` },
    ...(isRepositoryRewritten ? [{ from: 'https://github.com/', to: `${url}/` }] : []),
  ]
  await using opened = openTestGate(rules)
  const forges = forgeAsker({ gate: opened.gate, now: () => 5, ruleOf: ruleFinder(rules) })
  await forges.askForAll(urls)
  const facts = await Promise.all(urls.map((one) => forges.facts(one, true)))
  return { facts, records: opened.records }
}

const x = 'https://github.com/acme/x'
const api = 'https://api.github.com/graphql'

suite('forgeAsker() and GitHub', () => {
  test('asks for all repositories with one question, and the token', async () => {
    await using forge = await gitHub({
      'acme/x': { isArchived: true, isPrivate: false, url: x },
      'acme/y': { isArchived: false, isPrivate: true, url: 'https://github.com/new/y' },
      'acme/Z': { isArchived: false, isPrivate: false, url: 'https://github.com/Acme/z' },
    })
    const urls = ['x', 'y', 'Z', 'gone'].map((name) => `https://github.com/acme/${name}`)
    const { facts, records } = await ask(forge.server.url, urls)
    const at = { at: 5, url: api }
    assert.deepEqual(facts, [
      { ...at, status: 200, archived: true, isPrivate: false },
      { ...at, status: 200, archived: false, isPrivate: true, movedTo: 'https://github.com/new/y' },
      { ...at, status: 200, archived: false, isPrivate: false },
      { ...at, status: 404 },
    ])
    assert.deepEqual(forge.heard, [`Basic ${btoa('x:secret')}`])
    assert.deepEqual(
      records.map(({ purpose, url }) => [purpose, url]),
      [['forge', api]],
    )
  })

  test('asks fifty at a time', async () => {
    await using forge = await gitHub({})
    const urls = Array.from({ length: 51 }, (_, n) => `https://github.com/acme/x${n}`)
    const { facts } = await ask(forge.server.url, [...urls, x.replace('github.com', 'git.test')])
    assert.equal(forge.questions.length, 2)
    assert.equal(facts.filter((one) => one?.status === 404).length, 51)
  })

  test('puts no name into the text of the question', async () => {
    await using forge = await gitHub({})
    const odd = [
      'https://github.com/a/b") { x }',
      'https://github.com/a/b/c',
      'https://github.com/a',
    ]
    const { facts } = await ask(forge.server.url, [...odd, x])
    assert.deepEqual(
      facts.map((one) => one?.status),
      [undefined, undefined, undefined, 404],
    )
    assert.deepEqual(forge.questions[0]?.variables, { o0: 'acme', n0: 'x' })
    assert.doesNotMatch(forge.questions[0]?.query ?? '', /acme/)
  })

  test('tells of every repository that the token is not taken', async () => {
    await using forge = await gitHub({ 'acme/x': { url: x } }, 401)
    const { facts } = await ask(forge.server.url, [x])
    assert.deepEqual(facts, [{ at: 5, url: api, status: 401 }])
  })

  for (const [what, options] of [
    ['without a token', { user: '' }],
    ['where the repository is not asked of GitHub itself', { isRepositoryRewritten: false }],
  ] as const) {
    test(`asks nobody ${what}`, async () => {
      await using forge = await gitHub({ 'acme/x': { url: x } })
      const { facts } = await ask(forge.server.url, [x], options)
      assert.deepEqual([facts, forge.server.asked], [[undefined], []])
    })
  }
})

suite('forgeAsker() and forges that are asked one by one', () => {
  for (const [url, asked, body, expected] of [
    [
      'https://gitlab.com/a/b/c.git',
      '/gitlab.com/api/v4/projects/a%2Fb%2Fc',
      { archived: true, visibility: 'private', web_url: 'https://gitlab.com/a/new' },
      { archived: true, isPrivate: true, movedTo: 'https://gitlab.com/a/new' },
    ],
    [
      'https://codeberg.org/a/b',
      '/codeberg.org/api/v1/repos/a/b',
      { archived: false, private: false, html_url: 'https://codeberg.org/A/b' },
      { archived: false, isPrivate: false },
    ],
    [
      'https://bitbucket.org/a/b',
      '/api.bitbucket.org/2.0/repositories/a/b',
      { is_private: true, links: { html: { href: 'javascript:alert(1)' } } },
      { archived: false, isPrivate: true },
    ],
  ] as const) {
    test(`asks ${asked} in doubt only, and once`, async () => {
      await using server = await webServer((_, response) => response.end(JSON.stringify(body)))
      const hosts = ['gitlab.com', 'codeberg.org', 'bitbucket.org', 'api.bitbucket.org']
      const rules = hosts.map((host) => ({
        from: `https://${host}/`,
        to: `${to(server.url)}/${host}/`,
      }))
      await using opened = openTestGate(rules)
      const forges = forgeAsker({ gate: opened.gate, now: () => 5, ruleOf: ruleFinder(rules) })
      assert.equal(await forges.facts(url, false), undefined)
      const {
        at: _,
        url: __,
        status,
        ...told
      } = (await forges.facts(url, true)) ?? { at: 0, url: '' }
      await forges.facts(url, true)
      assert.deepEqual([status, told, server.asked], [200, expected, [`GET ${asked}`]])
    })
  }

  test('knows no interface of other hosts', async () => {
    await using opened = openTestGate([])
    const forges = forgeAsker({ gate: opened.gate, now: () => 5, ruleOf: () => undefined })
    for (const url of [
      'https://git.test/a/b',
      'https://gitlab.com/a',
      'ssh://git@gitlab.com/a/b',
    ]) {
      assert.equal(await forges.facts(url, true), undefined)
    }
  })
})
