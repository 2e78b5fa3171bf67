import assert from 'node:assert/strict'
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { isolated, offline } from '../forge/isolation.ts'
import { run } from '../forge/run.ts'
import { scene, type Scene } from './scene.ts'

interface Job {
  readonly variables: Readonly<Record<string, string>>
  readonly script: readonly string[]
  readonly artifacts: { readonly paths: readonly string[] }
}

interface Input {
  readonly default: string
  readonly options?: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const file = join(root, 'integrations/gitlab/templates/headwater-check.yml')
const [spec, jobs] = parseAllDocuments(await readFile(file, 'utf8')).map((one): unknown =>
  one.toJS(),
)
const { inputs } = (spec as { spec: { inputs: Record<string, Input> } }).spec
const job = (jobs as { 'headwater-check': Job })['headwater-check']
const [install = '', script = ''] = job.script

/** Runs the script of the component as GitLab would, in the home of a scene, by the given shell. */
async function checkJob(
  { home }: Scene,
  given: Readonly<Record<string, string>> = {},
  shell = 'bash',
) {
  const filled = (text: string) =>
    text
      .replaceAll(/\$\[\[ inputs\.([a-z-]+) \]\]/g, (_, name: string) => {
        const { default: usual, options } = inputs[name] ?? assert.fail(name)
        const value = given[name] ?? usual
        assert.ok(options === undefined || options.includes(value), `${name}: ${value}`)
        return value
      })
      .replaceAll('$CI_PROJECT_DIR', home.folder)
  const bin = join(home.folder, 'bin')
  await mkdir(bin, { recursive: true })
  await symlink(join(root, 'bin/headwater'), join(bin, 'headwater')).catch(() => {})
  const settings = Object.entries(job.variables).map(([name, value]) => [name, filled(value)])
  return run(shell, ['-e', '-c', `${script}\necho not reached`], {
    cwd: home.folder,
    env: {
      ...isolated(home.folder, Object.fromEntries(settings) as Record<string, string>),
      ...offline,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HEADWATER_CONFIG: home.configFile,
    },
  })
}

suite('the GitLab component', () => {
  for (const shell of ['bash', 'sh']) {
    test(`it checks with its inputs in ${shell}, and writes what it keeps`, async () => {
      await using at = await scene()
      await at.x.deleteTag('v1.0.0')
      const { code, stdout, stderr } = await checkJob(at, {}, shell)
      assert.equal(code, 1, stderr)
      assert.match(stdout, /^LOST {5}github\.com\/acme\/x v1\.0\.0/m)
      assert.doesNotMatch(stdout, /not reached/)
      for (const name of job.artifacts.paths) {
        assert.match(await readFile(join(at.home.folder, name), 'utf8'), /acme\/x/)
      }
      await stat(join(at.home.folder, '.cache/headwater'))
    })
  }

  test('it hands on what a user would ask for', async () => {
    await using at = await scene()
    await at.x.deleteTag('v1.0.0')
    const wanted = { 'fail-on': 'none', level: 'content', 'allow-incomplete': 'true', data: 'd' }
    const lenient = await checkJob(at, wanted)
    assert.equal(lenient.code, 0, lenient.stderr)
    assert.match(lenient.stdout, /, content$/m)
    await stat(join(at.home.folder, 'd'))
    const options = await checkJob(at, { options: '--fail-on none --offline' })
    assert.equal(options.code, 3, options.stderr)
    await writeFile(join(at.home.folder, 'known.json'), '{"headwater-baseline":1,"findings":[]}')
    const known = await checkJob(at, { baseline: 'known.json' })
    assert.match(known.stdout, /1 of them new/)
    const since = await checkJob(at, { 'changed-since': 'main' })
    assert.match(since.stderr, /Cannot compare with "main"/)
  })

  test('it asks a server first, and builds', async () => {
    await using at = await scene()
    const asked = await checkJob(at, { server: 'http://127.0.0.1:1' })
    assert.match(asked.stderr, /127\.0\.0\.1:1.*upstream is asked instead/)
    await writeFile(join(at.home.folder, 'main.go'), 'package ledger\n\nvar a int = "no"\n')
    const built = await checkJob(at, { level: 'build' })
    assert.equal(built.code, 1, built.stderr)
    assert.match(built.stdout, /main\.go:3:13/)
    assert.match(await readFile(join(at.home.folder, 'headwater.xml'), 'utf8'), /build-failed/)
  })

  test('it obeys nothing that is in an input', async () => {
    await using at = await scene()
    await writeFile(join(at.home.folder, 'a.txt'), '')
    const evil = '$(touch pwned)`touch pwned`; touch pwned'
    for (const name of ['target', 'server', 'fail-on', 'changed-since', 'baseline', 'options']) {
      const { code } = await checkJob(at, { [name]: evil })
      assert.equal(code, 2, name)
    }
    assert.match((await checkJob(at, { options: '--format *.txt' })).stderr, /"\*\.txt"/)
    await assert.rejects(stat(join(at.home.folder, 'pwned')))
    assert.match(install, /^npm install --global --ignore-scripts -- "\$CHECK_PACKAGE"$/)
    for (const line of job.script) assert.doesNotMatch(line, /\$\[\[/)
  })
})
