import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { configFrom } from './config-from.ts'
import { loadConfig } from './load.ts'
import type { ConfigSources } from './sources.ts'

const top = mkdtempSync(join(tmpdir(), 'headwater-config-from-'))
after(() => rmSync(top, { recursive: true }))

/** A folder of its own, with these files. */
function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(top, 'cwd-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}

suite('configFrom()', () => {
  test('gives the defaults of the schema, frozen, when nobody says anything', async () => {
    for (const more of [{}, { defaultData: '/cache/headwater' }]) {
      const env = { PATH: '/bin', HEADWATER_LISTEN: '', HEADWATER_CONFIG: '' }
      const sources = { env, cwd: folder(), ...more }
      const config = await configFrom(sources)
      assert.deepEqual(config, loadConfig(sources))
      for (const part of [config, config.listen, config.outbound.allow, config.upstream[0]]) {
        assert.ok(Object.isFrozen(part))
      }
    }
  })

  const said: Record<string, () => ConfigSources> = {
    'a file that is named': () => ({
      file: 'a.toml',
      env: {},
      cwd: folder({ 'a.toml': 'listen = "a:7"' }),
    }),
    'a file that a variable names': () => ({
      env: { HEADWATER_CONFIG: 'a.toml' },
      cwd: folder({ 'a.toml': 'listen = "a:7"' }),
    }),
    'headwater.toml': () => ({ env: {}, cwd: folder({ 'headwater.toml': 'listen = "a:7"' }) }),
    'the file of the user': () => ({
      env: {},
      cwd: folder({ 'user.toml': 'listen = "a:7"' }),
      defaultFile: 'user.toml',
    }),
    'a variable': () => ({ env: { HEADWATER_LISTEN: 'a:7' }, cwd: folder() }),
    'an option': () => ({
      env: {},
      cwd: folder(),
      overrides: [{ key: 'listen', value: 'a:7', option: '--listen' }],
    }),
  }
  for (const [what, sources] of Object.entries(said)) {
    test(`reads ${what}`, async () => {
      assert.deepEqual((await configFrom(sources())).listen, { host: 'a', port: 7 })
    })
  }

  const wrong: Record<string, () => ConfigSources> = {
    'is named and is not there': () => ({ file: 'none.toml', env: {}, cwd: folder() }),
    'cannot be read': () => {
      const cwd = folder()
      mkdirSync(join(cwd, 'headwater.toml'))
      return { env: {}, cwd }
    },
    'cannot be looked for': () => ({
      env: {},
      cwd: folder({ file: '' }),
      defaultFile: 'file/headwater.toml',
    }),
  }
  for (const [what, sources] of Object.entries(wrong)) {
    test(`refuses a file that ${what}`, () =>
      assert.rejects(configFrom(sources()), (error) => Failure.is(error, 'invalid')))
  }
})
