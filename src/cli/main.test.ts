import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, test } from 'node:test'
import { Failure } from '../failure.ts'
import type { CommandDeclaration } from './declaration.ts'
import type { CommandContext } from './context.ts'
import { main, type Host } from './main.ts'
import type { StopSignal } from './signals.ts'

const cwd = mkdtempSync(join(tmpdir(), 'headwater-main-'))
after(() => rmSync(cwd, { recursive: true }))
writeFileSync(join(cwd, 'bad.toml'), 'listne = 1')

interface Setup {
  readonly env?: NodeJS.ProcessEnv
  readonly declarations?: readonly CommandDeclaration[]
  readonly stoppedBy?: StopSignal
}

function read(stream: PassThrough): string {
  return String(stream.read() ?? '')
}

async function outcome(argv: readonly string[], { env = {}, declarations, stoppedBy }: Setup = {}) {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  const signal = stoppedBy === undefined ? new AbortController().signal : AbortSignal.abort()
  const host: Host = {
    argv,
    env,
    cwd,
    stdout,
    stderr,
    signal,
    stoppedBy: () => stoppedBy,
    platform: 'linux',
    home: '/home/me',
    width: undefined,
  }
  const code = await main(host, declarations)
  return { code, stdout: read(stdout), stderr: read(stderr) }
}

function failing(error: Error): Setup {
  return {
    declarations: declared(async () => {
      throw error
    }),
  }
}

function declared(run: (context: CommandContext) => Promise<number>, personal = false) {
  const declaration: CommandDeclaration = {
    name: 'do',
    args: '[things...]',
    summary: 'do things',
    needs: 'config',
    personal,
    load: async () => run,
    options: [
      { flags: '--listen <addr>', text: 'where', setting: 'listen' },
      { flags: '--fail-on <list>', text: 'what', read: (text) => text.split(',') },
      { flags: '--allow-incomplete', text: 'whether' },
    ],
  }
  return [declaration]
}

test('main() prints help and exits 0 when asked for it, or for nothing', async () => {
  for (const argv of [[], ['--help'], ['-h'], ['help']]) {
    const { code, stdout, stderr } = await outcome(argv)
    assert.deepEqual([code, stderr], [0, ''])
    for (const name of [
      'serve',
      'check',
      'explain',
      'fetch',
      'sumdb',
      'config',
      'version',
      'help',
    ]) {
      assert.match(stdout, new RegExp(`^  ${name}\\b`, 'm'))
    }
    assert.match(stdout, /^Exit codes: 0 fine, 1 findings, 2 usage/m)
    assert.doesNotMatch(stdout, /^  (?:rescue|report|audit|import|export|purge|fsck)\b/m)
  }
})

test('main() explains a command with its options and the global ones', async () => {
  for (const argv of [
    ['help', 'check'],
    ['check', '--help'],
    ['--json', 'check', '-h'],
  ]) {
    const { code, stdout } = await outcome(argv)
    assert.equal(code, 0)
    for (const option of [
      '--fail-on',
      '--timeout',
      '--config',
      '--data',
      '-q, --quiet',
      '--no-color',
    ]) {
      assert.ok(stdout.includes(option), option)
    }
  }
  assert.match(
    (await outcome(['help', 'config', 'print'])).stdout,
    /^Usage: headwater config print/,
  )
})

test('main() prints the version for version, --version and -V, wherever they are', async () => {
  for (const argv of [
    ['version'],
    ['--version'],
    ['-V'],
    ['check', '--version'],
    ['nonsense', '-V'],
  ]) {
    const { code, stdout } = await outcome(argv)
    assert.equal(code, 0)
    assert.match(stdout, /^headwater \d+\.\d+\.\d+ \(Node\.js \d+\.\d+\.\d+, \S+\)\n$/)
  }
  for (const argv of [
    ['version', '--json'],
    ['--json', '-V'],
  ]) {
    const { stdout } = await outcome(argv)
    assert.deepEqual(Object.keys(JSON.parse(stdout) as object), ['headwater', 'node', 'platform'])
  }
})

test('main() names the bad input and the way out, and exits 2, on wrong usage', async () => {
  for (const [argv, expected] of [
    [['chek'], /^headwater: unknown command 'chek'; did you mean check\?\n {2}"headwater help"/],
    [['frobnicate'], /^headwater: unknown command 'frobnicate'\n/],
    [['serve', '--lisen', 'a:1'], /unknown option '--lisen'; did you mean --listen\?\n/],
    [['check', '--jsno'], /'--jsno'; did you mean --json\?\n {2}"headwater help check" lists/],
    [['config', 'print', '--jsno'], /\n {2}"headwater help config print" lists what it takes\n$/],
    [['--jsno'], /\n {2}"headwater help" lists commands and options\n$/],
    [['serve', 'extra'], /too many arguments for 'serve'.*extra/],
    [['fetch'], /missing required argument 'module@query'/],
    [['serve', '--listen'], /option '--listen <addr>' argument missing/],
    [
      ['check', '--timeout', '5'],
      /'--timeout <duration>' argument '5' is invalid.*a unit is missing/,
    ],
    [['version', '-q', '-v'], /'-q, --quiet' cannot be used with option '-v, --verbose'/],
    [['help', 'chek'], /Cannot explain "chek": there is no such command\n {2}did you mean check\?/],
    [['config', 'prnt'], /unknown command 'prnt'; did you mean print\?/],
    [['config'], /^Usage: headwater config/],
  ] as const) {
    const { code, stdout, stderr } = await outcome(argv)
    assert.deepEqual([code, stdout], [2, ''], argv.join(' '))
    assert.match(stderr, expected)
  }
})

test('main() passes arguments, options and settings on, and gives the exit code of the command', async () => {
  let seen: CommandContext | undefined
  const declarations = declared(async (context) => {
    seen = context
    return 3
  })
  const argv = [
    '--json',
    'do',
    'a',
    '--listen',
    'b:1',
    '--fail-on',
    'lost,changed',
    '-v',
    '--',
    '--json',
  ]
  assert.deepEqual(await outcome(argv, { declarations }), { code: 3, stdout: '', stderr: '' })
  assert.deepEqual(seen?.args, ['a', '--json'])
  assert.equal(seen.options['json'], true)
  assert.deepEqual(seen.options['failOn'], ['lost', 'changed'])
  assert.equal(seen.options['allowIncomplete'], undefined)
  assert.equal(seen.options['color'], true)
  assert.deepEqual(seen.config.listen, { host: 'b', port: 1 })
  assert.equal(seen.config.log.level, 'debug')
  assert.equal(seen.config.data, join(cwd, 'headwater-data'))
})

test('main() forbids colours for --no-color and NO_COLOR', async () => {
  const colors: unknown[] = []
  const declarations = declared(async ({ options }) => {
    colors.push(options['color'])
    return 0
  })
  await outcome(['do', '--no-color'], { declarations })
  await outcome(['do'], { declarations, env: { NO_COLOR: '1' } })
  await outcome(['do'], { declarations, env: { NO_COLOR: '' } })
  assert.deepEqual(colors, [false, false, true])
})

test('main() gives personal commands the cache of their user unless the folder is named', async () => {
  const folders: string[] = []
  const declarations = declared(async ({ config }) => {
    folders.push(config.data)
    return 0
  }, true)
  await outcome(['do'], { declarations })
  await outcome(['do', '--data', '/srv/x'], { declarations })
  await outcome(['do'], { declarations, env: { HEADWATER_DATA: '/srv/y' } })
  assert.deepEqual(folders, ['/home/me/.cache/headwater', '/srv/x', '/srv/y'])
})

test('main() exits 2 with the reason when the configuration is bad', async () => {
  const declarations = declared(async () => 0)
  for (const [argv, expected] of [
    [
      ['do', '--config', 'bad.toml'],
      /bad\.toml:1: listne: is not a setting; did you mean "listen"\?/,
    ],
    [['do', '--config', 'nowhere.toml'], /nowhere\.toml: there is no such file/],
    [['do', '--listen', 'x'], /--listen: "x" is not an address/],
    [['do', '--data', ''], /--data: is empty/],
  ] as const) {
    const { code, stderr } = await outcome(argv, { declarations })
    assert.equal(code, 2)
    assert.match(stderr, /^headwater: Cannot use the configuration: /)
    assert.match(stderr, expected)
  }
})

test('main() tells a Failure with its hint, and anything else as a bug, and exits 2', async () => {
  const failure = new Failure('invalid', 'Cannot do "x"', { hint: 'do y', cause: new Error('why') })
  assert.deepEqual(await outcome(['do'], failing(failure)), {
    code: 2,
    stdout: '',
    stderr: 'headwater: Cannot do "x"\n  do y\n',
  })
  assert.match((await outcome(['do', '-v'], failing(failure))).stderr, /because: Error: why\n +at /)
  const bug = await outcome(['do'], failing(new TypeError('oops')))
  assert.equal(bug.code, 2)
  assert.match(
    bug.stderr,
    /^headwater: this is a bug in headwater \S+, please report it: TypeError: oops\n/,
  )
  assert.doesNotMatch(bug.stderr, /^ +at /m)
  assert.match((await outcome(['do', '-v'], failing(new TypeError('oops')))).stderr, /^ +at /m)
})

test('main() gives the code of the signal when a command gave up because of it', async () => {
  for (const [stoppedBy, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const declarations = declared(async ({ signal }) => {
      signal.throwIfAborted()
      return 0
    })
    const ended = await outcome(['do'], { declarations, stoppedBy })
    assert.deepEqual(ended, { code, stdout: '', stderr: `headwater: stopped by ${stoppedBy}\n` })
  }
})
