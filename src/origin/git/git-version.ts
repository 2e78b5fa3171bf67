import { tmpdir } from 'node:os'
import { Failure } from '../../failure.ts'
import { runForOutput } from '../../outbound/run.ts'

/** The oldest git whose commands do all that is asked of them here. */
export const oldestGit = '2.31'

let isGood: Promise<void> | undefined

/**
 * Makes sure that the git of this machine is new enough. It is asked once in the life of this process; one that is no
 * good, again each time.
 *
 * @throws Failure `unsupported` when it is older than {@link oldestGit}, or not installed
 */
export function requireGit(): Promise<void> {
  isGood ??= ask().catch((error: unknown) => {
    isGood = undefined
    throw error
  })
  return isGood
}

async function ask(): Promise<void> {
  const program = { command: 'git', args: ['version'], cwd: tmpdir(), env: { LC_ALL: 'C' } }
  const { stdout } = await runForOutput(program, 65_536)
  checkGitVersion(stdout.toString())
}

/**
 * Judges what `git version` prints. Text that names no version is let pass: vendors write there what they like.
 *
 * @throws Failure `unsupported`, with the version, when it is too old
 */
export function checkGitVersion(printed: string): void {
  const [, version = '', major, minor] = /\bversion ((\d+)\.(\d+)\S*)/.exec(printed) ?? []
  const [oldestMajor = 0, oldestMinor = 0] = oldestGit.split('.').map(Number)
  if (major === undefined || Number(major) > oldestMajor) return
  if (Number(major) === oldestMajor && Number(minor) >= oldestMinor) return
  throw new Failure(
    'unsupported',
    `Cannot read git repositories: the git of this machine is ${version}, and ${oldestGit} or newer is needed`,
    { hint: `Install git ${oldestGit} or newer; the first git in PATH is the one that is used` },
  )
}
