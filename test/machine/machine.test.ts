import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goDirect, goProxied } from '../oracle/go.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { hostileSettings, type HostileSettings } from './hostile-settings.ts'
import { nasty, plantNasty, questions } from './nasty-repository.ts'

/** Languages and places, together: what each changes is looked for in the same answers. */
const places: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'German, east of the date line': { LC_ALL: 'de_DE.UTF-8', TZ: 'Pacific/Kiritimati' },
  'Turkish, half an hour off': { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR', TZ: 'America/St_Johns' },
  'Arabic, with digits of its own': { LANG: 'ar_EG.UTF-8', LC_NUMERIC: 'ar_EG', TZ: 'UTC-14' },
  'the plain C locale': { LC_ALL: 'C', LANG: 'C', TZ: '' },
  'a locale and a time zone that do not exist': { LC_ALL: 'xx_YY.nothing', TZ: 'No/Where' },
}

type Answers = Readonly<Record<string, string>>

suite('headwater serve answers the same, byte for byte,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let settings: HostileSettings
  let expected: Answers
  before(async () => {
    forge = opened.use(await startForge())
    settings = opened.use(await hostileSettings())
    await plantNasty(forge)
    expected = await answers({})
  })
  after(() => opened.disposeAsync())

  /** What a new server says of the nasty repository; `look` sees its data folder. */
  async function answers(
    env: Readonly<Record<string, string>>,
    look?: (data: string) => Promise<void>,
  ): Promise<Answers> {
    await using server = await startHeadwater(forge, { env })
    const said: Record<string, string> = {}
    for (const question of questions) {
      const { status, bytes, text } = await ask(server, question)
      assert.equal(status, 200, `${question}: ${text}`)
      said[question] = question.endsWith('.zip')
        ? createHash('sha256').update(bytes).digest('hex')
        : text
    }
    await look?.(server.home.data)
    assert.equal(server.stderr(), '')
    return said
  }

  test('as the go command reads the repository itself', async () => {
    await using server = await startHeadwater(forge)
    await using direct = await goDirect(forge)
    await using proxied = await goProxied(server.url)
    for (const argument of [`${nasty}@v1.0.1`, `${nasty}@v1.10.0`, `${nasty}/sub@v0.1.0`]) {
      const [wanted, got] = [
        await direct.modDownload(argument),
        await proxied.modDownload(argument),
      ]
      assert.equal(wanted.Error, undefined)
      assert.deepEqual(
        [got.Sum, got.GoModSum, got.Info],
        [wanted.Sum, wanted.GoModSum, wanted.Info],
      )
    }
    assert.deepEqual(await proxied.listVersions(nasty), await direct.listVersions(nasty))
  })

  for (const [about, env] of Object.entries(places)) {
    test(`where the machine speaks ${about}`, async () => {
      assert.deepEqual(await answers(env), expected)
    })
  }

  test('where git has settings of its user that change everything', async () => {
    const { home } = settings
    const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config') }
    assert.deepEqual(await answers(env), expected)
    assert.ok(!existsSync(settings.trace), 'no program of the settings may be started')
  })

  test('where git has settings in its environment that change everything', async () => {
    const { home, gitVariables } = settings
    assert.deepEqual(await answers({ HOME: home, ...gitVariables }), expected)
    assert.ok(!existsSync(settings.trace), 'no program of the settings may be started')
  })

  for (const umask of [0o000, 0o027, 0o077]) {
    const shown = umask.toString(8).padStart(3, '0')
    const skip = process.platform === 'win32' && 'there are no modes on Windows'
    test(
      `where the umask is ${shown}, with files and folders of fitting modes`,
      { skip },
      async () => {
        const before = process.umask(umask)
        try {
          const said = await answers({}, async (data) => {
            assert.deepEqual(await oddModes(data, umask), [])
          })
          assert.deepEqual(said, expected)
        } finally {
          process.umask(before)
        }
      },
    )
  }
})

/** What below a folder is not readable by its owner, is more than the umask allows, or is a file that can be run. */
async function oddModes(folder: string, umask: number): Promise<string[]> {
  const odd: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const mode = (await stat(path)).mode & 0o7777
    const needed = entry.isDirectory() ? 0o700 : 0o400
    const possible = (entry.isDirectory() ? 0o777 : 0o666) & ~umask
    if ((mode & needed) === needed && (mode & ~possible) === 0) continue
    odd.push(`${path} ${mode.toString(8)}`)
  }
  return odd
}
