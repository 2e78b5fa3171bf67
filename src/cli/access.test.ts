import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import { readAccess } from './access.ts'
import { loadConfig } from './config/load.ts'

const home = mkdtempSync(join(tmpdir(), 'headwater-access-'))
after(() => rmSync(home, { recursive: true }))
const at = (name: string) => join(home, name)

function secret(name: string, text: string, mode = 0o600): string {
  writeFileSync(at(name), text)
  chmodSync(at(name), mode)
  return at(name)
}

async function access(toml: string, env: NodeJS.ProcessEnv = {}, personal = false) {
  writeFileSync(at('access.toml'), toml)
  const config = loadConfig({ file: 'access.toml', env: {}, cwd: home })
  const { access, warnings } = await readAccess(config, { env, personal })
  const told = access.credentials?.map(({ host, authorization }) => `${host} ${authorization}`)
  return { ...access, told, warnings }
}

const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`
const table = (...lines: readonly string[]) =>
  `[[credentials]]\nhost = "a.example"\n${lines.join('\n')}\n`

suite('readAccess() reads credentials', () => {
  secret('token', 'of-file\n')
  secret('open', 'of-open-file', 0o644)
  secret('netrc', 'machine b.example login me password of-netrc\n')
  secret('.netrc', 'machine C.example:81 login me password of-home\n')

  for (const [what, toml, env, expected] of [
    ['a token', 'token = "x"', {}, 'Bearer x'],
    ['a token of the environment', 'token-env = "TOKEN"', { TOKEN: 'y' }, 'Bearer y'],
    ['a token of a file', `token-file = "${at('token')}"`, {}, 'Bearer of-file'],
    ['a token as password', 'token = "x"\nscheme = "basic"', {}, basic('x-access-token', 'x')],
    [
      'a token as password of somebody',
      'token = "x"\nscheme = "basic"\nuser = "oauth2"',
      {},
      basic('oauth2', 'x'),
    ],
    ['a password', 'user = "me"\npassword = "p:w"', {}, basic('me', 'p:w')],
    [
      'a password of a file',
      `user = "me"\npassword-file = "${at('token')}"`,
      {},
      basic('me', 'of-file'),
    ],
  ] as const) {
    test(`from ${what}`, async () => {
      const { told, warnings } = await access(table(toml), env)
      assert.deepEqual([told, warnings], [[`a.example ${expected}`], []])
    })
  }

  for (const [what, toml, reason] of [
    ['a file that is not there', `token-file = "${at('none')}"`, /none does not exist$/],
    ['a folder', `token-file = "${home}"`, /cannot be read \(EISDIR\)$/],
    [
      'a file of many lines',
      `token-file = "${secret('many', 'planted\nplanted')}"`,
      /more than one line$/,
    ],
    ['a file with nothing', `token-file = "${secret('empty', '\n')}"`, /holds no secret/],
    [
      'a file with what is no token',
      `token-file = "${secret('words', 'plänted x')}"`,
      /holds what is no token$/,
    ],
    ['a variable that is not set', 'token-env = "TOKEN"', /the variable TOKEN is not set$/],
  ] as const) {
    test(`and says what is wrong with ${what}`, async () => {
      await assert.rejects(access(table(toml)), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, /^Cannot use the credentials of a\.example: /)
        assert.match(error.message, reason)
        assert.doesNotMatch(error.message, /planted|plänted/)
        return true
      })
    })
  }

  test('and warns of files that others may read', async () => {
    const { told, warnings } = await access(table(`token-file = "${at('open')}"`))
    assert.deepEqual(told, ['a.example Bearer of-open-file'])
    assert.deepEqual(warnings, [
      `${at('open')} holds secrets and may be read by others (chmod 600)`,
    ])
  })

  const named = `${table('token = "x"')}[outbound]\nnetrc = "${at('netrc')}"\n`
  const ofTable = 'a.example Bearer x'
  const ofNamed = `b.example ${basic('me', 'of-netrc')}`
  const ofHome = `c.example:81 ${basic('me', 'of-home')}`
  const ofGitHub = [
    `github.com ${basic('x-access-token', 'of-env')}`,
    'api.github.com Bearer of-env',
  ]
  const env = { HOME: home, GITHUB_TOKEN: 'of-env' }
  for (const [what, toml, variables, personal, expected] of [
    ['nothing of their user for a server', '', { ...env, NETRC: at('netrc') }, false, []],
    ['a named netrc for a server', named, env, false, [ofTable, ofNamed]],
    ['all of their user for somebody', '', env, true, [ofHome, ...ofGitHub]],
    ['a named netrc in place of the own', named, env, true, [ofTable, ofNamed, ...ofGitHub]],
    ['the netrc that NETRC names', '', { HOME: home, NETRC: at('netrc') }, true, [ofNamed]],
    ['no netrc where GOAUTH says so', '', { ...env, GOAUTH: 'off' }, true, ofGitHub],
    ['netrc among others of GOAUTH', '', { HOME: home, GOAUTH: 'git /x; netrc' }, true, [ofHome]],
    ['no netrc where there is none', '', { HOME: at('nobody') }, true, []],
    ['GH_TOKEN first', '', { GH_TOKEN: 'of-env', GITHUB_TOKEN: 'y' }, true, ofGitHub],
    ['no token that is none', '', { GH_TOKEN: 'a\nb' }, true, []],
  ] as const) {
    test(`: ${what}`, async () => {
      assert.deepEqual((await access(toml, variables, personal)).told, expected)
    })
  }

  test('and stops at a named netrc that is not there', async () => {
    const toml = `[outbound]\nnetrc = "${at('none')}"`
    await assert.rejects(access(toml), {
      message: /^Cannot use the netrc file: .*none does not exist$/,
    })
  })
})

suite('readAccess() chooses proxies', () => {
  const env = {
    HTTPS_PROXY: 'https.env:1',
    HTTP_PROXY: 'http.env:2',
    NO_PROXY: 'b.example, .c.example',
  }
  const own = '[outbound]\nproxy = "http://own:3"\n'
  for (const [toml, variables, url, expected] of [
    ['', {}, 'https://a.example/', undefined],
    ['', env, 'https://a.example/', 'https.env'],
    ['', env, 'http://a.example/', 'http.env'],
    ['', { https_proxy: 'low.env' }, 'https://a.example/', 'low.env'],
    ['', { HTTPS_PROXY: '', https_proxy: 'low.env' }, 'https://a.example/', 'low.env'],
    ['', { HTTPS_PROXY: 'high.env', https_proxy: 'low.env' }, 'https://a.example/', 'high.env'],
    ['', { HTTPS_PROXY: 'x' }, 'http://a.example/', undefined],
    ['', env, 'https://b.example/', undefined],
    ['', env, 'https://x.c.example/', undefined],
    ['', { HTTP_PROXY: 'x', no_proxy: '*' }, 'http://a.example/', undefined],
    [own, env, 'https://a.example/', 'own'],
    [own, env, 'http://a.example/', 'own'],
    [own, env, 'http://b.example/', undefined],
    [`${own}no-proxy = ["a.example"]`, env, 'http://a.example/', undefined],
    [`${own}no-proxy = ["a.example"]`, env, 'http://b.example/', 'own'],
    [`${own}no-proxy = []`, env, 'http://b.example/', 'own'],
    ['[outbound]\nno-proxy = ["a.example"]', env, 'http://a.example/', undefined],
    ['[outbound]\nproxy = "off"', env, 'https://a.example/', undefined],
  ] as const) {
    test(`${expected} for ${url} with ${JSON.stringify([toml, variables])}`, async () => {
      const { proxyFor } = await access(toml, variables)
      assert.equal(proxyFor?.(new URL(url))?.hostname, expected)
    })
  }

  for (const value of ['socks5://me:planted@a', 'http://me:planted@a/b', 'me:planted@:x']) {
    test(`and stops at ${value.replace('planted', '…')}, without its password`, async () => {
      await assert.rejects(access('', { https_proxy: value }), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, /^Cannot use the proxy of https_proxy: /)
        assert.doesNotMatch(error.message + String(error.cause), /planted/)
        return true
      })
    })
  }
})

test('readAccess() reads authorities, and stops at a file that is none', async () => {
  const { authorities } = await access('', { SSL_CERT_FILE: '' })
  assert.equal(authorities, undefined)
  const env = { SSL_CERT_FILE: at('none') }
  await assert.rejects(access('', env), { code: 'invalid', message: /\(SSL_CERT_FILE\)/ })
})
