import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import { isolated } from '../forge/isolation.ts'
import { run } from '../forge/run.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

suite('the checkout', () => {
  let temporary: TemporaryFolder
  let folder: string
  const npm = (...args: readonly string[]) =>
    run('npm', [...args, '--offline'], { cwd: folder, env: isolated(temporary.path) })

  before(async () => {
    temporary = await temporaryFolder('checkout')
    folder = join(temporary.path, 'project')
    await mkdir(folder)
    const prepack = packageJson.scripts.prepack.replace('scripts/', `${root}/scripts/`)
    const scripts = { pack: 'node -p "\'made\'"', prepack }
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', scripts }),
    )
  })
  after(() => temporary[Symbol.asyncDispose]())

  test('is packed by "npm run pack"', async () => {
    const { code, stdout, stderr } = await npm('run', 'pack')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^made$/m)
  })

  test('refuses "npm pack", and tells how it is done', async () => {
    const { code, stderr } = await npm('pack')
    assert.equal(code, 1)
    assert.match(stderr, /^Cannot pack the checkout: .*"npm run pack"/m)
  })
})
