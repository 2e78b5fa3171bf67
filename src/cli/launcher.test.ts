import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { oldNode } from '../../test/old-node.ts'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const modules = dirname(dirname(fileURLToPath(import.meta.resolve('commander'))))
const isWindows = process.platform === 'win32'

/** A package with the real launcher and the real `start`, but commands made for these tests. */
const fakeMain = `
import { start as run } from ${JSON.stringify(new URL('main.ts', import.meta.url).href)}
const said = (stdout, text) => stdout.write(text + '\\n')
const command = (name, run) =>
  ({ name, args: '[args...]', summary: name, needs: 'sources', options: [], load: async () => run })
export const start = () => run([
  command('exit', async ({ args }) => Number(args[0])),
  command('die', async ({ args }) => { process.kill(process.pid, args[0]); await new Promise(() => setInterval(() => {}, 1000)) }),
  command('echo', async ({ args, env, stdout }) => {
    said(stdout, JSON.stringify({ args, pipe: env.HEADWATER_LAUNCHER_PIPE ?? null, node: process.versions.node }))
    return 0
  }),
  command('idle', async () => 0),
  command('bug', async () => { setTimeout(() => { throw new Error('late') }); return 0 }),
  command('flood', async ({ stdout }) => { for (let i = 0; i < 5000; i++) { stdout.write('x'.repeat(1000)); if (i % 50 === 0) await new Promise(setImmediate) } return 5 }),
  command('wait', async ({ signal, stdout, args }) => {
    const alive = setInterval(() => {}, 1000)
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve))
    said(stdout, 'ready')
    await stopped
    said(stdout, 'stopping')
    if (args[0] === 'stubborn') await new Promise(() => {})
    clearInterval(alive)
    return 7
  }),
])
`

const base = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-launcher-')))
after(() => rmSync(base, { recursive: true }))

function fakePackage(name: string): string {
  const folder = join(base, name)
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true })
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'src', 'cli', 'main.ts'), fakeMain)
  return folder
}

const complete = fakePackage('complete')
symlinkSync(modules, join(complete, 'node_modules'), 'junction')
const bare = fakePackage('bare')

const nodes = [
  ['an old Node', oldNode()],
  ['the pinned Node', process.execPath],
] as const

interface Started {
  readonly child: ChildProcess
  /** Resolves when this text has been printed on stdout. */
  readonly said: (text: string) => Promise<void>
  /** Resolves when every process that holds its output has ended. */
  readonly ended: Promise<{
    code: number | null
    signal: string | null
    stdout: string
    stderr: string
  }>
}

function launch(
  node: string,
  args: readonly string[],
  { folder = complete, group = false } = {},
): Started {
  const child = spawn(node, [join(folder, 'bin', 'headwater'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = once(child, 'close').then((values) => {
    const [code, signal] = values as [number | null, string | null]
    return { code, signal, ...output }
  })
  return {
    child,
    ended,
    said: async (text) => {
      while (!output.stdout.includes(text)) {
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(({ stdout, stderr }) =>
            assert.ok(stdout.includes(text), `ended early: ${stderr}`),
          ),
        ])
      }
    },
  }
}

for (const [name, node] of nodes) {
  const skip = node === undefined ? 'no Node older than 24 on PATH' : false
  const skipOnWindows = skip || (isWindows && 'Windows has no such signals')
  const start = (args: readonly string[], options?: Parameters<typeof launch>[2]) =>
    launch(node ?? '', args, options)

  test(
    `bin/headwater passes arguments and gives the exit code, under ${name}`,
    { skip },
    async () => {
      for (const code of [0, 1, 2, 3]) {
        assert.equal((await start(['exit', String(code)]).ended).code, code)
      }
      const { stdout } = await start(['echo', '--', 'a b', '--json', '*', '']).ended
      const echoed = JSON.parse(stdout) as { args: string[]; pipe: string | null; node: string }
      assert.deepEqual(echoed.args, ['a b', '--json', '*', ''])
      assert.equal(echoed.pipe, null)
      assert.ok(Number.parseInt(echoed.node, 10) >= 24)
    },
  )

  test(`bin/headwater ends by itself when its command has, under ${name}`, { skip }, async () => {
    assert.deepEqual(await start(['idle']).ended, { code: 0, signal: null, stdout: '', stderr: '' })
  })

  test(
    `bin/headwater stops its command on the first signal, under ${name}`,
    { skip: skipOnWindows },
    async () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const { child, said, ended } = start(['wait'])
        await said('ready')
        child.kill(signal)
        const { code, stdout } = await ended
        assert.deepEqual([code, stdout], [7, 'ready\nstopping\n'], signal)
      }
    },
  )

  test(
    `bin/headwater exits at once on a second signal, under ${name}`,
    { skip: skipOnWindows },
    async () => {
      for (const [signal, code] of [
        ['SIGTERM', 143],
        ['SIGINT', 130],
      ] as const) {
        const { child, said, ended } = start(['wait', 'stubborn'])
        await said('ready')
        child.kill(signal)
        await said('stopping')
        child.kill(signal)
        assert.equal((await ended).code, code)
      }
    },
  )

  test(
    `bin/headwater takes a signal to its whole group for one, under ${name}`,
    { skip: skipOnWindows },
    async () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const { child, said, ended } = start(['wait'], { group: true })
        await said('ready')
        process.kill(-(child.pid ?? 0), signal)
        assert.equal((await ended).code, 7, signal)
      }
    },
  )

  test(`bin/headwater dies of other signals, under ${name}`, { skip: skipOnWindows }, async () => {
    const { child, said, ended } = start(['wait'])
    await said('ready')
    child.kill('SIGHUP')
    assert.equal((await ended).signal, 'SIGHUP')
  })

  test(
    `bin/headwater dies of the signal its command died of, under ${name}`,
    { skip: skipOnWindows },
    async () => {
      for (const signal of ['SIGKILL', 'SIGHUP']) {
        assert.equal((await start(['die', signal]).ended).signal, signal)
      }
    },
  )

  test(
    `bin/headwater leaves nothing behind when it is killed, under ${name}`,
    { skip },
    async () => {
      const { child, said, ended } = start(['wait', 'stubborn'])
      await said('ready')
      child.kill('SIGKILL')
      const { signal } = await ended
      assert.equal(signal, 'SIGKILL')
    },
  )

  test(
    `bin/headwater reports an error nobody caught as a bug, under ${name}`,
    { skip },
    async () => {
      const { code, stderr } = await start(['bug']).ended
      assert.equal(code, 2)
      assert.match(
        stderr,
        /^headwater: this is a bug in headwater \S+, please report it: Error: late\n/,
      )
    },
  )

  test(`bin/headwater is quiet when its reader goes away, under ${name}`, { skip }, async () => {
    const { child, said, ended } = start(['flood'])
    await said('x')
    child.stdout?.destroy()
    const { code, stderr } = await ended
    assert.deepEqual([code, stderr], [5, ''])
  })
}

test(
  'bin/headwater names the Node it found and the way out when there is no runtime',
  { skip: nodes[0][1] === undefined ? 'no Node older than 24 on PATH' : false },
  async () => {
    const { code, stdout, stderr } = await launch(nodes[0][1] ?? '', ['version'], { folder: bare })
      .ended
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(
      stderr,
      /^headwater: needs Node\.js 24 or newer, and this is v\d+\.\S+: install Node\.js 24, or run "npm ci" in \S+\n$/,
    )
  },
)

test('bin/headwater names the platforms that npm brings a Node to', () => {
  const source = readFileSync(join(root, 'bin', 'headwater'), 'utf8')
  const [, list = ''] = /PINNED_FOR = \[(.*)\]/.exec(source) ?? []
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const brought = Object.keys(optionalDependencies).map((name) =>
    name.replace(/^node-/, '').replace(/^win-/, 'win32-'),
  )
  assert.deepEqual(list.match(/[a-z0-9-]+/g)?.toSorted(), brought.toSorted())
})

test(
  'bin/headwater sends nobody to npm where it brings no Node along',
  { skip: nodes[0][1] === undefined ? 'no Node older than 24 on PATH' : false },
  async () => {
    const preload = join(base, 'as-on-a-mac.cjs')
    writeFileSync(preload, "Object.defineProperty(process, 'platform', { value: 'darwin' })")
    const program = join(bare, 'bin', 'headwater')
    const { status, stderr } = spawnSync(nodes[0][1] ?? '', ['-r', preload, program, 'version'], {
      encoding: 'utf8',
    })
    assert.equal(status, 2)
    assert.match(stderr, /: install Node\.js 24, which does not come along for darwin-[a-z0-9]+\n$/)
  },
)
