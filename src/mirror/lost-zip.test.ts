import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { ZipFile } from 'yazl'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { Failure } from '../failure.ts'
import type { ModuleSource } from '../origin/module-source.ts'
import { hashZip } from '../origin/zip/hash-zip.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { openMirror } from './open-mirror.ts'

const path = 'git.test/x'
const version = 'v1.0.0'
const goMod = Buffer.from(`module ${path}\n`)
const never = () => Promise.reject(new Error('nobody asks for it'))

const source: ModuleSource = {
  versions: never,
  latest: never,
  query: never,
  find: async () => ({
    info: { Version: version, Time: '2020-01-02T03:04:05Z' },
    goMod,
    async cut(target) {
      const zip = new ZipFile()
      zip.addBuffer(goMod, `${path}@${version}/go.mod`, { mtime: new Date(0) })
      zip.end()
      await writeFile(target, await buffer(zip.outputStream), { flag: 'wx' })
      return hashZip(target, path, version)
    },
  }),
}

/** A store whose disk loses so many zips when they are first read. */
function losing(store: Store, times: number): Store {
  let left = times
  const { content } = store
  return {
    ...store,
    content: {
      ...content,
      openZip: async (record) => (left-- > 0 ? undefined : content.openZip(record)),
    },
  }
}

for (const [times, works] of [
  [1, true],
  [2, false],
] as const) {
  const outcome = works ? 'makes it anew' : 'throws an error that is no Failure'
  test(`zip() ${outcome} when what was just kept is lost ${times}×`, async () => {
    await using folder = await temporaryFolder('mirror')
    const store = await openStore({ folder: folder.path })
    const mirror = openMirror({
      store: losing(store, times),
      source: () => source,
      strictSource: () => source,
      provenFor: 0,
      now: Date.now,
      freshFor: 1000,
      parallel: 1,
    })
    try {
      const asked = mirror.zip(path, version, 'default')
      if (works) await (await asked).file.close()
      else await assert.rejects(asked, (error) => error instanceof Error && !Failure.is(error))
    } finally {
      store.close()
    }
  })
}
