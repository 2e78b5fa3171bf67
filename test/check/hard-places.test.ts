import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { check, commit, type Run } from './scene.ts'

const program = join(import.meta.dirname, '../../bin/headwater')
const skip =
  process.platform === 'win32' && 'Windows has neither a shell with ulimit nor lost folders'

/** Runs `headwater check` in a process of its own, in a folder, after what a shell does there. */
async function checkAfter(home: HeadwaterHome, cwd: string, shell: string): Promise<Run> {
  const argv = [process.execPath, program, 'check']
  const child = spawn('sh', ['-c', `${shell}; exec "$@"`, 'sh', ...argv], {
    cwd,
    env: isolated(home.folder, { HEADWATER_CONFIG: home.configFile }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close') as Promise<[number]>
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: (await ended)[0], stdout, stderr }
}

test(
  'headwater check says so when it may not open enough files, and loses nothing',
  { skip, timeout: 120_000 },
  async () => {
    await using forge = await startForge()
    const names = Array.from({ length: 12 }, (_, index) => `github.com/acme/m${index}`)
    for (const path of names) await repository(forge, path, [commit(path, { tags: ['v1.0.0'] })])
    await using home = await headwaterHome(forge)
    const lines = names.map((path) => `require ${path} v1.0.0\n`).join('')
    await writeFile(join(home.folder, 'go.mod'), `module corp.example/m\n\ngo 1.20\n\n${lines}`)
    for (const most of [24, 26, 32, 40]) {
      const { code, stdout, stderr } = await checkAfter(home, home.folder, `ulimit -n ${most}`)
      assert.equal(code, 2, `${most}: ${stdout}${stderr}`)
      assert.match(
        stderr,
        /^headwater: Cannot .*: no more files can be opened at a time\n {2}Raise the limit on open files, as with ulimit -n 1024; .*\n$/m,
      )
    }
    const { code, stdout } = await check(home, [])
    assert.equal(code, 0, stdout)
  },
)

test('headwater check says so when the folder it runs in was removed', { skip }, async () => {
  await using forge = await startForge()
  await using home = await headwaterHome(forge)
  const cwd = join(home.folder, 'removed')
  await mkdir(cwd)
  assert.deepEqual(await checkAfter(home, cwd, `rmdir '${cwd}'`), {
    code: 2,
    stdout: '',
    stderr:
      'headwater: Cannot tell where this runs: the current folder was removed\n  Change to a folder that is there\n',
  })
})
