import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import { scene, type Scene } from '../check/scene.ts'
import { isolated } from '../forge/isolation.ts'
import { run, type Outcome } from '../forge/run.ts'
import { headwater } from '../oracle/headwater.ts'
import { oldNode } from '../old-node.ts'
import { installPackage, type InstalledPackage } from './install-package.ts'

/** Runs a command with a launcher on a Node.js that is too old, as it would be on another machine. */
async function onOldNode(
  program: string,
  folder: string,
  platform: string,
  arch: string,
  command: string,
): Promise<Outcome> {
  const machine = join(folder, 'machine.cjs')
  await writeFile(
    machine,
    `Object.defineProperty(process, 'platform', { value: '${platform}' })
     Object.defineProperty(process, 'arch', { value: '${arch}' })`,
  )
  const args = ['-r', machine, program, command]
  return run(oldNode() ?? '', args, { cwd: folder, env: isolated(folder) })
}

suite('the start of the installed package', () => {
  const opened = new AsyncDisposableStack()
  let installed: InstalledPackage
  let at: Scene
  const packed = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    headwater(args, { home: at.home, program: installed.program, env })

  before(async () => {
    installed = opened.use(await installPackage())
    at = opened.use(await scene())
  })
  after(() => opened.disposeAsync())

  test('loads what asks over the network only when it asks', async () => {
    const hook = join(at.home.folder, 'loaded.cjs')
    const list = join(at.home.folder, 'loaded.json')
    await writeFile(
      hook,
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(
        [Object.keys(require.cache), process.moduleLoadList])))`,
    )
    const heavyIn = async (args: readonly string[], isConfigured = true) => {
      const { code, stderr } = await packed(args, {
        NODE_OPTIONS: `--require=${hook}`,
        ...(!isConfigured && { HEADWATER_CONFIG: '' }),
      })
      assert.equal(code, args.includes('--offline') ? 3 : 0, stderr)
      const [files, ofNode] = JSON.parse(readFileSync(list, 'utf8')) as [string[], string[]]
      const texts = files.map((file) => readFileSync(file, 'utf8')).join('')
      return {
        undici: texts.includes('UND_ERR_CONNECT_TIMEOUT'),
        commander: texts.includes('commander.unknownOption'),
        zod: texts.includes('ZodString'),
        tldts: texts.includes('getDomainWithoutSuffix'),
        programs: ofNode.includes('NativeModule child_process'),
        crypto: ofNode.includes('NativeModule crypto'),
        sqlite: ofNode.some((name) => name.endsWith('sqlite')),
        http: ofNode.some((name) =>
          /NativeModule (?:http|_http_client|internal.*undici)/.test(name),
        ),
      }
    }
    const nothing = {
      undici: false,
      commander: false,
      zod: false,
      tldts: false,
      programs: false,
      crypto: false,
      sqlite: false,
      http: false,
    }
    assert.deepEqual(await heavyIn(['--version']), nothing)
    assert.deepEqual(await heavyIn(['--help']), { ...nothing, commander: true })
    const local = { ...nothing, commander: true, sqlite: true }
    for (const args of [
      ['check', '--dry-run'],
      ['check', '--offline', 'github.com/acme/none@v1.0.0'],
    ]) {
      assert.deepEqual(await heavyIn(args, false), local)
      assert.deepEqual(await heavyIn(args), { ...local, zod: true })
    }
    const { programs, ...asking } = await heavyIn(['check', 'github.com/acme/x'])
    const all = {
      undici: true,
      commander: true,
      zod: true,
      tldts: true,
      crypto: true,
      sqlite: true,
      http: true,
    }
    assert.deepEqual([programs, asking], [true, all])
  })

  test('leaves compiled code in the cache of its user only, and does without where there is none', async () => {
    const { folder } = at.home
    const cache = join(folder, 'elsewhere')
    await mkdir(cache)
    const temporary = join(folder, 'tmp')
    await mkdir(temporary, { recursive: true })
    const env = { XDG_CACHE_HOME: cache, TMPDIR: temporary, NODE_COMPILE_CACHE: '' }
    assert.equal((await packed(['--version'], env)).code, 0)
    assert.ok(readdirSync(join(cache, 'headwater/compiled')).length > 0)
    assert.equal((await packed(['--version'], { ...env, XDG_CACHE_HOME: '', HOME: '' })).code, 0)
    assert.equal((await packed(['--version'], { ...env, XDG_CACHE_HOME: '/proc/none' })).code, 0)
    assert.deepEqual(readdirSync(temporary), [])
  })

  test(
    'says what to do where Node.js is too old',
    { skip: oldNode() === undefined && 'no Node older than 24 on PATH' },
    async () => {
      const { folder } = at.home
      const sentence = String.raw`^headwater: needs Node\.js 24 or newer, and this is v\d+\.\S+: install Node\.js 24`
      const asked = { check: ' check', serve: ' serve', '--help': '', '$(x)': '' }
      const commands = Object.entries(asked)
      for (const [name, version] of Object.entries(packageJson.optionalDependencies)) {
        const [, platform = '', arch = ''] = name.replace('-win-', '-win32-').split('-')
        for (const [given, told] of commands) {
          const { code, stdout, stderr } = await onOldNode(
            installed.program,
            folder,
            platform,
            arch,
            given,
          )
          const command = `npx --package=${name}@${version} --package=headwater headwater${told}`
          assert.deepEqual([code, stdout], [2, ''])
          assert.match(stderr, new RegExp(`${sentence}, or run\n {2}${command}\n$`))
        }
      }
      const { stderr } = await onOldNode(installed.program, folder, 'darwin', 'arm64', 'check')
      assert.match(stderr, new RegExp(`${sentence}\n$`))
    },
  )

  test('says that it cannot start when a file of it is missing', async () => {
    const { stderr, code } = await packed(['--version'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
        `import Module from 'node:module'; const { _resolveFilename: resolve } = Module; Module._resolveFilename = (id, ...rest) => resolve(id.replace('main.cjs', 'none.cjs'), ...rest)`,
      )}`,
    })
    assert.equal(code, 2)
    assert.match(stderr, /^headwater: cannot start: Error: Cannot find module/)
  })
})
