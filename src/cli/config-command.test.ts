import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, test } from 'node:test'
import { formatSignerKey } from '../tlog/signer.ts'
import { loadConfig } from './config/load.ts'
import type { ConfigSources } from './config/sources.ts'
import { checkConfig, printConfig } from './config-command.ts'
import type { CommandRun, SourcesContext } from './context.ts'

const cwd = mkdtempSync(join(tmpdir(), 'headwater-config-command-'))
after(() => rmSync(cwd, { recursive: true }))

/** Secrets at every place for one. */
const planted = `[[credentials]]
host = "a.example"
token = "secret-of-a"
[[credentials]]
host = "b.example"
user = "me"
password = "secret-of-b"
insecure = true
[outbound]
proxy = "http://me:secret@proxy.example:3128"
`

const good = `upstream = "https://me:secret@proxy.example,direct"
private = ["a/*", "b"]
[[rewrite]]
from = "https://a.example/"
to = "https://me:secret@b.example/"
[[rewrite]]
from = "https://c.example"
to = "https://d.example"
[outbound]
contact = "mailto:ops@corp.example"
`
writeFileSync(join(cwd, 'good.toml'), good)
writeFileSync(join(cwd, 'bad.toml'), 'listen = 1\nupstream = "https://me:secret@x/?"\n')

async function run(
  command: CommandRun<SourcesContext>,
  sources: Partial<ConfigSources>,
  { args = [] as string[], json = false, env = {} } = {},
) {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const code = await command({
    argv: [],
    args,
    options: json ? { json } : {},
    stdout,
    stderr: stdout,
    env,
    cwd,
    signal: new AbortController().signal,
    sources: { env: {}, cwd, ...sources },
  })
  return { code, text: String(stdout.read() ?? '') }
}

test('printConfig() prints each setting with its place, credentials masked', async () => {
  const env = { HEADWATER_FETCH_PARALLEL: '2' }
  const overrides = [{ key: 'log.level', value: 'debug', option: '--verbose' }]
  const { code, text } = await run(printConfig, { file: 'good.toml', env, overrides })
  assert.equal(code, 0)
  for (const line of [
    'listen = "127.0.0.1:3000" # default',
    `data = "${join(cwd, 'headwater-data')}" # default`,
    '# public-url is not set',
    'upstream = "https://***@proxy.example,direct" # good.toml:1',
    'private = ["a/*", "b"] # good.toml:2',
    'contact = "mailto:ops@corp.example" # good.toml:10',
    'parallel = 2 # HEADWATER_FETCH_PARALLEL',
    'level = "debug" # --verbose',
    '[[rewrite]] # good.toml:3',
    'to = "https://***@b.example/"',
  ]) {
    assert.ok(text.split('\n').includes(line), line)
  }
  assert.doesNotMatch(text, /secret/)
})

test('printConfig() prints a document that means the same', async () => {
  const file = 'unmasked.toml'
  writeFileSync(join(cwd, file), good.replaceAll('me:secret@', ''))
  const { text } = await run(printConfig, { file })
  writeFileSync(join(cwd, 'printed.toml'), text)
  const expected = { ...loadConfig({ file, env: {}, cwd }), dataIsDefault: false }
  assert.deepEqual(loadConfig({ file: 'printed.toml', env: {}, cwd }), expected)
})

test('printConfig() prints JSON when asked', async () => {
  const { text } = await run(printConfig, { file: 'good.toml' }, { json: true })
  const settings = JSON.parse(text) as Record<string, unknown>
  assert.deepEqual(settings['private'], { value: ['a/*', 'b'], source: 'good.toml:2' })
  assert.deepEqual(settings['public-url'], { value: null, source: 'default' })
  assert.doesNotMatch(text, /secret/)
})

test('printConfig() throws a Failure when the configuration is bad', async () => {
  await assert.rejects(run(printConfig, { file: 'bad.toml' }), { name: 'Failure', code: 'invalid' })
})

test('checkConfig() says ok, naming what it looked at', async () => {
  assert.deepEqual(await run(checkConfig, { file: 'good.toml' }), {
    code: 0,
    text: 'good.toml: ok\n',
  })
  assert.match((await run(checkConfig, {})).text, /^no configuration file.*: ok\n$/)
})

test('checkConfig() lists the problems of the file given and of the environment, and exits 2', async () => {
  const env = { HEADWATER_LISTEN: 'x' }
  const { code, text } = await run(checkConfig, { env }, { args: ['bad.toml'] })
  assert.equal(code, 2)
  const [first, second, third, ...rest] = text.split('\n')
  assert.equal(first, 'bad.toml:1: listen: must be a text in quotes, and is 1')
  assert.match(second ?? '', /^bad\.toml:2: upstream: "https:\/\/\*\*\*@x\/\?" has a query/)
  assert.match(third ?? '', /^HEADWATER_LISTEN: /)
  assert.deepEqual(rest, [''])
})

function sshTable(host: string, key: string, known: string): string {
  return `[[ssh]]\nhost = "${host}"\nkey = "${key}"\nknown-hosts = "${known}"\n`
}

test('checkConfig() looks at the files of each [[ssh]] table', async () => {
  const key = join(cwd, 'open-key')
  writeFileSync(key, '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n')
  chmodSync(key, 0o644)
  const sound = join(cwd, 'sound-key')
  writeFileSync(sound, readFileSync(key), { mode: 0o600 })
  const rows = [
    ['none', join(cwd, 'none'), sound, /its key is not there/],
    ['folder', cwd, sound, /its key is not a file/],
    ['open', key, sound, /its key may be read by others/],
    ['text', join(cwd, 'good.toml'), sound, /its key (?:is not a private key|may be read)/],
    ['unknown', sound, join(cwd, 'none'), /its known-hosts file cannot be read/],
    ['known-folder', sound, cwd, /its known-hosts file is not a file/],
    ['sound', sound, sound, undefined],
  ] as const
  writeFileSync(
    join(cwd, 'ssh.toml'),
    rows.map(([host, key, known]) => sshTable(host, key, known)).join(''),
  )
  const { code, text } = await run(checkConfig, { file: 'ssh.toml' })
  assert.equal(code, 2)
  const lines = text.trimEnd().split('\n')
  assert.equal(lines.length, rows.length - 1, text)
  for (const [index, line] of lines.entries()) {
    const [host, , , reason = /^$/] = rows[index] ?? []
    assert.ok(line.startsWith(`ssh.toml:${index * 4 + 1}: ssh[${index}]: ${host} cannot`), line)
    assert.match(line, reason)
  }
  const { problems } = JSON.parse(
    (await run(checkConfig, { file: 'ssh.toml' }, { json: true })).text,
  ) as { problems: unknown[] }
  assert.equal(problems.length, rows.length - 1)
})

test('printConfig() shows where secrets of hooks come from, and none of them', async () => {
  writeFileSync(
    join(cwd, 'hooks.toml'),
    '[hooks]\ngithub = ["0123456789abcdef", "file:/run/secrets/x"]\n',
  )
  const env = { HEADWATER_HOOKS_GITLAB: 'fedcba9876543210,0123456789abcdef' }
  const { text } = await run(printConfig, { file: 'hooks.toml', env })
  assert.match(text, /^github = \["\*\*\*", "file:\/run\/secrets\/x"\] # hooks\.toml:2$/m)
  assert.match(text, /^gitlab = \["\*\*\*", "\*\*\*"\] # HEADWATER_HOOKS_GITLAB$/m)
  const { text: json } = await run(printConfig, { file: 'hooks.toml', env }, { json: true })
  for (const printed of [text, json]) assert.doesNotMatch(printed, /0123456789|fedcba/)
})

test('checkConfig() looks at the files of secrets of hooks', async () => {
  const file = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(cwd, name), text)
    return `file:${join(cwd, name)}`
  }
  const rows: [entry: string, reason: RegExp | undefined][] = [
    [file('sound', '0123456789abcdef\r\n'), undefined],
    [`file:${join(cwd, 'none')}`, /names \S+none, which cannot be read \(ENOENT\)$/],
    [`file:${cwd}`, /names \S+, which cannot be read \(EISDIR\)$/],
    [file('short', 'tiny-one\n'), /names a file with a secret that has fewer than 16 characters$/],
    [file('two', '0123456789abcdef\n0123456789abcdef\n'), /a secret that has a line break/],
    [file('long', 'x'.repeat(4097)), /names a file that is too long for a secret$/],
    [file('binary', Buffer.alloc(16, 255)), /cannot be read \(ERR_ENCODING/],
  ]
  const list = rows.map(([entry]) => JSON.stringify(entry)).join(',\n')
  writeFileSync(join(cwd, 'secrets.toml'), `[hooks]\ngitea = [\n${list}]\n`)
  const { code, text } = await run(checkConfig, { file: 'secrets.toml' })
  assert.equal(code, 2)
  const lines = text.trimEnd().split('\n')
  assert.equal(lines.length, rows.length - 1, text)
  for (const [index, line] of lines.entries()) {
    assert.ok(line.includes(`hooks.gitea[${index + 1}]: `), line)
    assert.match(line, rows[index + 1]?.[1] ?? /^$/)
    assert.doesNotMatch(line, /tiny-one|0123456789/)
  }
})

test('checkConfig() tells what serve only warns of, and finds no fault in it', async (t) => {
  if (process.platform === 'win32') return t.skip('files have no modes')
  const token = join(cwd, 'open-token')
  writeFileSync(token, 'planted')
  chmodSync(token, 0o644)
  const table = `[[credentials]]\nhost = "a.example"\ntoken-file = "${token}"\n`
  writeFileSync(join(cwd, 'open.toml'), table)
  const { code, text } = await run(checkConfig, { file: 'open.toml' })
  assert.equal(code, 0)
  assert.match(text, /^warning: \S+open-token holds secrets and may be read by others .*\nopen/)
})

test('checkConfig() prints JSON when asked', async () => {
  const fine = await run(checkConfig, {}, { args: ['good.toml'], json: true })
  assert.deepEqual(JSON.parse(fine.text), {
    file: 'good.toml',
    ok: true,
    problems: [],
    warnings: [],
  })
  const bad = await run(checkConfig, {}, { args: ['bad.toml'], json: true })
  const { ok, problems } = JSON.parse(bad.text) as { ok: boolean; problems: unknown[] }
  assert.deepEqual([bad.code, ok, problems.length], [2, false, 2])
  assert.deepEqual(problems[0], {
    where: 'bad.toml:1',
    key: 'listen',
    reason: 'must be a text in quotes, and is 1',
  })
})

test('printConfig() prints no secret of credentials and proxies', async () => {
  writeFileSync(join(cwd, 'planted.toml'), planted)
  for (const json of [false, true]) {
    const { text } = await run(printConfig, { file: 'planted.toml' }, { json })
    assert.doesNotMatch(text, /secret/)
    assert.match(text, /b\.example/)
    assert.match(text, /http:\/\/\*\*\*@proxy\.example:3128/)
  }
})

test('checkConfig() looks at the files of credentials and authorities', async () => {
  const missing = join(cwd, 'missing')
  for (const [toml, reason] of [
    [`[[credentials]]\nhost = "a.example"\ntoken-file = "${missing}"`, /credentials of a\.example/],
    [`[outbound]\nca = "${missing}"`, /\(outbound\.ca\): it does not exist/],
    [`[outbound]\nnetrc = "${missing}"`, /netrc file: .* does not exist/],
  ] as const) {
    writeFileSync(join(cwd, 'missing.toml'), toml)
    const { code, text } = await run(checkConfig, { file: 'missing.toml' })
    assert.equal(code, 2)
    assert.match(text, reason)
  }
})

test('checkConfig() looks at the key of our own log', async () => {
  const keyFile = join(cwd, 'log.key')
  const text = formatSignerKey('log.example', Buffer.alloc(32, 3), 1)
  writeFileSync(keyFile, text)
  const file = join(cwd, 'log.toml')
  const check = async (settings: string, env: NodeJS.ProcessEnv = {}) => {
    writeFileSync(file, `[checksum-log]\n${settings}`)
    return run(checkConfig, { file: 'log.toml' }, { env })
  }
  const ofFile = `key-file = ${JSON.stringify(keyFile)}\n`
  chmodSync(keyFile, 0o600)
  assert.equal((await check(ofFile)).code, 0)
  assert.equal((await check('key-env = "LOG_KEY"\n', { LOG_KEY: text })).code, 0)
  chmodSync(keyFile, 0o644)
  for (const [settings, why] of [
    ['key-env = "LOG_KEY"\n', /names the variable LOG_KEY, which is not set/],
    [`key-file = ${JSON.stringify(`${keyFile}.none`)}\n`, /there is no such file/],
    ...(process.platform === 'win32'
      ? []
      : [[ofFile, /others than its owner have access/] as const]),
  ] as const) {
    const { code, text } = await check(settings)
    assert.equal(code, 2, settings)
    assert.match(text, why)
  }
})
