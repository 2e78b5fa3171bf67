import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buffer } from 'node:stream/consumers'
import { suite, test, type TestContext } from 'node:test'
import { ZipFile } from 'yazl'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import type { FoundVersion, ModuleSource } from '../origin/module-source.ts'
import { hashZip } from '../origin/zip/hash-zip.ts'
import { ask, serve } from '../server/memory-mirror.conformance.ts'
import { openStore } from '../store/open-store.ts'
import { openMirror } from './open-mirror.ts'

const path = 'git.test/x'
const never = () => Promise.reject(new Error('nobody asks for it'))

async function write(target: string, version: string, goMod: Uint8Array) {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(goMod), `${path}@${version}/go.mod`, { mtime: new Date(0) })
  zip.end()
  await writeFile(target, await buffer(zip.outputStream), { flag: 'wx' })
  return hashZip(target, path, version)
}

async function open(
  t: TestContext,
  { goModBytes = 0, isHeavy = false, before = async (_version: string): Promise<void> => {} } = {},
) {
  const folder = await temporaryFolder('hold')
  const store = await openStore({ folder: folder.path })
  t.after(async () => {
    store.close()
    await folder[Symbol.asyncDispose]()
  })
  const goMod = Buffer.from(`module ${path}\n`.padEnd(goModBytes, '\n'))
  const finds: string[] = []
  const source: ModuleSource = {
    versions: async () => ['v1.0.0'],
    latest: never,
    query: never,
    async find(version): Promise<FoundVersion> {
      finds.push(version)
      return {
        info: { Version: version, Time: '2020-01-02T03:04:05Z' },
        goMod,
        isHeavy,
        async cut(target) {
          await before(version)
          return write(target, version, goMod)
        },
      }
    },
  }
  const from = { source: () => source, strictSource: () => source }
  const mirror = openMirror({
    store,
    ...from,
    now: Date.now,
    freshFor: 1e6,
    provenFor: 0,
    parallel: 1,
  })
  const zip = async (version: string) => (await mirror.zip(path, version, 'default')).file.close()
  return { folder: folder.path, store, mirror, finds, zip }
}

test('a mirror remembers versions up to a number of bytes', async (t) => {
  const { mirror, finds, zip } = await open(t, { goModBytes: 15_000_000 })
  const versions = [0, 1, 2, 3, 4].map((minor) => `v1.${minor}.0`)
  for (const version of versions) await mirror.mod(path, version, 'default')
  await zip('v1.4.0')
  assert.deepEqual(finds, versions)
  await zip('v1.0.0')
  assert.deepEqual(finds, [...versions, 'v1.0.0'])
})

suite('a mirror that makes one zip at a time', () => {
  for (const isHeavy of [false, true]) {
    test(`${isHeavy ? 'holds back' : 'does not hold back'} another when making one ${isHeavy ? 'is heavy' : 'is a download'}`, async (t) => {
      const gate = Promise.withResolvers<void>()
      const begun: string[] = []
      const { zip } = await open(t, {
        isHeavy,
        async before(version) {
          begun.push(version)
          if (version === 'v1.0.0') await gate.promise
        },
      })
      const first = zip('v1.0.0')
      const second = zip('v1.1.0')
      if (!isHeavy) await second
      gate.resolve()
      await Promise.all([first, second])
      assert.equal(begun.length, 2)
    })
  }
})

test('a server answers while another program has the database locked', async (t) => {
  const { folder, mirror, store } = await open(t)
  const { port, errors } = await serve(t, mirror)
  const info = `/${path}/@v/v1.0.0.info`
  assert.equal((await ask(port, info)).status, 200)
  using other = new DatabaseSync(join(folder, 'headwater.db'))
  other.exec('begin immediate')
  let isHeld = false
  const waiting = ask(port, `/${path}/@v/v1.1.0.info`).then((answer) => {
    isHeld = true
    return answer
  })
  for (const target of [info, '/-/healthz', `/${path}/@v/list`, `/${path}/@v/list`]) {
    assert.equal((await ask(port, target)).status, 200, target)
  }
  assert.equal(store.facts.answerOf(path, 'list')?.body, 'v1.0.0\n')
  assert.equal(isHeld, false)
  other.exec('rollback')
  assert.equal((await waiting).status, 200)
  assert.deepEqual(errors, [])
})

test('a mirror makes its scratch folder anew, and names it when it is lost in between', async (t) => {
  let loses = false
  const { store, zip } = await open(t, {
    async before() {
      if (loses) await rm(store.scratch, { recursive: true })
    },
  })
  await rm(join(store.folder, 'tmp'), { recursive: true })
  await rm(join(store.folder, 'locks'), { recursive: true })
  await zip('v1.0.0')
  loses = true
  await assert.rejects(zip('v1.1.0'), (error) => {
    assert.ok(String(error).includes(store.scratch))
    return Object(error).code === 'unreachable'
  })
  loses = false
  await zip('v1.1.0')
})
