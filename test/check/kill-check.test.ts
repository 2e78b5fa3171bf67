import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { startForge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { check, commit } from './scene.ts'

const program = join(import.meta.dirname, '../../bin/headwater')
const names = Array.from({ length: 6 }, (_, index) => `github.com/acme/m${index}`)
const asked = names.map((path) => `${path}@v1.0.0`)

/** A check that is killed with all it has begun; `millis` after the forge was asked first, if it lasts so long. */
async function killed(
  home: Awaited<ReturnType<typeof headwaterHome>>,
  isAsked: () => boolean,
  millis: number,
): Promise<void> {
  const child = spawn(process.execPath, [program, 'check', '--json', ...asked], {
    cwd: home.folder,
    env: isolated(home.folder, { HEADWATER_CONFIG: home.configFile }),
    stdio: 'ignore',
    detached: true,
  })
  const ended = once(child, 'exit')
  for (let waited = 0; waited < 15_000 && !isAsked() && child.exitCode === null; waited += 20) {
    await setTimeout(20)
  }
  await Promise.race([setTimeout(millis), ended])
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It had ended by itself.
  }
  await ended
}

test(
  'what is kept is sound after a check was killed at any moment',
  { timeout: 120_000 },
  async () => {
    await using forge = await startForge()
    for (const path of names) await repository(forge, path, [commit(path, { tags: ['v1.0.0'] })])
    await using home = await headwaterHome(forge)
    for (const millis of [0, 60, 150, 300, 600]) {
      forge.log.reset()
      await killed(home, () => forge.log.entries.length > 0, millis)
    }
    const first = await check(home, ['--json', '--level', 'content', ...asked])
    const codesIn = ({ stdout }: typeof first) =>
      (JSON.parse(stdout) as Report).modules.map(({ verdict }) => verdict.code)
    assert.deepEqual(
      codesIn(first),
      names.map(() => 'verified'),
      first.stdout,
    )
    forge.log.reset()
    const second = await check(home, ['--json', ...asked])
    assert.deepEqual(
      codesIn(second),
      names.map(() => 'unchanged'),
    )
    assert.equal(forge.log.entries.length, names.length)
  },
)
