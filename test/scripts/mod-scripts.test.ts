import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it, test } from 'node:test'
import { goRoot } from './go-root.ts'
import { exceptions } from './not-run.ts'
import { runGoScript } from './run-go-script.ts'
import { openScene, type Scene } from './scene.ts'
import { whichScripts } from './which-scripts.ts'

const { scripts } = await goRoot()
const names = await whichScripts(scripts)
let scene: Promise<Scene> | undefined
const theScene = () => (scene ??= openScene())
after(async () => (await scene)?.[Symbol.asyncDispose]())

describe('scripts of the go command pass when Headwater is their proxy', { concurrency: 2 }, () => {
  for (const name of names) {
    if (exceptions[name]?.isOff === true) continue
    it(name, async () => {
      const { differs, skips } = exceptions[name] ?? {}
      const forgives = (reason: string) => differs?.test(reason) ?? false
      const result = await runGoScript(join(scripts, `${name}.txt`), await theScene(), forgives)
      const { outcome, reason, forgiven, log } = result
      assert.notEqual(outcome, 'failed', `${reason}\n\n${log}`)
      const hasDiffered = forgiven.length > 0
      assert.equal(hasDiffered, differs !== undefined, 'it is listed as differing, but does not')
      if (skips !== 'here')
        assert.equal(outcome === 'skipped', skips === 'always', `${outcome}: ${log}`)
    })
  }
})

test('Headwater is asked more than a thousand questions by the scripts', async () => {
  const { asked } = await theScene()
  const questions = asked.filter((line) => /^GET \/(mod|direct)\/.*\/@(v|latest)/.test(line))
  assert.ok(questions.length > 1000, `there were but ${questions.length} questions`)
})

test('every exception is a script that exists, and one of those that are run', () => {
  for (const name of Object.keys(exceptions)) assert.ok(names.includes(name), name)
  for (const name of names) assert.ok(existsSync(join(scripts, `${name}.txt`)), name)
})

test('Headwater changes nothing for at least 318 of the mod_* scripts', () => {
  const same = names.filter(
    (name) => name.startsWith('mod_') && exceptions[name]?.differs === undefined,
  )
  assert.ok(same.length >= 318, `it changes nothing for ${same.length}`)
})
