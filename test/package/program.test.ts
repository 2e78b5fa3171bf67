import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import type { Report } from '../../src/check/report/report.ts'
import { scene, type Scene } from '../check/scene.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { goProxied } from '../oracle/go.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { installPackage, type InstalledPackage } from './install-package.ts'

suite('the installed package', () => {
  const opened = new AsyncDisposableStack()
  let installed: InstalledPackage
  let at: Scene
  const packed = (args: readonly string[]) =>
    headwater(args, { home: at.home, program: installed.program })

  before(async () => {
    installed = opened.use(await installPackage())
    at = opened.use(await scene())
  })
  after(() => opened.disposeAsync())

  test('is all that npm installs, and npx finds its program', async () => {
    const lock = readFileSync(join(installed.folder, 'node_modules/.package-lock.json'), 'utf8')
    const { packages } = JSON.parse(lock) as { packages: object }
    assert.deepEqual(Object.keys(packages), ['node_modules/headwater'])
    const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`
    const env = isolated(at.home.folder, { PATH: path, npm_config_update_notifier: 'false' })
    const told = await must('npx', ['--offline', 'headwater', '--version'], {
      cwd: installed.folder,
      env,
    })
    assert.match(told, new RegExp(String.raw`^headwater ${packageJson.version} \(Node\.js 2`))
  })

  test('says what the checkout says to what needs no network', async () => {
    for (const args of [
      ['--version'],
      ['version', '--json'],
      ['--help'],
      ['help', 'check'],
      [],
      ['chekc'],
      ['config', 'print'],
      ['config', 'check', 'none.toml'],
      ['check', '--dry-run'],
    ]) {
      const { code, stdout, stderr } = await packed(args)
      const own = await headwater(args, { home: at.home })
      assert.deepEqual(
        { code, stdout, stderr },
        { code: own.code, stdout: own.stdout, stderr: own.stderr },
        args.join(' '),
      )
    }
  })

  test('checks a project, and tells what is lost', async () => {
    const well = await packed(['check'])
    assert.equal(well.code, 0, well.stdout)
    await at.x.deleteTag('v1.0.0')
    const lost = await packed(['check', '--json'])
    await at.x.moveTag('v1.0.0', 0)
    const { modules } = JSON.parse(lost.stdout) as Report
    const codes = modules.map(({ path, verdict }) => `${path} ${verdict.class}`)
    assert.deepEqual([lost.code, codes], [1, ['github.com/acme/x lost', 'github.com/acme/ok ok']])
  })

  test('fetches what the checkout fetches', async () => {
    const args = ['fetch', '--json', 'github.com/acme/x@v1.1.0', 'github.com/acme/none@latest']
    const { code, stdout } = await packed(args)
    const own = await headwater(args, { home: at.home })
    assert.deepEqual([code, stdout], [own.code, own.stdout])
    assert.equal(code, 1)
  })

  test('serves modules to go, pages to people, and what forges push', async () => {
    await using home = await headwaterHome(at.forge)
    const settings = { hooks: { github: ['0123456789abcdef'] }, log: { level: 'debug' } }
    const { program } = installed
    await using server = await startHeadwater(home, { program, settings })
    await using go = await goProxied(server.url)
    const found = await go.modDownload('github.com/acme/x@v1.1.0')
    const own = await headwater(['fetch', '--json', 'github.com/acme/x@v1.1.0'], { home: at.home })
    assert.equal(found.Sum, (JSON.parse(own.stdout) as { Sum: string }).Sum)
    for (const [path, status, text] of [
      ['hosts', 200, '<!doctype html>'],
      ['hosts/github.com', 200, 'github.com'],
      ['api/v1/hosts', 200, '"github.com"'],
      ['api/openapi.json', 200, '"openapi"'],
      ['robot', 200, 'User-agent: headwater'],
      ['metrics', 200, '# TYPE'],
      ['hooks/github', 200, 'github'],
    ] as const) {
      const answer = await fetch(`${server.url}/-/${path}`)
      const body = await answer.text()
      assert.equal(answer.status, status, path)
      assert.ok(body.toLowerCase().includes(text.toLowerCase()), `${path}: ${body}`)
    }
    const unsigned = await fetch(`${server.url}/-/hooks/github`, { method: 'POST', body: '{}' })
    assert.match(await unsigned.text(), /^Cannot take this hook: /)
    assert.match(server.stderr(), /"asked upstream"/)
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
  })
})
