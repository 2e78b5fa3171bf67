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

const none = { github: [], gitlab: [], gitea: [], generic: [], sourcehut: [] }
const noHooks = { ...none, interval: 10_000 }
const publicKey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
const witnessKey = 'witness.example/w1+7b14655c+BAkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ'
const everything = { pattern: '*', allowed: ['all'] }

test('loadConfig() reads every key from the file', () => {
  const file = written(`
listen = "[::1]:0"
data = "/srv/go"
public-url = "https://Go.corp.example/"
upstream = "https://proxy.example|direct"
private = ["corp.example/*", "[ab].example"]
sumdb = "sum.golang.google.cn"
govcs = "private:all,public:git"
insecure = ["old.example"]
[[checksum-database]]
key = "sum.golang.org"
urls = ["https://sum.example/"]
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
[index]
private = false
[disk]
repositories = "1GB"
[memory]
cache = "0"
[fetch]
parallel = 1
[checksum-log]
key-file = "/etc/headwater/log.key"
key-env = "LOG_KEY"
signer = ["sign", "--slot", "1"]
verifier-key = "${publicKey}"
guard = "/var/lib/guard/log"
unattested = ["corp.example/lost"]
[[checksum-log.witness]]
key = "${witnessKey}"
url = "https://witness.example/log/"
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
    sumdb: {
      key: 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
      url: 'https://sum.golang.google.cn',
    },
    checksumDatabases: [{ key: publicKey, urls: ['https://sum.example'] }],
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
    freshness: { list: 0, notFound: 60_000, strict: 60_000, check: 600_000 },
    check: { server: undefined, serverPrivate: [] },
    politeness: { looks: false, interval: 5000, floor: Infinity, watch: ['corp.example/x'] },
    ledger: { requests: 86_400_000, days: 864_000_000_000 },
    hooks: { ...noHooks, github: [{ file: '/run/secrets/github' }], interval: 60_000 },
    index: { private: false },
    disk: { repositories: 1e9 },
    memory: { cache: 0 },
    fetch: { parallel: 1 },
    toolchains: { keep: false },
    checksumLog: {
      keyFile: '/etc/headwater/log.key',
      keyEnv: 'LOG_KEY',
      signer: ['sign', '--slot', '1'],
      verifierKey: publicKey,
      guard: '/var/lib/guard/log',
      unattested: ['corp.example/lost'],
      witnesses: [{ key: witnessKey, url: 'https://witness.example/log' }],
    },
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
      HEADWATER_CHECKSUM_DATABASE: 'sum.golang.org=https://a.example/ https://b.example/',
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
  const urls = ['https://a.example', 'https://b.example']
  assert.deepEqual(config.checksumDatabases, [{ key: publicKey, urls }])
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

test('loadConfig() reads defaultFile in place of headwater.toml in the folder, if it is there', () => {
  const inner = mkdtempSync(join(cwd, 'inner-'))
  writeFileSync(join(inner, 'headwater.toml'), 'listen = "a:1"')
  const sources = { env: {}, cwd: inner, defaultFile: join(inner, 'user.toml') }
  assert.equal(loadConfig(sources).listen.port, 3000)
  writeFileSync(join(inner, 'user.toml'), 'listen = "a:2"')
  assert.equal(loadConfig(sources).listen.port, 2)
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
