import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userCacheFolder } from './user-cache-folder.ts'

test('userCacheFolder() follows the custom of each platform', () => {
  for (const [platform, env, home, folder] of [
    ['linux', {}, '/home/me', '/home/me/.cache/headwater'],
    ['linux', { XDG_CACHE_HOME: '/var/me' }, '/home/me', '/var/me/headwater'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me', '/home/me/.cache/headwater'],
    ['darwin', { XDG_CACHE_HOME: '/var/me' }, '/Users/me', '/Users/me/Library/Caches/headwater'],
    ['win32', {}, String.raw`C:\Users\me`, String.raw`C:\Users\me\AppData\Local\headwater`],
    [
      'win32',
      { LOCALAPPDATA: String.raw`D:\L` },
      String.raw`C:\Users\me`,
      String.raw`D:\L\headwater`,
    ],
  ] as const) {
    assert.equal(userCacheFolder(env, platform, home), folder)
  }
})
