import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Forge } from '../../test/forge/forge.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { goDirect } from '../../test/oracle/go.ts'
import { freePort } from '../free-port.ts'
import { askForAll } from './ask.ts'
import { costOf, type Cost } from './cost.ts'
import type { Subject } from './subject.ts'

/**
 * A fresh goproxy/goproxy that is asked for one version after the other.
 *
 * @param program its path, or a name in PATH
 * @throws Error when it does not start, or lacks a version
 */
export async function throughGoproxy(
  forge: Forge,
  subject: Subject,
  program: string,
): Promise<Cost> {
  await using go = await goDirect(forge)
  await using folder = await temporaryFolder('goproxy')
  const address = `127.0.0.1:${await freePort()}`
  const args = ['server', '--address', address, '--cacher-dir', join(folder.path, 'held')]
  const child = spawn(program, args, { env: go.env, cwd: folder.path, stdio: 'ignore' })
  const ended = Promise.race([once(child, 'close'), once(child, 'error')])
  ended.catch(() => undefined)
  try {
    while (!(await fetch(`http://${address}/`).catch(() => undefined))) {
      if (child.exitCode !== null || child.pid === undefined) {
        throw new Error(`${program} does not start`)
      }
      await pause(20)
    }
    let found = 0
    const work = async () => void (found = await askForAll(`http://${address}`, subject, 1))
    const cost = await costOf(forge, work)
    if (found === subject.versions.length) return cost
    throw new Error(`${program} has ${found} of ${subject.versions.length} versions`)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
