import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { goRoot } from './go-root.ts'
import { runGoScript } from './run-go-script.ts'
import { openScene, type Scene } from './scene.ts'

const { scripts } = await goRoot()
let scene: Promise<Scene> | undefined
const theScene = () => (scene ??= openScene('own'))
after(async () => (await scene)?.[Symbol.asyncDispose]())

describe('scripts about checksum databases pass when it is our own log', () => {
  for (const name of ['mod_sumdb', 'mod_sumdb_cache', 'mod_sumdb_proxy']) {
    it(name, async () => {
      const result = await runGoScript(join(scripts, `${name}.txt`), await theScene())
      assert.equal(result.outcome, 'passed', `${result.reason}\n\n${result.log}`)
    })
  }

  it('and the log was asked', async () => {
    const { asked } = await theScene()
    const lookups = asked.filter(
      (line) => line.startsWith('GET /mod/sumdb/') && line.includes('/lookup/'),
    )
    assert.ok(lookups.length > 3, asked.join('\n'))
  })
})
