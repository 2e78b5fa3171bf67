import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startForge, type Forge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { must } from '../forge/run.ts'
import { openNote } from '../../src/tlog/note.ts'
import { parseVerifierKey } from '../../src/tlog/verifier.ts'
import { verifyTlogProof } from '../../src/tlog/verify-tlog-proof.ts'
import { goProxied, goVia, type ModDownload } from '../oracle/go.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
} from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { madeToolchain, type MadeToolchain } from '../toolchain/made-toolchain.ts'
import { sumDatabase, type SumDatabase } from '../toolchain/sum-database.ts'
import { witnessServer } from './witness-server.ts'

const [open, Upper, secret, unknown, forged] = [
  'github.com/acme/open',
  'github.com/Acme/Upper',
  'corp.example/secret',
  'github.com/acme/unknown',
  'github.com/acme/forged',
]
const toolchain = 'golang.org/toolchain'
const name = 'sum.corp.example/log'

/** What a client sets for our log. */
const envOf = (key: string) => ({ GOSUMDB: key, GONOSUMDB: 'none', GONOPROXY: 'none' })

/** The record of a module, with the sums of what go made of it. */
function recordOf(
  path: string,
  { Sum: zip = '', GoModSum: goMod = '' }: Partial<ModDownload> = {},
) {
  return { path, version: 'v1.0.0', zip, goMod }
}

suite(
  'the go command with our own log as its checksum database',
  { skip: process.platform === 'win32' },
  () => {
    let forge: Forge
    let database: SumDatabase
    let made: MadeToolchain
    const sums = new Map<string, ModDownload>()
    before(async () => {
      forge = await startForge({ hosts: ['github.com', 'corp.example'] })
      for (const module of [open, Upper, secret, unknown, forged]) {
        await repository(forge, module, releases(module, 'v1.0.0'))
      }
      forge.pages.set(secret, goImport(secret, 'git', `https://${secret}`))
      const env = isolated('/nonexistent', { GOCACHE: '/nonexistent' })
      const printed = await must('go', ['env', 'GOOS', 'GOARCH'], { cwd: '.', env })
      const [os = '', arch = ''] = printed.split('\n')
      made = await madeToolchain('go1.99.1', { os, arch })
      forge.pages.set(toolchain, goImport(toolchain, 'mod', 'https://go.dev/dl/mod'))
      for (const [ending, body] of Object.entries(made.files)) {
        forge.pages.set(`go.dev/dl/mod/${toolchain}/@v/${made.version}.${ending}`, { body })
      }
      await using plain = await startHeadwater(forge)
      await using go = await goProxied(plain.url)
      for (const module of [open, Upper, secret, unknown, forged]) {
        sums.set(module, await go.modDownload(`${module}@v1.0.0`))
      }
      database = await sumDatabase([
        recordOf(open, sums.get(open)),
        recordOf(Upper, sums.get(Upper)),
        recordOf(forged, sums.get(open)),
        { path: toolchain, version: made.version, zip: made.zipSum, goMod: made.modSum },
      ])
    })
    after(async () => {
      await forge.close()
      await database[Symbol.asyncDispose]()
    })

    /** A home with a log, and what clients set for it. */
    async function home(settings: object = {}): Promise<{ home: HeadwaterHome; key: string }> {
      const [publicKey = '', url = ''] = database.gosumdb.split(' ')
      const home = await headwaterHome(forge)
      const keyFile = join(home.folder, 'log.key')
      await home.configure({
        private: ['corp.example/*'],
        'checksum-database': [{ key: publicKey, urls: [url] }],
        'checksum-log': { 'key-file': keyFile, ...settings },
      })
      const args = ['sumdb', 'init', '--name', name, '--key-file', keyFile, '--json']
      const { code, stdout, stderr } = await headwater(args, { home })
      assert.equal(code, 0, stderr)
      return { home, key: (JSON.parse(stdout) as { key: string }).key }
    }

    test('gets public, private and toolchain modules verified, through its proxy alone', async () => {
      const { home: place, key } = await home()
      await using _ = place
      await using server = await startHeadwater(place)
      const env = envOf(key)
      const wanted = [open, Upper, secret].map((module) => `${module}@v1.0.0`)
      const got = await goVia(server.url, ['mod', 'download', ...wanted], { env })
      assert.equal(got.code, 0, got.stderr)
      const version = await goVia(server.url, ['version'], {
        env: { ...env, GOTOOLCHAIN: 'go1.99.1' },
      })
      assert.match(version.stdout, /^go version go1\.99\.1 \S+ made$/m, version.stderr)
      const files = {
        'go.mod': `module m.example/m\n\ngo 1.21\n\nrequire ${secret} v1.0.0\n`,
        'm.go': `package m\n\nimport _ "${secret}"\n`,
      }
      const tidy = await goVia(server.url, ['mod', 'tidy'], { env, files })
      assert.equal(tidy.code, 0, tidy.stderr)
      assert.match(
        tidy.goSum,
        new RegExp(`^${secret} v1.0.0 ${sums.get(secret)?.Sum?.replaceAll(/[+]/g, '\\+')}$`, 'm'),
      )
      const again = await goVia(server.url, ['mod', 'download', ...wanted], { env })
      assert.equal(again.code, 0, again.stderr)
      const latest = await ask(server, `sumdb/${name}/latest`)
      assert.match(latest.text, /^go\.sum database tree\n4\n/)
      await server.stop()
      const fsck = await headwater(['sumdb', 'fsck', '--full'], { home: place })
      assert.match(
        fsck.stdout,
        /^The log is sound: 4 records, \d heads, 1 tiles\n$/,
        fsck.stdout + fsck.stderr,
      )
      assert.equal(fsck.code, 0)
    })

    test('gets verified what it asks a second server of the same data for', async () => {
      const { home: place, key } = await home()
      await using _ = place
      await using one = await startHeadwater(place)
      await using two = await startHeadwater(place)
      await using go = await goProxied(one.url, {
        env: { ...envOf(key), GOPROXY: `${one.url}|${two.url}` },
      })
      const first = await go.inModule(['mod', 'download', `${open}@v1.0.0`])
      assert.equal(first.code, 0, first.stderr)
      await using other = await goProxied(two.url, { env: envOf(key) })
      const second = await other.inModule(['mod', 'download', `${secret}@v1.0.0`, `${open}@v1.0.0`])
      assert.equal(second.code, 0, second.stderr)
      await one.kill9()
      const third = await other.inModule(['mod', 'download', `${Upper}@v1.0.0`])
      assert.equal(third.code, 0, third.stderr)
      assert.match((await ask(two, `sumdb/${name}/latest`)).text, /^go\.sum database tree\n3\n/)
    })

    test('is told of a public module that the public database does not have, or has otherwise', async () => {
      const { home: place, key } = await home()
      await using _ = place
      await using server = await startHeadwater(place)
      const missing = await goVia(server.url, ['mod', 'download', `${unknown}@v1.0.0`], {
        env: envOf(key),
      })
      assert.notEqual(missing.code, 0)
      assert.match(missing.stderr, /github\.com\/acme\/unknown@v1\.0\.0: \S+ has no record of it/)
      const other = await goVia(server.url, ['mod', 'download', `${forged}@v1.0.0`], {
        env: envOf(key),
      })
      assert.notEqual(other.code, 0)
      const [ours, theirs] = [sums.get(forged)?.Sum ?? '', sums.get(open)?.Sum ?? '']
      assert.ok(
        other.stderr.includes(`it is ${ours} here`) && other.stderr.includes(`has ${theirs}`),
        other.stderr,
      )
      assert.match((await ask(server, `sumdb/${name}/latest`)).text, /^go\.sum database tree\n0\n/)
    })

    test('has what it asks for cosigned by a witness that the operator names', async () => {
      const { home: place, key } = await home()
      await using _ = place
      await using witness = await witnessServer(parseVerifierKey(key))
      await place.configure({
        private: ['corp.example/*'],
        'checksum-log': {
          'key-file': join(place.folder, 'log.key'),
          witness: [{ key: witness.key, url: witness.url }],
        },
      })
      await using server = await startHeadwater(place)
      const got = await goVia(server.url, ['mod', 'download', `${secret}@v1.0.0`], {
        env: envOf(key),
      })
      assert.equal(got.code, 0, got.stderr)
      let checkpoint = ''
      for (let i = 0; i < 100 && !checkpoint.includes(`— ${witness.verifier.name} `); i++) {
        await setTimeout(100)
        checkpoint = (await ask(server, `sumdb/${name}/checkpoint`)).text
      }
      const { signatures } = openNote(checkpoint, [parseVerifierKey(key), witness.verifier])
      assert.deepEqual(signatures.length, 2)
      assert.equal(witness.head.size, 1)
    })

    test('gets what the operator lets in without a public record', async () => {
      const { home: place, key } = await home({ unattested: [unknown] })
      await using _ = place
      await using server = await startHeadwater(place)
      const got = await goVia(server.url, ['mod', 'download', `${unknown}@v1.0.0`], {
        env: envOf(key),
      })
      assert.equal(got.code, 0, got.stderr)
    })

    test('gets nothing of a log that was taken back, and is told so', async () => {
      const { home: place, key } = await home()
      await using _ = place
      {
        await using server = await startHeadwater(place)
        const got = await goVia(server.url, ['mod', 'download', `${open}@v1.0.0`], {
          env: envOf(key),
        })
        assert.equal(got.code, 0, got.stderr)
      }
      rmSync(join(place.data, 'sumdb'), { recursive: true })
      await using server = await startHeadwater(place)
      const got = await goVia(server.url, ['mod', 'download', `${open}@v1.0.0`], {
        env: envOf(key),
      })
      assert.notEqual(got.code, 0)
      assert.match(got.stderr, /its database is not what was published/)
      assert.match(server.stderr(), /cannot be used/, 'who looks after it is told at the start')
      assert.match(server.stderr(), /there is no such file.*"hint":".*headwater sumdb restore/)
      const again = await headwater(['sumdb', 'init'], { home: place })
      assert.equal(again.code, 2)
      assert.match(again.stderr, /there is a guard of it already/)
    })

    test('readers of logs of other kinds get checkpoint, hashes, entries and proofs', async () => {
      const { home: place, key } = await home()
      await using _ = place
      await using server = await startHeadwater(place)
      const proof = await ask(server, `sumdb/${name}/proof/${secret}@v1.0.0`)
      const { Sum, GoModSum } = sums.get(secret) ?? {}
      const text = `${secret} v1.0.0 ${Sum}\n${secret} v1.0.0/go.mod ${GoModSum}\n`
      const policy = { origin: name, log: [parseVerifierKey(key)], witnesses: [], quorum: 0 }
      assert.equal(verifyTlogProof(proof.text, text, policy).record.id, 0)
      assert.match(
        (await ask(server, `sumdb/${name}/checkpoint`)).text,
        /^sum\.corp\.example\/log\n1\n/,
      )
      const entries = await ask(server, `sumdb/${name}/tile/entries/000.p/1`)
      assert.equal(entries.bytes.subarray(2).toString(), text)
      const [theirs, ours] = [`tile/0/000.p/1`, `tile/8/0/000.p/1`].map((path) =>
        ask(server, `sumdb/${name}/${path}`),
      )
      assert.deepEqual((await theirs)?.bytes, (await ours)?.bytes)
      assert.equal((await ask(server, `sumdb/${name}/tile/entries/000`)).status, 404)
    })
  },
)
