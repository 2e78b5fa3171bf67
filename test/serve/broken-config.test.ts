import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { headwater, headwaterHome } from '../oracle/headwater.ts'
import { filesBelow } from './data-folder.ts'

const lines = [
  'listne = "127.0.0.1:0"',
  'listen = "127.0.0.1:99999"',
  'upstream = "ftp://proxy.corp.example"',
  'private = ["corp.example/[*"]',
  '[outbound]',
  'allow = ["10.0.0.0/99"]',
  'idle-timeout = 60',
  'max-repository = "4 gigabytes"',
  '[fetch]',
  'parallel = 0',
]

/** Line and key of each problem, and words of its reason. */
const problems: readonly (readonly [number, string, RegExp])[] = [
  [1, 'listne', /unknown|no such|not/],
  [2, 'listen', /99999|port/],
  [3, 'upstream', /ftp/],
  [4, 'private', /corp\.example\/\[\*/],
  [6, 'outbound.allow', /10\.0\.0\.0\/99/],
  [7, 'outbound.idle-timeout', /unit/],
  [8, 'outbound.max-repository', /size/],
  [10, 'fetch.parallel', /1/],
]

test('headwater serve stops with file, line, key and reason of every problem when its configuration is broken', async () => {
  await using home = await headwaterHome()
  await writeFile(home.configFile, `${lines.join('\n')}\n`)
  const { code, stdout, stderr } = await headwater(['serve'], { home })
  assert.deepEqual([code, stdout], [2, ''])
  for (const [line, key, reason] of problems) {
    const place = `${home.configFile}:${line}:`
    const told = stderr.split('\n').find((text) => text.includes(place)) ?? ''
    assert.ok(told.includes(key), `no word of ${key} at ${place} in:\n${stderr}`)
    assert.match(told.slice(told.indexOf(place) + place.length), reason)
  }
  assert.deepEqual(await filesBelow(home.folder), ['headwater.toml'])
})

test('headwater serve stops with file, line and reason when its configuration is no TOML', async () => {
  await using home = await headwaterHome()
  await writeFile(home.configFile, 'data = "./x"\nlisten = \n')
  const { code, stderr } = await headwater(['serve'], { home })
  assert.equal(code, 2)
  assert.ok(stderr.includes(`${home.configFile}:2`), stderr)
})

test('headwater serve stops with the variable and the reason when the environment is broken', async () => {
  await using home = await headwaterHome()
  const env = { HEADWATER_LISTEN: 'nowhere', HEADWATER_LISTNE: 'x' }
  const { code, stderr } = await headwater(['serve'], { home, env })
  assert.equal(code, 2)
  assert.match(stderr, /HEADWATER_LISTEN\b.*nowhere/)
  assert.match(stderr, /HEADWATER_LISTNE\b/)
})

test('headwater serve stops with the reason when its configuration cannot be read', async () => {
  await using home = await headwaterHome()
  const { code, stderr } = await headwater(['serve', '--config', 'nowhere.toml'], { home })
  assert.equal(code, 2)
  assert.match(stderr, /nowhere\.toml/)
})
