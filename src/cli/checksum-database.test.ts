import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { checksumDatabase } from './checksum-database.ts'
import { parseSumdb } from './config/sumdb.ts'
import { goSettings } from './go-settings.ts'

const local = 'localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6'
const none = () => ''

suite('checksumDatabase()', () => {
  for (const [what, sumdb, ofGo, expected] of [
    ['nothing is set', undefined, '', 'https://sum.golang.org'],
    ['GOSUMDB switches it off', undefined, 'off', undefined],
    ['GOSUMDB names another', undefined, local, 'https://localhost.localdev/sumdb'],
    ['the setting switches it off', 'off', local, undefined],
    ['the setting names one', 'sum.golang.org', 'off', 'https://sum.golang.org'],
  ] as const) {
    test(`is ${expected} where ${what}`, () => {
      const setting = sumdb === undefined ? undefined : parseSumdb(sumdb)
      const found = checksumDatabase({ sumdb: setting, private: [] }, () => ofGo)
      assert.equal(found?.url, expected)
    })
  }

  test('names no private module', () => {
    const settings: Record<string, string> = {
      GOPRIVATE: 'b.example',
      GONOSUMDB: 'c.example,d.example/x',
    }
    const found = checksumDatabase(
      { sumdb: undefined, private: ['a.example'] },
      (name) => settings[name] ?? '',
    )
    const excluded = [
      'a.example/x',
      'b.example',
      'c.example/y',
      'd.example/x',
      'd.example/y',
      'e.example',
    ]
    assert.deepEqual(
      excluded.filter((path) => found?.excludes(path)),
      ['a.example/x', 'b.example', 'c.example/y', 'd.example/x'],
    )
    assert.equal(checksumDatabase({ sumdb: undefined, private: [] }, none)?.excludes('a'), false)
  })

  test('refuses a GOSUMDB that cannot be', () => {
    assert.throws(
      () => checksumDatabase({ sumdb: undefined, private: [] }, () => 'sum.corp.example'),
      {
        code: 'invalid',
        message: /^Cannot use GOSUMDB: "sum\.corp\.example" is neither/,
      },
    )
  })
})

suite('goSettings()', () => {
  for (const [platform, folder, variables] of [
    ['linux', '.config', {}],
    ['linux', 'config', { XDG_CONFIG_HOME: 'config' }],
    ['darwin', 'Library/Application Support', {}],
    ['win32', 'AppData', { AppData: 'AppData' }],
  ] as const) {
    test(`reads what go env -w has written on ${platform}, below ${folder}`, async () => {
      await using home = await temporaryFolder('go-settings')
      const file = join(home.path, folder, 'go', 'env')
      await mkdir(join(file, '..'), { recursive: true })
      await writeFile(file, '# no\nGOPRIVATE=a.example\r\nGOSUMDB=off\nGOSUMDB=on\n')
      const absolute = Object.entries(variables).map(([name, at]) => [name, join(home.path, at)])
      const env = { HOME: home.path, GOSUMDB: '', ...Object.fromEntries(absolute) }
      const setting = await goSettings(env, platform)
      assert.deepEqual(
        ['GOPRIVATE', 'GOSUMDB', 'GONOSUMDB'].map((name) => setting(name)),
        ['a.example', 'off', ''],
      )
      const over = await goSettings({ ...env, GOPRIVATE: 'b.example' }, platform)
      assert.equal(over('GOPRIVATE'), 'b.example')
      const off = await goSettings({ ...env, GOENV: 'off' }, platform)
      assert.equal(off('GOPRIVATE'), '')
      const named = await goSettings({ GOENV: file }, platform)
      assert.equal(named('GOPRIVATE'), 'a.example')
    })
  }

  test('has none where there is no home', async () => {
    assert.equal((await goSettings({}, 'linux'))('GOPRIVATE'), '')
  })
})
