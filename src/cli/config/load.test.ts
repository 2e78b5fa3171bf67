import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { loadConfig, readConfig } from './load.ts'
import { problemLine } from './problem.ts'

const cwd = mkdtempSync(join(tmpdir(), 'headwater-config-'))
after(() => rmSync(cwd, { recursive: true }))

function written(text: string | Uint8Array, name = 'test.toml'): string {
  writeFileSync(join(cwd, name), text)
  return name
}

function problems(toml: string, env: NodeJS.ProcessEnv = {}): string[] {
  return readConfig({ file: written(toml), env, cwd }).problems.map(problemLine)
}

const none = { github: [], gitlab: [], gitea: [], generic: [], sourcehut: [] }
const noHooks = { ...none, interval: 10_000 }
const everything = { pattern: '*', allowed: ['all'] }

test('loadConfig() gives the defaults, frozen, when nothing is set', () => {
  const config = loadConfig({ env: { PATH: '/bin' }, cwd })
  assert.deepEqual(config, {
    listen: { host: '127.0.0.1', port: 3000 },
    data: join(cwd, 'headwater-data'),
    dataIsDefault: true,
    publicUrl: undefined,
    upstream: [{ source: 'direct', fallBackOn: 'not-found' }],
    private: [],
    govcs: [everything],
    insecure: [],
    rewrite: [],
    ssh: [],
    credentials: [],
    outbound: {
      allow: [],
      proxy: undefined,
      noProxy: undefined,
      ca: undefined,
      netrc: undefined,
      contact: undefined,
      connectTimeout: 10_000,
      idleTimeout: 60_000,
      requestTimeout: 600_000,
      maxRepository: 4 * 2 ** 30,
      maxPage: 2 ** 20,
      connectionsPerHost: 8,
    },
    freshness: { list: 60_000, notFound: 60_000, strict: 60_000 },
    politeness: { looks: true, interval: 1000, floor: 604_800_000, watch: [] },
    ledger: { requests: 7_776_000_000, days: 34_560_000_000 },
    hooks: noHooks,
    disk: { repositories: 20 * 2 ** 30 },
    memory: { cache: 64 * 2 ** 20 },
    fetch: { parallel: 4 },
    toolchains: { keep: true },
    log: { level: 'info', requests: false },
  })
  for (const part of [config, config.listen, config.outbound.allow, config.upstream[0]]) {
    assert.ok(Object.isFrozen(part))
  }
})

test('loadConfig() reads every key from the file', () => {
  const file = written(`
listen = "[::1]:0"
data = "/srv/go"
public-url = "https://Go.corp.example/"
upstream = "https://proxy.example|direct"
private = ["corp.example/*", "[ab].example"]
govcs = "private:all,public:git"
insecure = ["old.example"]
[[rewrite]]
from = "https://github.com/"
to = "http://127.0.0.1:8080/github/"
[[ssh]]
host = "Git.corp.example"
key = "/etc/headwater/key"
known-hosts = "/etc/headwater/known_hosts"
[[ssh]]
host = "10.0.0.9"
key = "/etc/headwater/other"
known-hosts = "/etc/headwater/known_hosts"
user = "deploy"
[outbound]
proxy = "http://me:planted@proxy.example:3128"
no-proxy = [".corp.example", "10.0.0.0/8", "*"]
ca = "/etc/ca.pem"
netrc = "/etc/netrc"
allow = ["127.0.0.0/8", "::1", "10.0.0.1", "git.corp.example", "fd00::/8"]
contact = "mailto:ops@corp.example"
connect-timeout = "1s"
idle-timeout = "2s"
request-timeout = "3s"
max-repository = 1048576
max-page = "6kB"
connections-per-host = 7
[politeness]
looks = false
interval = "5s"
floor = "off"
watch = ["corp.example/x"]
[ledger]
requests = "24h"
days = "10000d"
[freshness]
list = "0s"
not-found = "1m"
[hooks]
github = ["file:/run/secrets/github"]
interval = "1m"
[disk]
repositories = "1GB"
[memory]
cache = "0"
[fetch]
parallel = 1
[toolchains]
keep = false
[log]
level = "trace"
requests = true
`)
  assert.deepEqual(loadConfig({ file, env: {}, cwd }), {
    listen: { host: '::1', port: 0 },
    data: '/srv/go',
    dataIsDefault: false,
    publicUrl: 'https://go.corp.example',
    upstream: [
      { source: 'https://proxy.example', fallBackOn: 'any-failure' },
      { source: 'direct', fallBackOn: 'not-found' },
    ],
    private: ['corp.example/*', '[ab].example'],
    govcs: [
      { pattern: 'private', allowed: ['all'] },
      { pattern: 'public', allowed: ['git'] },
      everything,
    ],
    insecure: ['old.example'],
    rewrite: [{ from: 'https://github.com/', to: 'http://127.0.0.1:8080/github/' }],
    ssh: [
      {
        host: 'git.corp.example',
        key: '/etc/headwater/key',
        knownHosts: '/etc/headwater/known_hosts',
      },
      {
        host: '10.0.0.9',
        key: '/etc/headwater/other',
        knownHosts: '/etc/headwater/known_hosts',
        user: 'deploy',
      },
    ],
    credentials: [],
    outbound: {
      allow: ['127.0.0.0/8', '::1', '10.0.0.1', 'git.corp.example', 'fd00::/8'],
      proxy: 'http://me:planted@proxy.example:3128',
      noProxy: ['.corp.example', '10.0.0.0/8', '*'],
      ca: '/etc/ca.pem',
      netrc: '/etc/netrc',
      contact: 'mailto:ops@corp.example',
      connectTimeout: 1000,
      idleTimeout: 2000,
      requestTimeout: 3000,
      maxRepository: 2 ** 20,
      maxPage: 6000,
      connectionsPerHost: 7,
    },
    freshness: { list: 0, notFound: 60_000, strict: 60_000 },
    politeness: { looks: false, interval: 5000, floor: Infinity, watch: ['corp.example/x'] },
    ledger: { requests: 86_400_000, days: 864_000_000_000 },
    hooks: { ...noHooks, github: [{ file: '/run/secrets/github' }], interval: 60_000 },
    disk: { repositories: 1e9 },
    memory: { cache: 0 },
    fetch: { parallel: 1 },
    toolchains: { keep: false },
    log: { level: 'trace', requests: true },
  })
})

test('loadConfig() lets options win over the environment, that over the file, that over defaults', () => {
  const file = written('listen = "a:1"\nupstream = "a.example"\n[log]\nlevel = "warn"\n')
  const env = {
    HEADWATER_LISTEN: 'b:2',
    HEADWATER_LOG_LEVEL: 'error',
    HEADWATER_CONFIG: 'unused.toml',
  }
  const overrides = [{ key: 'listen', value: 'c:3', option: '--listen' }]
  const { config, settings } = readConfig({ file, env, overrides, cwd })
  assert.deepEqual(config?.listen, { host: 'c', port: 3 })
  assert.equal(config?.log.level, 'error')
  assert.equal(config?.upstream[0]?.source, 'https://a.example')
  const origins = Object.fromEntries(settings.map(({ key, origin }) => [key.name, origin.name]))
  assert.equal(origins['listen'], '--listen')
  assert.equal(origins['log.level'], 'HEADWATER_LOG_LEVEL')
  assert.equal(origins['upstream'], 'test.toml:2')
  assert.equal(origins['log.requests'], 'default')
})

test('loadConfig() reads every kind of value from the environment', () => {
  const config = loadConfig({
    cwd,
    env: {
      HEADWATER_PRIVATE: 'corp.example/*, other.example,',
      HEADWATER_REWRITE:
        'https://a.example/=http://127.0.0.1:1/a/,https://b.example=http://127.0.0.1:2?'.slice(
          0,
          -1,
        ),
      HEADWATER_SSH: 'a.example=/run/key=/run/known,b.example=/run/key=/run/known=deploy',
      HEADWATER_CREDENTIALS: 'a.example=TOKEN_A,b.example:8443=TOKEN_B',
      HEADWATER_OUTBOUND_ALLOW: '127.0.0.0/8,10.0.0.0/8',
      HEADWATER_OUTBOUND_CONNECTIONS_PER_HOST: '3',
      HEADWATER_MEMORY_CACHE: '1024',
      HEADWATER_FRESHNESS_NOT_FOUND: '1h',
      HEADWATER_LOG_REQUESTS: 'true',
      HEADWATER_LISTEN: '',
    },
  })
  assert.deepEqual(config.private, ['corp.example/*', 'other.example'])
  assert.deepEqual(config.rewrite, [
    { from: 'https://a.example/', to: 'http://127.0.0.1:1/a/' },
    { from: 'https://b.example', to: 'http://127.0.0.1:2' },
  ])
  assert.deepEqual(config.ssh, [
    { host: 'a.example', key: '/run/key', knownHosts: '/run/known' },
    { host: 'b.example', key: '/run/key', knownHosts: '/run/known', user: 'deploy' },
  ])
  assert.deepEqual(config.credentials, [
    { host: 'a.example', tokenEnv: 'TOKEN_A', insecure: false },
    { host: 'b.example:8443', tokenEnv: 'TOKEN_B', insecure: false },
  ])
  assert.deepEqual(config.outbound.allow, ['127.0.0.0/8', '10.0.0.0/8'])
  assert.equal(config.outbound.connectionsPerHost, 3)
  assert.equal(config.memory.cache, 1024)
  assert.equal(config.freshness.notFound, 3_600_000)
  assert.equal(config.log.requests, true)
  assert.equal(config.listen.port, 3000)
})

test('loadConfig() takes a relative data folder from the file beside the file, from elsewhere in cwd', () => {
  mkdirSync(join(cwd, 'etc'))
  const file = written('data = "kept"', 'etc/in-folder.toml')
  const overrides = [{ key: 'data', value: 'here', option: '--data' }]
  assert.equal(loadConfig({ file, env: {}, cwd }).data, join(cwd, 'etc', 'kept'))
  assert.equal(loadConfig({ file, env: { HEADWATER_DATA: 'x' }, cwd }).data, join(cwd, 'x'))
  assert.equal(loadConfig({ file, env: {}, overrides, cwd }).data, join(cwd, 'here'))
})

test('loadConfig() uses defaultData only when nothing names the folder', () => {
  const sources = { cwd, defaultData: '/cache/headwater' }
  const { data, dataIsDefault } = loadConfig({ ...sources, env: {} })
  assert.deepEqual([data, dataIsDefault], ['/cache/headwater', true])
  const named = loadConfig({ ...sources, env: { HEADWATER_DATA: './headwater-data' } })
  assert.deepEqual([named.data, named.dataIsDefault], [join(cwd, 'headwater-data'), false])
})

test('loadConfig() reads headwater.toml, or the file of HEADWATER_CONFIG, when none is named', () => {
  const inner = mkdtempSync(join(cwd, 'inner-'))
  writeFileSync(join(inner, 'headwater.toml'), 'listen = "a:1"')
  writeFileSync(join(inner, 'other.toml'), '\uFEFFlisten = "a:2"')
  assert.equal(loadConfig({ env: {}, cwd: inner }).listen.port, 1)
  assert.equal(loadConfig({ env: { HEADWATER_CONFIG: '' }, cwd: inner }).listen.port, 1)
  assert.equal(loadConfig({ env: { HEADWATER_CONFIG: 'other.toml' }, cwd: inner }).listen.port, 2)
})

test('readConfig() tells line, key and reason of every problem of a file', () => {
  for (const [toml, ...expected] of [
    ['listen = 3', 'test.toml:1: listen: must be a text in quotes, and is 3'],
    ['\nlisten = "x"', /^test\.toml:2: listen: "x" is not an address/],
    ['data = ""', 'test.toml:1: data: is empty'],
    ['outbound = 1', 'test.toml:1: outbound: must be a table, and is 1'],
    ['\ngovcs = "git"', /^test\.toml:2: govcs: "git" has no colon/],
    ['govcs = "*:git,*:hg"', /^test\.toml:1: govcs: "\*:hg" is never reached/],
    [
      'govcs = "git,*:hg,a:gti,*:git"',
      /^test\.toml:1: govcs: "git" has no colon.*; "gti" is not .*; "\*:git" is never reached/,
    ],
    [
      'govcs = ["a:git"]',
      'test.toml:1: govcs: must be one text in quotes, such as "corp.example/*:git|hg,*:git", and is a list',
    ],
    ['insecure = ["[a"]', /"\[a" is not a module path pattern/],
    ['private = "a"', 'test.toml:1: private: must be a list such as ["…"], and is "a"'],
    ['private = [\n"a b"]', /^test\.toml:1: private\[0\]: "a b" is not a module path pattern/],
    ['private = ["[a"]', /"\[a" is not a module path pattern/],
    ['private = ["https://a:b@c/d"]', /^test\.toml:1: private\[0\]: "https:\/\/\*\*\*@c\/d" would/],
    ['insecure = ["a.example:8080"]', /^test\.toml:1: insecure\[0\]: "a\.example:8080" would/],
    ['public-url = "https://a:b@c/"', /"https:\/\/\*\*\*@c\/" holds a user name or a password/],
    ['upstream = "https://a:b@c/?x"', /"https:\/\/\*\*\*@c\/\?x" has a query/],
    [
      '[freshness]\nlist = 60',
      'test.toml:2: freshness.list: must be a text with a unit, such as "60s", and is 60',
    ],
    ['[freshness]\nlist = "60"', /a unit is missing: "60s"\?$/],
    [
      '[memory]\ncache = true',
      /must be a size such as "64MiB", or a number of bytes, and is true$/,
    ],
    ['[memory]\ncache = "big"', /"big" is not a size/],
    ['[fetch]\nparallel = 0', 'test.toml:2: fetch.parallel: must be at least 1, and is 0'],
    ['[fetch]\nparallel = 1.5', 'test.toml:2: fetch.parallel: must be a whole number, and is 1.5'],
    ['[fetch]\nparallel = 1000', 'test.toml:2: fetch.parallel: must be at most 256, and is 1000'],
    ['[log]\nlevel = "loud"', /must be one of "silent", "error", .*, and is "loud"$/],
    ['[log]\nrequests = "yes"', 'test.toml:2: log.requests: must be true or false, and is "yes"'],
    ['[outbound]\nallow = ["300.0.0.1"]', /"300\.0\.0\.1" is neither a network/],
    ['[outbound]\nallow = ["10.0.0"]', /"10\.0\.0" is neither a network/],
    ['[outbound]\nallow = ["a.0x7f"]', /"a\.0x7f" is neither a network/],
    ['[outbound]\nallow = ["10.0.0.0/33"]', /"10\.0\.0\.0\/33" is neither a network/],
    ['[outbound]\nallow = ["a:80"]', /every port of a host is meant$/],
    [
      '[outbound]\nmax-repository = "0B"\nmax-page = 0',
      'test.toml:2: outbound.max-repository: "0B" is too small: at least "1MiB" is needed',
      'test.toml:3: outbound.max-page: "0" is too small: at least "1KiB" is needed',
    ],
    [
      '[disk]\nrepositories = 0',
      'test.toml:2: disk.repositories: "0" is too small: at least "1MiB" is needed',
    ],
    ['[outbound]\ncontact = "ops"', /"ops" is not a URL such as "mailto:/],
    ['[outbound]\ncontact = "mailto:a@b\\r\\nx: y"', /is not a URL such as "mailto:/],
    ['[[rewrite]]\nfrom = "https://a/"', 'test.toml:1: rewrite[0].to: is missing'],
    [
      '[[rewrite]]\nfrom = "https://a/"\nto = "https://b"',
      /^test\.toml:1: rewrite\[0\]: .*must both end with/,
    ],
    [
      '[[rewrite]]\nfrom = "ftp://a/"\nto = "https://b/"',
      /^test\.toml:2: rewrite\[0\]\.from: "ftp:/,
    ],
    [
      '[ssh]\nhost = "a"',
      'test.toml:1: ssh: must be a list of tables, each written with two brackets, [[ssh]], and is a table',
    ],
    [
      '[rewrite]\nfrom = "https://a/"',
      'test.toml:1: rewrite: must be a list of tables, each written with two brackets, [[rewrite]], and is a table',
    ],
    [
      '[[ssh]]\nhost = "a:22"\nkey = "key"\nknown-hosts = "/x"\nuser = "-l"',
      /^test\.toml:2: ssh\[0\]\.host: "a:22" is not a host name/,
      /^test\.toml:3: ssh\[0\]\.key: "key" is not an absolute path/,
      /^test\.toml:5: ssh\[0\]\.user: "-l" is not the name of a user/,
    ],
    [
      '[[ssh]]\nhost = "a"\nkey = "/k"\nknown-hosts = "/x"\n[[ssh]]\nhost = "A"\nkey = "/k"\nknown-hosts = "/x"',
      'test.toml:6: ssh[1].host: "a" is the "host" of an earlier table already',
    ],
    [
      '[[ssh]]\nhost = "a"\nkey = "/k"\nknown_hosts = "/x"',
      'test.toml:1: ssh[0].known-hosts: is missing',
      'test.toml:4: ssh[0].known_hosts: is not a setting; did you mean "known-hosts"?',
    ],
    [
      '[[rewrite]]\nfrom = "https://a/"\nto = "https://b/"\n[[rewrite]]\nfrom = "https://A/"\nto = "https://c/"',
      'test.toml:5: rewrite[1].from: "https://a/" is the "from" of an earlier rule already',
    ],
    ['lisen = "a:1"', 'test.toml:1: lisen: is not a setting; did you mean "listen"?'],
    [
      '[outbound]\nalow = []',
      'test.toml:2: outbound.alow: is not a setting; did you mean "outbound.allow"?',
    ],
    ['allow = []', 'test.toml:1: allow: is not a setting; did you mean "outbound.allow"?'],
    ['[outbund]\nallow = []', 'test.toml:1: outbund: is not a setting; did you mean "outbound"?'],
    ['zzz = 1', 'test.toml:1: zzz: is not a setting'],
    [
      '[[rewrite]]\nform = "https://a/"\nto = "https://b/"',
      'test.toml:1: rewrite[0].from: is missing',
      'test.toml:2: rewrite[0].form: is not a setting; did you mean "from"?',
    ],
    ['fetch.parallel = 0\nlisten = 1', /^test\.toml:1: fetch/, /^test\.toml:2: listen/],
    ['a = 1\nb = [', /^test\.toml:\d: is not TOML: /],
    ['listen = "a:1"\nlisten = "a:2"', /^test\.toml:2: is not TOML: /],
  ] as const) {
    const found = problems(toml)
    assert.equal(found.length, expected.length, found.join('\n'))
    for (const [index, line] of expected.entries()) {
      if (typeof line === 'string') assert.equal(found[index], line)
      else assert.match(found[index] ?? '', line)
    }
  }
})

test('readConfig() tells the variable of every problem of the environment', () => {
  for (const [env, expected] of [
    [{ HEADWATER_LISTEN: 'x' }, /^HEADWATER_LISTEN: "x" is not an address/],
    [{ HEADWATER_FETCH_PARALLEL: 'x' }, 'HEADWATER_FETCH_PARALLEL: must be a number, and is "x"'],
    [{ HEADWATER_LOG_REQUESTS: '1' }, 'HEADWATER_LOG_REQUESTS: must be true or false, and is "1"'],
    [{ HEADWATER_REWRITE: 'https://a/' }, 'HEADWATER_REWRITE: rewrite[0].to: is missing'],
    [{ HEADWATER_SSH: 'a=/k' }, 'HEADWATER_SSH: ssh[0].known-hosts: is missing'],
    [{ HEADWATER_LISTE: 'x' }, 'HEADWATER_LISTE: is not a setting; did you mean HEADWATER_LISTEN?'],
    [{ HEADWATER_CONFG: 'x' }, 'HEADWATER_CONFG: is not a setting; did you mean HEADWATER_CONFIG?'],
    [{ HEADWATER_NONSENSE: 'x' }, 'HEADWATER_NONSENSE: is not a setting'],
  ] as const) {
    const found = problems('', env)
    assert.equal(found.length, 1, found.join('\n'))
    if (typeof expected === 'string') assert.equal(found[0], expected)
    else assert.match(found[0] ?? '', expected)
  }
})

test('readConfig() says why a file cannot be read', () => {
  for (const [file, expected] of [
    ['nowhere.toml', 'nowhere.toml: there is no such file'],
    ['.', '.: this is a folder'],
    [written(Uint8Array.of(0xff), 'bytes.toml'), 'bytes.toml: this is not UTF-8 text'],
  ] as const) {
    assert.deepEqual(readConfig({ file, env: {}, cwd }).problems.map(problemLine), [expected])
  }
})

test('loadConfig() throws one Failure with all problems of all sources', () => {
  const file = written('[log]\nlevel = "loud"\nrequests = 1')
  const overrides = [{ key: 'listen', value: 'x', option: '--listen' }]
  assert.throws(
    () => loadConfig({ file, env: { HEADWATER_DATE: 'x' }, overrides, cwd }),
    (error) => {
      assert.ok(Failure.is(error, 'invalid'))
      const [head, ...lines] = error.message.split('\n')
      assert.equal(head, 'Cannot use the configuration, for 4 reasons:')
      assert.deepEqual(
        lines.map((line) => line.trim().split(': ')[0]),
        ['test.toml:2', 'test.toml:3', '--listen', 'HEADWATER_DATE'],
      )
      return true
    },
  )
})
