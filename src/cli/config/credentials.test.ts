import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadConfig, readConfig } from './load.ts'
import { problemLine } from './problem.ts'

const cwd = mkdtempSync(join(tmpdir(), 'headwater-credentials-'))
after(() => rmSync(cwd, { recursive: true }))

function written(text: string): string {
  writeFileSync(join(cwd, 'test.toml'), text)
  return 'test.toml'
}

function problems(toml: string, env: NodeJS.ProcessEnv = {}): string[] {
  return readConfig({ file: written(toml), env, cwd }).problems.map(problemLine)
}

test('loadConfig() reads every kind of [[credentials]]', () => {
  const file = written(`
[[credentials]]
host = "Git.corp.example:443"
token-env = "GIT_TOKEN"
[[credentials]]
host = "[::1]:8443"
user = "bot"
password-file = "/run/secret"
insecure = true
[[credentials]]
host = "gitlab.example"
token = "planted"
user = "oauth2"
scheme = "basic"
`)
  assert.deepEqual(loadConfig({ file, env: {}, cwd }).credentials, [
    { host: 'git.corp.example', tokenEnv: 'GIT_TOKEN', insecure: false },
    { host: '[::1]:8443', user: 'bot', passwordFile: '/run/secret', insecure: true },
    {
      host: 'gitlab.example',
      token: 'planted',
      user: 'oauth2',
      scheme: 'basic',
      insecure: false,
    },
  ])
})

test('readConfig() tells what is wrong with credentials, proxies and authorities', () => {
  for (const [toml, expected] of [
    [
      '[[credentials]]\nhost = "a"',
      /^test\.toml:1: credentials\[0\]: must have exactly one of .*0$/,
    ],
    [
      '[[credentials]]\nhost = "a"\ntoken = "x"\ntoken-env = "X"',
      /^test\.toml:1: credentials\[0\]: must have exactly one of .*2$/,
    ],
    ['[[credentials]]\nhost = "a"\npassword = "x"', /lacks its "user"$/],
    [
      '[[credentials]]\nhost = "a"\npassword = "x"\nuser = "y"\nscheme = "bearer"',
      /sent as "basic" only$/,
    ],
    ['[[credentials]]\nhost = "a"\ntoken = "x"\nuser = "y"', /with scheme = "basic" only$/],
    ['[[credentials]]\nhost = "https://a/"\ntoken = "x"', /"https:\/\/a\/" is not a host such as/],
    [
      '[[credentials]]\nhost = "a"\ntoken = "x"\n[[credentials]]\nhost = "A:443"\ntoken = "y"',
      'test.toml:5: credentials[1].host: "a" is the "host" of an earlier table already',
    ],
    ['[outbound]\nca = "ca.pem"', 'test.toml:2: outbound.ca: this is not an absolute path'],
    ['[outbound]\nproxy = "socks5://a"', /spoken to by http or https, and not by socks5/],
    ['[outbound]\nproxy = "a:3128"', /begins with neither http:\/\/ nor https:\/\/$/],
    ['[outbound]\nno-proxy = ["http://a"]', /"http:\/\/a" is not a name, an address or a network/],
  ] as const) {
    const [found = '', ...others] = problems(toml)
    assert.deepEqual(others, [])
    if (typeof expected === 'string') assert.equal(found, expected)
    else assert.match(found, expected)
  }
})

test('readConfig() shows no secret in a complaint about it', () => {
  for (const toml of [
    '[[credentials]]\nhost = "x://me:planted@a"\ntoken = "x"',
    '[[credentials]]\nhost = "https://planted@a"\ntoken = "x"',
    '[[credentials]]\nhost = "a"\ntoken = "planted\\nx"',
    '[[credentials]]\nhost = "a"\ntoken-file = "planted"',
    '[[credentials]]\nhost = "a"\ntoken-env = "planted-x"',
    '[[credentials]]\nhost = "a"\nuser = "me:planted"\npassword = "x"',
    'credentials = "planted"',
    'credentials = ["planted"]',
    '[outbound]\nproxy = "ftp://me:planted@a"',
    '[outbound]\nproxy = "me:planted@a"',
    '[outbound]\nproxy = "http://me:planted@a/path"',
    '[outbound]\nproxy = "http://me:planted%@a"',
  ]) {
    const found = problems(toml)
    assert.ok(found.length > 0, toml)
    for (const line of found)
      assert.doesNotMatch(line, /planted@|"planted|planted\\n|me:planted/, toml)
  }
  assert.match(problems('[[credentials]]\nhost = "a"\ntoken = 91734')[0] ?? '', /and is "\*\*\*"$/)
  const env = { HEADWATER_OUTBOUND_PROXY: 'me:planted@proxy' }
  for (const line of problems('', env)) assert.doesNotMatch(line, /planted/)
})
