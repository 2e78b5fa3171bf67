import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userConfigFile } from './user-config-file.ts'

test('userConfigFile() follows the custom of each platform', () => {
  for (const [platform, env, home, file] of [
    ['linux', {}, '/home/me', '/home/me/.config/headwater/headwater.toml'],
    ['linux', { XDG_CONFIG_HOME: '/etc/me' }, '/home/me', '/etc/me/headwater/headwater.toml'],
    ['linux', { XDG_CONFIG_HOME: 'rel' }, '/home/me', '/home/me/.config/headwater/headwater.toml'],
    ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/headwater/headwater.toml'],
    [
      'win32',
      {},
      String.raw`C:\Users\me`,
      String.raw`C:\Users\me\AppData\Roaming\headwater\headwater.toml`,
    ],
  ] as const) {
    assert.equal(userConfigFile(env, platform, home), file)
  }
})
