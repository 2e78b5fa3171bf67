import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { isolated } from '../forge/isolation.ts'
import { throttled } from '../forge/reply.ts'
import { must, run } from '../forge/run.ts'
import { replyForX, scene, type Scene } from './scene.ts'

interface Step {
  readonly id?: string
  readonly name: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly runs: { readonly steps: readonly Step[] }
}

const root = join(import.meta.dirname, '../..')
const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as Action

function stepNamed(name: string): Step {
  const step = action.runs.steps.find((one) => one.name === name)
  assert.ok(step, name)
  return step
}

/** Runs the step of the action that checks, as GitHub would, in the home of a scene. */
async function checkStep(
  { home }: Scene,
  given: Readonly<Record<string, string>> = {},
  machine: Readonly<Record<string, string>> = {},
) {
  const { run: script = '', env = {} } = stepNamed('Check')
  const defaults = Object.entries(action.inputs).map(([name, one]) => [name, one.default] as const)
  const inputs = new Map([...defaults, ...Object.entries({ config: home.configFile, ...given })])
  const filled = Object.entries(env).map(([name, text]) => {
    const value = text
      .replace(/\$\{\{ inputs\.([a-z-]+) \}\}/, (_, input: string) => inputs.get(input) ?? '')
      .replace('${{ runner.temp }}', join(home.folder, 'runner'))
    assert.doesNotMatch(value, /\$\{\{/)
    return [name, value] as const
  })
  const file = join(home.folder, 'step.sh')
  await writeFile(file, script)
  await mkdir(join(home.folder, 'runner'), { recursive: true })
  const files = { GITHUB_OUTPUT: 'github-output', GITHUB_STEP_SUMMARY: 'github-summary' }
  for (const name of Object.values(files)) await writeFile(join(home.folder, name), '')
  const outcome = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd: home.folder,
    env: isolated(home.folder, {
      ...Object.fromEntries(filled),
      ...Object.fromEntries(
        Object.entries(files).map(([key, name]) => [key, join(home.folder, name)]),
      ),
      GITHUB_ACTION_PATH: root,
      ...machine,
    }),
  })
  const text = await readFile(join(home.folder, files.GITHUB_OUTPUT), 'utf8')
  const outputs = Object.fromEntries(
    text.split('\n').flatMap((line) => (line ? [line.split('=')] : [])),
  )
  const summary = await readFile(join(home.folder, files.GITHUB_STEP_SUMMARY), 'utf8')
  return { ...outcome, outputs: outputs as Record<string, string>, summary }
}

suite('action.yml', () => {
  test('action.yml gives the exit code, a summary, annotations and SARIF', async () => {
    await using at = await scene()
    await at.x.deleteTag('v1.0.0')
    const { code, stdout, stderr, outputs, summary } = await checkStep(at)
    assert.equal(code, 0, stderr)
    assert.deepEqual(outputs, { 'exit-code': '1', 'sarif-file': 'headwater.sarif' })
    assert.match(stdout, /^LOST {5}github\.com\/acme\/x v1\.0\.0/m)
    assert.match(stdout, /^::error file=go\.mod,line=5,title=Lost%3A version-gone::github\.com/m)
    assert.match(summary, /^### 1 of 2 modules is no longer what you depend on/)
    assert.match(await readFile(join(at.home.folder, 'headwater.sarif'), 'utf8'), /version-gone/)
  })

  test('action.yml names no SARIF report of an incomplete check, and leaves no older one', async () => {
    await using at = await scene()
    await writeFile(join(at.home.folder, 'headwater.sarif'), '{}')
    replyForX(at.forge, throttled(120))
    const { outputs } = await checkStep(at, { level: 'content' })
    assert.deepEqual(outputs, { 'exit-code': '3' })
    await assert.rejects(stat(join(at.home.folder, 'headwater.sarif')))
  })

  test('action.yml hands its inputs on, whatever is in them', async () => {
    await using at = await scene()
    const evil = '$(touch pwned)`touch pwned`; touch pwned'
    const wrong = await checkStep(at, { target: evil, 'fail-on': 'lost' })
    assert.deepEqual(wrong.outputs, { 'exit-code': '2' })
    assert.match(wrong.stderr, /Cannot check "\$\(touch pwned\)/)
    const option = await checkStep(at, { target: '--data=pwned' })
    assert.deepEqual(option.outputs, { 'exit-code': '2' })
    for (const name of ['level', 'server', 'baseline', 'fail-on']) {
      const refused = await checkStep(at, { [name]: evil })
      assert.deepEqual(refused.outputs, { 'exit-code': '2' }, name)
    }
    const odd = await checkStep(at, { data: evil, token: evil })
    assert.equal(odd.outputs['exit-code'], '0', odd.stderr)
    const base = await checkStep(at, { 'changed-since': evil, 'sarif-file': 'a\nexit-code=0' })
    assert.equal(base.outputs['exit-code'], '2')
    await assert.rejects(stat(join(at.home.folder, 'pwned')))
  })

  test('action.yml checks what was added, lets known findings pass, and does without failing', async () => {
    await using at = await scene()
    const env = isolated(at.home.folder, {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@corp.example',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@corp.example',
    })
    const git = (...args: string[]) => must('git', args, { cwd: at.home.folder, env })
    await git('init', '-q', '-b', 'main')
    await git('add', 'go.mod', 'go.sum')
    await git('commit', '-q', '-m', 'base')
    await at.x.deleteTag('v1.0.0')
    const added = await checkStep(at, { 'changed-since': 'main' })
    assert.equal(added.outputs['exit-code'], '0', added.stderr)
    const lenient = await checkStep(at, { 'fail-on': 'none', 'allow-incomplete': 'true' })
    assert.equal(lenient.outputs['exit-code'], '0', lenient.stderr)
  })

  test('action.yml asks a server first, and keeps what it learns where it is told', async () => {
    await using at = await scene()
    const asked = await checkStep(at, { server: 'http://127.0.0.1:1', data: 'learnt' })
    assert.match(asked.stderr, /127\.0\.0\.1:1.*upstream is asked instead/)
    await stat(join(at.home.folder, 'learnt'))
    await assert.rejects(stat(join(at.home.folder, 'runner/headwater')))
    await checkStep(at)
    await stat(join(at.home.folder, 'runner/headwater'))
    const { with: cache } = stepNamed('Bring what earlier runs learnt')
    assert.match(
      cache?.['path'] ?? '',
      /inputs\.data \|\| format\('\{0\}\/headwater', runner\.temp\)/,
    )
  })

  test('action.yml builds, with an annotation where that fails', async () => {
    await using at = await scene()
    await writeFile(join(at.home.folder, 'main.go'), 'package ledger\n\nvar a int = "no"\n')
    const { outputs, stdout, summary } = await checkStep(at, { level: 'build' })
    assert.deepEqual(outputs, { 'exit-code': '1', 'sarif-file': 'headwater.sarif' })
    assert.match(stdout, /^::error file=main\.go,line=3,title=Build%3A build-failed::cannot use/m)
    assert.match(summary, /^### go build failed/)
  })

  test('action.yml hands on its token under the name that counts first, if it is given one', async () => {
    await using at = await scene()
    const bin = join(at.home.folder, 'bin')
    await mkdir(bin)
    // In the place of Node.js, to see what the program is told.
    await writeFile(join(bin, 'node'), '#!/bin/sh\nenv >"$HOME/told"\n', { mode: 0o755 })
    assert.equal(action.inputs['token']?.default, '')
    for (const token of ['', 'ghs_0123456789']) {
      const { stdout, stderr } = await checkStep(at, { token }, { PATH: `${bin}:/usr/bin:/bin` })
      const told = (await readFile(join(at.home.folder, 'told'), 'utf8')).split('\n')
      assert.deepEqual(
        told.filter((line) => /^(?:GH_|GITHUB_|INPUT_)TOKEN=/.test(line)),
        token === '' ? [] : [`GH_TOKEN=${token}`],
      )
      assert.ok(token === '' || !`${stdout}${stderr}`.includes(token))
    }
  })

  test('action.yml does not read the headwater.toml of what is checked', async () => {
    await using at = await scene()
    await appendFile(join(at.home.folder, 'headwater.toml'), 'broken')
    const { stderr, outputs } = await checkStep(at, { config: '', timeout: '1ms' })
    assert.deepEqual(outputs, { 'exit-code': '3' }, stderr)
  })

  test('action.yml ends as the check did', async () => {
    const { run: script = '', env } = stepNamed('Result')
    assert.deepEqual(env, { EXIT_CODE: '${{ steps.check.outputs.exit-code }}' })
    for (const code of [0, 1, 2, 3]) {
      const ended = await run('bash', ['-eo', 'pipefail', '-c', script], {
        cwd: root,
        env: { PATH: process.env['PATH'], EXIT_CODE: String(code) },
      })
      assert.equal(ended.code, code)
    }
  })

  test('action.yml uses other actions by commit only, and no expression in a script', () => {
    for (const { uses, run: script = '' } of action.runs.steps) {
      if (uses !== undefined) assert.match(uses, /^[\w./-]+@[0-9a-f]{40}$/)
      assert.doesNotMatch(script, /\$\{\{/)
    }
  })

  test('action.yml uploads only what is whole', () => {
    const { if: condition = '' } = stepNamed('Show findings as alerts')
    assert.match(condition, /allow-incomplete != 'true' && steps\.check\.outputs\.sarif-file != ''/)
  })
})
