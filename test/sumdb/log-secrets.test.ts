import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatVerifierKey } from '../../src/tlog/verifier.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'

const name = 'sum.corp.example'
const key = formatSignerKey(name, randomBytes(32), 1)
const verifierKey = formatVerifierKey(parseSignerKey(key))
/** The key as somebody has it who left its first words out. */
const bare = key.slice('PRIVATE+KEY+'.length)
const secret = bare.split('+').slice(2).join('+')
const module = 'corp.example/secret'

/** No piece of the secret that could help anybody is in a text. */
function assertHidden(text: string, what: string): void {
  for (let i = 0; i + 12 <= secret.length; i += 4) {
    assert.ok(!text.includes(secret.slice(i, i + 12)), `${what} shows the key: ${text}`)
  }
}

suite('the private key of our own log', { skip: process.platform === 'win32' }, () => {
  let forge: Forge
  before(async () => {
    forge = await startForge({ hosts: ['corp.example'] })
    await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
    forge.pages.set(module, goImport(module, 'git', `https://${module}`))
  })
  after(() => forge.close())

  test('is never shown, wherever it was given by mistake', { timeout: 120_000 }, async () => {
    await using home = await headwaterHome()
    for (const wrong of [key, bare, encodeURIComponent(key)]) {
      for (const args of [
        ['verify', '--key', wrong, 'x'],
        ['verify', '--key', verifierKey, '--witness', wrong, 'x'],
        ['thaw', wrong],
        ['forks', wrong],
        ['init', '--name', wrong],
      ]) {
        const { code, stdout, stderr } = await headwater(['sumdb', ...args, '-v'], { home })
        assert.equal(code, 2, stderr)
        assertHidden(stdout + stderr, args.join(' '))
      }
    }
    const { stderr } = await headwater(['sumdb', 'fsck', `--key=${key}`], { home })
    assert.match(stderr, /unknown option/)
    assertHidden(stderr, 'an option that is none')
    for (const settings of [
      { 'checksum-log': { 'verifier-key': key, signer: ['sign'] } },
      { 'checksum-log': { 'verifier-key': bare, signer: ['sign'] } },
      { 'checksum-log': { 'verifier-key': verifierKey, signer: ['sign', key] } },
      { 'checksum-log': { 'key-env': key } },
      { 'checksum-log': { 'key-file': bare } },
      { 'checksum-log': { witness: [{ key: bare, url: 'https://w.example' }] } },
      { 'checksum-database': [{ key: bare }] },
      { sumdb: bare },
    ]) {
      await home.configure(settings)
      for (const args of [
        ['config', 'print'],
        ['config', 'print', '--json'],
        ['config', 'check'],
      ]) {
        const outcome = await headwater([...args, '-v'], { home })
        assertHidden(
          outcome.stdout + outcome.stderr,
          `${args.join(' ')} ${JSON.stringify(settings)}`,
        )
      }
    }
  })

  test(
    'is not told to clients by a signer that fails; why it fails is in the log',
    { timeout: 120_000 },
    async () => {
      const keyFile = 'log.key'
      await using home = await headwaterHome(forge)
      writeFileSync(join(home.folder, keyFile), key, { mode: 0o600 })
      const own = { 'key-file': join(home.folder, keyFile) }
      await home.configure({ private: ['corp.example/*'], 'checksum-log': own })
      const made = await headwater(['sumdb', 'init'], { home })
      assert.equal(made.code, 0, made.stderr)
      const script = `console.error('token 0042 is locked ' + ${JSON.stringify(key)}); process.exit(3)`
      await home.configure({
        private: ['corp.example/*'],
        'checksum-log': { signer: [process.execPath, '-e', script], 'verifier-key': verifierKey },
      })
      await using server = await startHeadwater(home)
      for (const path of [`lookup/${module}@v1.0.0`, `proof/${module}@v1.0.0`]) {
        const answer = await ask(server, `sumdb/${name}/${path}`)
        assert.equal(answer.status, 504)
        assert.ok(answer.headers.get('retry-after'))
        assert.equal(answer.text, `Cannot sign for ${name}: its signer gives no signature\n`)
      }
      for (let i = 0; !server.stderr().includes('0042') && i < 100; i++) await pause(50)
      assert.match(
        server.stderr(),
        /"reason":"Cannot sign for [^"]*failed with 3: [^,]*token 0042 is locked/,
      )
      assert.match(server.stderr(), /nothing can be added to our checksum database/)
      for (const path of ['-/log', '-/api/v1/log', '-/metrics', '-/healthz']) {
        const { text } = await ask(server, path)
        assert.doesNotMatch(text, /0042/)
        assertHidden(text, path)
      }
      assertHidden(server.stderr(), 'the log')
    },
  )
})
