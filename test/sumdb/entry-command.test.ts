import assert from 'node:assert/strict'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { run } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { missing } from '../vcs/program-server.ts'
import { openBrowser } from '../web/open-browser.ts'

const name = 'sum.corp.example'
const bin = join(import.meta.dirname, '../../bin')
const modules = ['corp.example/Upper', 'corp.example/-Odd~Na_me', 'corp.example/v/v2']

test(
  'the commands that the page of an entry shows prove it when they are pasted',
  { skip: missing('chromium', 'curl', 'sh') },
  async () => {
    await using forge = await startForge({ hosts: ['corp.example'] })
    for (const module of modules) {
      const version = module.endsWith('/v2') ? 'v2.0.0' : 'v1.0.0-Pre.1'
      await repository(forge, module, releases(module, version))
      forge.pages.set(module, goImport(module, 'git', `https://${module}`))
    }
    await using home = await headwaterHome(forge)
    const keyFile = join(home.folder, 'log.key')
    await home.configure({
      private: ['corp.example/*'],
      'checksum-log': { 'key-file': keyFile },
    })
    const init = await headwater(['sumdb', 'init', '--name', name, '--key-file', keyFile], { home })
    assert.equal(init.code, 0, init.stderr)
    await using server = await startHeadwater(home)
    for (const asked of [
      'corp.example/!upper@v1.0.0-!pre.1',
      'corp.example/-!odd~!na_me@v1.0.0-!pre.1',
      'corp.example/v/v2@v2.0.0',
    ]) {
      const { status, text } = await ask(server, `sumdb/${name}/lookup/${asked}`)
      assert.equal(status, 200, text)
    }
    await using folder = await temporaryFolder('pasted')
    await using browser = await openBrowser(folder.path)
    const page = await browser.newPage()
    const env = isolated(folder.path, {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    })
    for (const [number, module] of modules.entries()) {
      await page.goto(`${server.url}/-/log/${number}`)
      const shown = await page.locator('section:has(#verify) pre').innerText()
      const pasted = await run('sh', ['-eu'], { cwd: folder.path, env, input: `${shown}\n` })
      assert.equal(pasted.code, 0, `${shown}\n${pasted.stderr}`)
      assert.ok(pasted.stdout.startsWith(`${module} v`), pasted.stdout)
      assert.match(pasted.stdout, new RegExp(`^Proved: entry ${number} of ${name}, `, 'm'))
    }
  },
)
