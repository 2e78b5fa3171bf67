import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { ZipFile } from 'yazl'
import { buffer } from 'node:stream/consumers'
import { startForge, type Forge } from '../forge/forge.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { heldFiles, leftOvers } from './data-folder.ts'
import { askByFive } from './waiters.ts'

const root = 'example.com/m@v1.0.0/'

/** Names in a zip that no module may have; each stands where a sound file stood, with a name as long. */
const names: Readonly<Record<string, string>> = {
  'climbs out': `${root}../evil`,
  'is absolute': `/${root}x/evil`,
  'belongs to another module': 'example.com/n@v1.0.0/x/evil',
  'has a backslash': `${root}..\\evil`,
  'has a control character': `${root}\x01x/evil`,
}

suite('headwater serve, with a hostile module proxy upstream,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  before(async () => {
    forge = opened.use(await startForge({ hosts: ['proxy.test'] }))
    const settings = { upstream: 'https://proxy.test' }
    server = opened.use(await startHeadwater(forge, { settings }))
  })
  after(() => opened.disposeAsync())

  const serve = (zip: Uint8Array) => {
    const base = 'proxy.test/example.com/m/@v/v1.0.0'
    forge.pages.set(`${base}.info`, { body: '{"Version":"v1.0.0","Time":"2020-01-02T03:04:05Z"}' })
    forge.pages.set(`${base}.mod`, { body: 'module example.com/m\n' })
    forge.pages.set(`${base}.zip`, { body: zip })
  }

  for (const [about, name] of Object.entries(names)) {
    test(`refuses a zip to all who wait when a name in it ${about}`, async () => {
      const sound = `${root}x/evil.`.slice(0, name.length)
      serve(
        renamed(
          await zipOf({ [`${root}go.mod`]: 'module example.com/m\n', [sound]: 'x' }),
          sound,
          name,
        ),
      )
      const { status, text } = await askByFive(server, 'example.com/m/@v/v1.0.0.zip')
      assert.ok(status >= 400, text)
      assert.match(text, /evi/)
    })
  }

  test('refuses a zip to all who wait when it is cut short', async () => {
    const whole = await zipOf({ [`${root}go.mod`]: 'module example.com/m\n' })
    serve(whole.subarray(0, -30))
    const { status, text } = await askByFive(server, 'example.com/m/@v/v1.0.0.zip')
    assert.ok(status >= 400, text)
  })

  test('refuses a version to all who wait when the proxy speaks of another', async () => {
    serve(Buffer.from(''))
    forge.pages.set('proxy.test/example.com/m/@v/v1.2.0.info', { body: '{"Version":"v1.3.0"}' })
    forge.pages.set('proxy.test/example.com/m/@v/v1.2.0.mod', { body: 'module example.com/m\n' })
    const { status, text } = await askByFive(server, 'example.com/m/@v/v1.2.0.info')
    assert.equal(status, 503, text)
    assert.match(text, /v1\.3\.0/)
  })

  test('leaves no unfinished file and no zip, and takes the zip once it is sound', async () => {
    assert.deepEqual(await leftOvers(server.home), [])
    const held = await heldFiles(server.home)
    assert.deepEqual(
      held.filter((file) => file.endsWith('.zip')),
      [],
    )
    serve(await zipOf({ [`${root}go.mod`]: 'module example.com/m\n' }))
    assert.equal((await askByFive(server, 'example.com/m/@v/v1.0.0.zip')).status, 200)
    assert.equal(server.stderr(), '')
  })
})

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

/** The zip with a name changed in both of its places: no library writes such a zip. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length)
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}
