import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environmentTokens, tokenVariableOf } from './environment-tokens.ts'

const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`
const gitHub = [
  `github.com ${basic('x-access-token', 't')}`,
  'api.github.com Bearer t',
  'note: GITHUB_TOKEN is sent to github.com and api.github.com',
]
const gitLab = [
  'gitlab.com/api/ Bearer t',
  `gitlab.com ${basic('oauth2', 't')}`,
  'note: GITLAB_TOKEN is sent to gitlab.com',
]
const codeberg = [
  'codeberg.org/api/ token t',
  `codeberg.org ${basic('token', 't')}`,
  'note: CODEBERG_TOKEN is sent to codeberg.org',
]

for (const [what, env, known, expected] of [
  ['nothing', {}, [], []],
  ['an empty variable', { GITHUB_TOKEN: '' }, [], []],
  ['what is no token', { GITHUB_TOKEN: 'a b' }, [], []],
  ['a token for GitHub', { GITHUB_TOKEN: 't' }, [], gitHub],
  [
    'a job of GitHub itself',
    { GITHUB_TOKEN: 't', GITHUB_SERVER_URL: 'https://github.com' },
    [],
    gitHub,
  ],
  [
    'a job of a forge that sets the same variable for itself',
    { GITHUB_TOKEN: 't', GITHUB_SERVER_URL: 'https://codeberg.org' },
    [],
    [],
  ],
  ['an enterprise host', { GH_TOKEN: 't', GH_HOST: 'git.corp.example' }, [], []],
  [
    'credentials that the API has already',
    { GITHUB_TOKEN: 't' },
    ['api.github.com'],
    [gitHub[0], 'note: GITHUB_TOKEN is sent to github.com'],
  ],
  ['credentials for all of it', { GITHUB_TOKEN: 't' }, ['github.com', 'api.github.com'], []],
  ['a token for GitLab', { GITLAB_TOKEN: 't' }, [], gitLab],
  ['GitLab by its host', { GITLAB_TOKEN: 't', CI_SERVER_HOST: 'gitlab.com' }, [], gitLab],
  ['another GitLab', { GITLAB_TOKEN: 't', GITLAB_HOST: 'https://git.corp.example' }, [], []],
  ['a token for Codeberg', { CODEBERG_TOKEN: 't' }, [], codeberg],
] as const) {
  test(`environmentTokens() gives ${expected.length} lines for ${what}`, () => {
    const found = environmentTokens(env, new Set(known))
    const told = found
      .flatMap(({ credentials }) => credentials)
      .map(({ host, path = '', authorization }) => `${host}${path} ${authorization}`)
      .concat(found.map(({ note }) => `note: ${note}`))
    assert.deepEqual(told, expected)
  })
}

for (const [env, host, expected] of [
  [{}, 'github.com', 'GITHUB_TOKEN'],
  [{}, 'gitlab.com', 'GITLAB_TOKEN'],
  [{}, 'codeberg.org', 'CODEBERG_TOKEN'],
  [{}, 'git.corp.example', undefined],
  [{ GITHUB_SERVER_URL: 'https://codeberg.org' }, 'github.com', undefined],
] as const) {
  test(`tokenVariableOf() is ${expected} for ${host} and ${JSON.stringify(env)}`, () => {
    assert.equal(tokenVariableOf(env, host), expected)
  })
}
