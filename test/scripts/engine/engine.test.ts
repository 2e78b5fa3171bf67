import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '../../forge/temporary-folder.ts'
import { commonCommands } from './common-commands.ts'
import { commonConditions } from './conditions.ts'
import { durationMs, goRegexp, unquoteGo } from './go-text.ts'
import { parseLine } from './parse-line.ts'
import { program } from './run-program.ts'
import { runScript, writeFiles } from './run-script.ts'
import { scriptState } from './state.ts'
import { parseTxtar } from './txtar.ts'

/** A script as txtar, and how it ends: '' well, otherwise what the reason has. */
const scripts: readonly (readonly [what: string, text: string, ends: string])[] = [
  ['stdout() matches line by line when a command printed', "echo a b\nstdout '^a b$'", ''],
  [
    'stdout() keeps what was printed when other commands print nothing',
    'echo a\nmkdir x\nstdout a',
    '',
  ],
  ['a command fails the script when it fails', 'cat nowhere', 'line 1: cat nowhere: ENOENT'],
  ['a command fails the script when it should fail and does not', '! mkdir x', 'did not fail'],
  ['a command may fail when it is marked with ?', '? cat nowhere\n! stdout a', ''],
  ['a condition passes over a line when it does not hold', '[GOOS:plan9] cat nowhere', ''],
  ['a condition passes over a line when its contrary holds', '[!compiler:gc] cat nowhere', ''],
  [
    'a condition fails the script when nobody knows it',
    '[nonsense] cat x',
    'no condition "nonsense"',
  ],
  ['a command fails the script when nobody knows it', 'nonsense', 'no command "nonsense"'],
  [
    'a variable is replaced when it is not quoted',
    "env A=x\necho $A${/}'$A'\nstdout '^x.\\$A$'",
    '',
  ],
  ['a variable matches literally when it is in a pattern', 'env A=.\necho x\n! stdout ^$A$', ''],
  ['an unset variable is nothing when it is replaced', "echo $UNSET'!'\nstdout ^!$", ''],
  ['stop() ends the script well when more would fail', 'stop enough\ncat nowhere', ''],
  ['cmp() compares bytes when files are equal', 'cmp a b\n-- a --\n1\n-- b --\n1\n', ''],
  ['cmp() fails when files differ', 'cmp a b\n-- a --\n1\n-- b --\n2\n', 'a and b differ'],
  [
    'cmpenv() replaces variables when it compares',
    'env A=1\ncmpenv a b\n-- a --\n1\n-- b --\n$A\n',
    '',
  ],
  ['grep() counts when it is told to', 'grep -count=2 x a\n! grep -count=1 x a\n-- a --\nxx\n', ''],
  ['grep() finds nothing when nothing is there', 'grep y a\n-- a --\nx\n', 'nothing matches "y"'],
  [
    'replace() does all pairs at once when they overlap',
    'replace a b b c f\ncmp f g\n-- f --\nab\n-- g --\nbc',
    '',
  ],
  ['cp() takes what was printed when it is told to', 'echo a\ncp stdout b\ngrep ^a$ b', ''],
  [
    'cp() fills a folder when the target is one',
    'mkdir d\ncp a b d\nexists d/a d/b\n-- a --\n-- b --\n',
    '',
  ],
  [
    'exists() sees the mode when it is asked for',
    'chmod 0 a\nexists -readonly a\nchmod 292 a\nexists -readonly a\nchmod 0755 a\nexists -exec a\nchmod 0444 a\nexists -readonly a\n! exists -exec a\n-- a --\n',
    '',
  ],
  ['rm() removes a folder when it is read-only', 'chmod 0555 d\nrm d\n! exists d\n-- d/a --\n', ''],
  ['mv() renames when the target is new', 'mv a b\nexists b\n! exists a\n-- a --\n', ''],
  [
    'symlink() leads to its target when that is there',
    'symlink l -> a\ngrep x l\n-- a --\nx\n',
    '',
  ],
  ['cd() moves when there is such a folder', 'cd d\nexists a\nenv PWD\nstdout d$\n-- d/a --\n', ''],
  [
    'exec() runs a program when it is on the PATH',
    "exec sh -c 'echo out; echo err >&2'\nstdout out\nstderr err",
    '',
  ],
  ['exec() tells how a program ended when it failed', "exec sh -c 'exit 3'", 'exit status 3'],
  [
    'exec() keeps what was printed when the program failed',
    "! exec sh -c 'echo a; exit 3'\nstdout a",
    '',
  ],
  [
    'exec() runs in the folder of the script when it moved',
    'cd d\nexec ls\nstdout ^a$\n-- d/a --\n',
    '',
  ],
  [
    'wait() gives all output in order when commands ran beside',
    'exec echo a &\nexec echo b &\nwait\nstdout ^a\\nb$',
    '',
  ],
  ['wait() fails when a command beside failed', 'exec false &\nwait', 'exec false: exit status 1'],
  ['wait() is content when a command beside failed as it should', '! exec false &\nwait', ''],
  ['the end of a script waits when commands run beside', 'exec false &', 'at the end: wait'],
  [
    'a command cannot run beside when it is no program',
    'mkdir a &',
    'cannot run in the background',
  ],
  ['program() runs a program of ours when it is called', 'hello\nstdout ^hello$', ''],
  ['a quote must be closed when it is opened', "echo 'a", 'line 1: a quote is not closed'],
]
for (const [what, text, ends] of scripts) {
  test(what, async () => {
    await using folder = await temporaryFolder('engine')
    const archive = parseTxtar(Buffer.from(text))
    const state = scriptState(folder.path, { PATH: process.env['PATH'] ?? '' })
    await writeFiles(state, archive.files)
    const hello = program('echo')
    const commands = {
      ...commonCommands,
      hello: { ...hello, run: (given: typeof state) => hello.run(given, ['hello']) },
    }
    const result = await runScript(archive.script, state, {
      commands,
      conditions: commonConditions,
    })
    assert.equal(result.outcome, ends === '' ? 'passed' : 'failed', state.log.join('\n'))
    assert.ok(result.reason.includes(ends), `"${result.reason}" says nothing of "${ends}"`)
  })
}

test('runScript() passes the reason on when a script is skipped', async () => {
  const state = scriptState('.', {})
  const means = { commands: commonCommands, conditions: commonConditions }
  const result = await runScript("skip 'not here'\ncat nowhere", state, means)
  assert.deepEqual(result, { outcome: 'skipped', reason: 'not here', forgiven: [] })
})

const isNowhere = (reason: string) => reason.includes('nowhere')

test('runScript() goes on when a failure is forgiven', async () => {
  const state = scriptState('.', {})
  const means = { commands: commonCommands, conditions: commonConditions, forgives: isNowhere }
  const result = await runScript('cat nowhere\necho a\n! stdout a', state, means)
  assert.equal(result.forgiven.length, 1)
  assert.match(result.forgiven[0] ?? '', /^line 1: cat nowhere: ENOENT/)
  assert.match(result.reason, /^line 3: /)
})

test('runScript() ends the programs it started when nobody waits any more', async () => {
  const leaving = new AbortController()
  const state = scriptState('.', { PATH: process.env['PATH'] ?? '' }, leaving.signal)
  const leave = { run: () => leaving.abort() }
  const means = { commands: { ...commonCommands, leave }, conditions: commonConditions }
  const result = await runScript('exec sleep 1000 &\nleave\nmkdir x', state, means)
  assert.equal(result.outcome, 'failed')
  assert.match(result.reason, /^line 3: .*aborted/)
})

test('writeFiles() refuses when a file would lie outside', async () => {
  await using folder = await temporaryFolder('engine')
  const files = parseTxtar(Buffer.from('-- ../x --\n')).files
  await assert.rejects(writeFiles(scriptState(folder.path, {}), files), /outside/)
})

test('parseTxtar() keeps bytes when text is no UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from('# s\n--  a b --\n'), Buffer.of(0xff, 0x0a, 0xfe)])
  const { script, files } = parseTxtar(bytes)
  assert.equal(script, '# s\n')
  assert.deepEqual(files, [{ name: 'a b', content: Buffer.of(0xff, 0x0a, 0xfe, 0x0a) }])
})

test('parseTxtar() sees no file when a marker has no name', () => {
  assert.deepEqual(parseTxtar(Buffer.from('-- --\n--  --\n--x--\n')).files, [])
})

test('parseLine() keeps quoted and bare pieces apart when they touch', () => {
  assert.deepEqual(parseLine("[!a] [b:c] ! go x'$y ''z'''$w # rest"), {
    want: '!',
    conditions: [
      { tag: 'a', isWanted: false },
      { tag: 'b:c', isWanted: true },
    ],
    name: 'go',
    args: [
      [
        { text: 'x', isQuoted: false },
        { text: "$y 'z'", isQuoted: true },
        { text: '$w', isQuoted: false },
      ],
    ],
    isBackground: false,
  })
})

test('parseLine() gives nothing when a line is empty or a comment', () => {
  for (const line of ['', ' \t', '# x', '  # x']) assert.equal(parseLine(line), undefined)
})

test('parseLine() refuses when prefixes have no command', () => {
  for (const line of ['!', '[a]', '! ? a', '[] a', '[!] a']) assert.throws(() => parseLine(line))
})

test('goRegexp() means what Go means when the two write it differently', () => {
  for (const [pattern, text, matches] of [
    ['a\\z', 'a\nb', false],
    ['\\Ab', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?i)A', 'a', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?P<n>a)$', 'a\nb', true],
    ['[/\\\\]x', '/x', true],
  ] as const) {
    assert.equal(goRegexp(pattern).test(text), matches, pattern)
  }
})

test('unquoteGo() reads escapes of Go when they are bytes, runes or letters', () => {
  assert.equal(unquoteGo('a\\n\\t\\x41\\102\\u00e9\\xc3\\xa9\\U0001F600\\\\"'), 'a\n\tABéé😀\\"')
  assert.throws(() => unquoteGo('\\q'), /no escape/)
})

test('durationMs() sums units when there are several', () => {
  assert.equal(durationMs('1m1.5s20ms'), 61_520)
  assert.throws(() => durationMs('1'), /no duration/)
})
