import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from './ask.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'

/** A PATH with nothing but git and a shell. */
async function pathWithoutGo(folder: string): Promise<string> {
  await mkdir(folder)
  const places = (process.env['PATH'] ?? '').split(delimiter)
  for (const name of ['git', 'sh']) {
    const found = places.map((place) => join(place, name)).find((file) => existsSync(file))
    assert.ok(found, `${name} is not in PATH`)
    await symlink(found, join(folder, name))
  }
  return folder
}

test('headwater fetches, serves and checks when there is no go on the machine', async (t) => {
  if (process.platform === 'win32') return t.skip('programs are found in another way on Windows')
  await using forge = await startForge()
  await repository(forge, module, releases(module, 'v1.0.0'))
  await using home = await headwaterHome(forge)
  const env = { PATH: await pathWithoutGo(join(home.folder, 'bin')) }

  const args = ['fetch', '--json', `${module}@v1.0.0`]
  const fetched = await headwater(args, { home, env })
  assert.equal(fetched.code, 0, fetched.stderr)
  const { Sum, GoModSum } = JSON.parse(fetched.stdout) as Record<'Sum' | 'GoModSum', string>

  await using server = await startHeadwater(home, { env })
  assert.equal((await ask(server, `${module}/@v/v1.0.0.zip`)).status, 200)
  assert.equal((await ask(server, `${module}/@v/list`)).text, 'v1.0.0\n')

  const project = join(home.folder, 'project')
  await mkdir(project)
  await writeFile(
    join(project, 'go.mod'),
    `module a.test/p\n\ngo 1.21\n\nrequire ${module} v1.0.0\n`,
  )
  const sums = `${module} v1.0.0 ${Sum}\n${module} v1.0.0/go.mod ${GoModSum}\n`
  await writeFile(join(project, 'go.sum'), sums)
  const checked = await headwater(['check', '--json'], { home, env, cwd: project })
  assert.equal(checked.code, 0, checked.stderr + checked.stdout)
  const { modules } = JSON.parse(checked.stdout) as { modules: { verdict: { code: string } }[] }
  assert.deepEqual(
    modules.map(({ verdict }) => verdict.code),
    ['verified'],
  )
})
