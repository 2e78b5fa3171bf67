import assert from 'node:assert/strict'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { isolated } from '../forge/isolation.ts'
import { run } from '../forge/run.ts'
import { scene } from './scene.ts'

interface Job {
  readonly variables: Readonly<Record<string, string>>
  readonly script: readonly string[]
  readonly artifacts: { readonly paths: readonly string[] }
}

const root = join(import.meta.dirname, '../..')
const file = join(root, 'integrations/gitlab/templates/headwater-check.yml')

test('the GitLab component checks with its inputs, and writes what it keeps', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  const [spec, job] = parseAllDocuments(await readFile(file, 'utf8')).map((one): unknown =>
    one.toJS(),
  )
  const { inputs } = (spec as { spec: { inputs: Record<string, { default: string }> } }).spec
  const { variables, script, artifacts } = (job as { 'headwater-check': Job })['headwater-check']
  const filled = (text: string) =>
    text
      .replaceAll(
        /\$\[\[ inputs\.([a-z-]+) \]\]/g,
        (_, name: string) => inputs[name]?.default ?? '?',
      )
      .replaceAll('$CI_PROJECT_DIR', at.home.folder)
  const bin = join(at.home.folder, 'bin')
  await mkdir(bin)
  await symlink(join(root, 'bin/headwater'), join(bin, 'headwater'))
  const settings = Object.entries(variables).map(([name, value]) => [name, filled(value)] as const)
  const [install = '', check = ''] = script.map(filled)
  assert.match(install, /^npm install --global --ignore-scripts /)
  const { code, stdout, stderr } = await run('bash', ['-eo', 'pipefail', '-c', check], {
    cwd: at.home.folder,
    env: {
      ...isolated(at.home.folder, Object.fromEntries(settings)),
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HEADWATER_CONFIG: at.home.configFile,
    },
  })
  assert.equal(code, 1, stderr)
  assert.match(stdout, /^LOST {5}github\.com\/acme\/x v1\.0\.0/m)
  for (const name of artifacts.paths) {
    assert.match(await readFile(join(at.home.folder, name), 'utf8'), /acme\/x/)
  }
})
