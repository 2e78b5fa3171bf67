import assert from 'node:assert/strict'
import { open, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome, startHeadwater, type HeadwaterHome } from '../oracle/headwater.ts'
import { askAll, filesOf } from './ask.ts'
import { filesBelow } from './data-folder.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'

/** What happens to a stored file: one byte turned over in its middle, or its end lost. */
const harm: Readonly<Record<string, (file: string) => Promise<void>>> = {
  'a changed byte': async (file) => {
    const bytes = await readFile(file)
    const middle = bytes.length >> 1
    await using handle = await open(file, 'r+')
    await handle.write(Buffer.of((bytes[middle] ?? 0) ^ 1), 0, 1, middle)
  },
  'lost its end': async (file) => truncate(file, (await readFile(file)).length - 10),
  'become empty': (file) => writeFile(file, ''),
}

suite('headwater serve, started on damaged data,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let home: HeadwaterHome
  let bodies: Buffer[]
  const versions = Object.keys(harm).flatMap((_, index) => [`v1.0.${index}`, `v1.1.${index}`])
  before(async () => {
    forge = opened.use(await startForge())
    await repository(forge, module, releases(module, ...versions))
    home = opened.use(await headwaterHome(forge))
    await using server = await startHeadwater(home)
    const files = versions.flatMap((version) => filesOf(module, version))
    bodies = (await askAll(server, files)).map(({ bytes }) => bytes)
  })
  after(() => opened.disposeAsync())

  test('sets damaged zips and records aside and fetches them again, with the same bytes', async () => {
    const folder = join(home.data, 'modules', 'v1', ...module.split('/'), '@v')
    for (const [index, damage] of Object.values(harm).entries()) {
      await damage(join(folder, `v1.0.${index}.zip`))
      await damage(join(folder, `v1.1.${index}.record`))
    }
    await using server = await startHeadwater(home)
    const files = versions.flatMap((version) => filesOf(module, version))
    const answers = await askAll(server, files)
    for (const [index, { status, bytes, text }] of answers.entries()) {
      assert.deepEqual([files[index], status], [files[index], 200], text)
      assert.ok(bodies[index]?.equals(bytes), `${files[index]} has other bytes`)
    }
    const aside = await filesBelow(join(home.data, 'damaged'))
    assert.equal(aside.filter((file) => file.endsWith('.zip')).length, 3)
    assert.equal(aside.filter((file) => file.endsWith('.record')).length, 3)
    assert.match(server.stderr(), /damaged and set aside/)
  })

  test('keeps the damage to itself when upstream is off', async () => {
    const folder = join(home.data, 'modules', 'v1', ...module.split('/'), '@v')
    for (const [index, damage] of Object.values(harm).entries()) {
      await damage(join(folder, `v1.0.${index}.zip`))
    }
    await using server = await startHeadwater(home, { settings: { upstream: 'off' } })
    const zips = Object.keys(harm).map((_, index) => `${module}/@v/v1.0.${index}.zip`)
    for (const { status, text } of await askAll(server, zips)) {
      assert.equal(status, 404, text)
      assert.match(text, /not held/)
    }
    const [info] = await askAll(server, filesOf(module, 'v1.0.0'))
    assert.equal(info?.status, 200)
  })
})
