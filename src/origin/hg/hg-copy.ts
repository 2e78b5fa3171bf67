import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { MAX_LINES, runLocally, runOutside, type Outcome } from '../programs/ask-program.ts'
import type { HostOptions } from '../programs/host-options.ts'
import { CopyDamaged, localCopy, type LocalCopy } from '../programs/local-copy.ts'
import { programFailure } from '../programs/program-failure.ts'
import { hgProgram } from './hg-program.ts'

const damage =
  /abandoned transaction|integrity check|corrupt|no match found|unknown parent|no repository found in|unknown exception|unknown (index|revlog|version)/i

/**
 * The local copy of a Mercurial repository: everything upstream shows, pulled as `cmd/go` pulls it. Where upstream
 * took changesets back, the copy is made anew, so that nothing is found in it that is not there any more.
 *
 * @throws (its `refreshed`) Failure at `repository`
 */
export function hgCopy(url: string, options: HostOptions): LocalCopy {
  const { gate, folder, lock, maxBytes } = options

  function outside(copy: string, args: readonly string[]): Promise<Outcome> {
    const errand = { url, purpose: 'content' as const, maxBytes }
    return runOutside(
      (wish) => gate.permitProgram(wish),
      errand,
      (way) => hgProgram(copy, [...args, '--', way.url], way),
    )
  }

  async function pull(copy: string): Promise<void> {
    // Pulling adds the bookmarks of upstream, and takes none away.
    await rm(join(copy, '.hg', 'bookmarks'), { force: true })
    const { code, stderr } = await outside(copy, ['pull', '-q', '-f'])
    if (code === 0) return
    if (damage.test(stderr)) throw new CopyDamaged(stderr)
    throw programFailure('hg', url, stderr)
  }

  return localCopy({
    url,
    vcs: 'hg',
    folder,
    lock,
    async refresh({ copy }, isNew) {
      if (isNew || !existsSync(join(copy, '.hg'))) await hg(copy, ['init', '-q', '--', '.'])
      await pull(copy)
      if (isNew) return
      const { code } = await outside(copy, ['outgoing', '-q', '-l1', '-T', '{node}\n'])
      if (code === 0) throw new CopyDamaged('upstream took changesets back')
    },
  })
}

/**
 * Runs an hg command that asks nobody, and returns what it prints.
 *
 * @throws CopyDamaged where the copy is at fault; Failure `unusable` for every other end than 0
 */
export async function hg(
  copy: string,
  args: readonly string[],
  maxBytes = MAX_LINES,
): Promise<Buffer> {
  const outcome = await runLocally(hgProgram(copy, args), maxBytes)
  if (outcome.code !== 0) throw refusal(outcome, args)
  return outcome.stdout
}

/** As {@link hg}, but undefined where hg says that there is no such thing. */
export async function hgIfThere(
  copy: string,
  args: readonly string[],
  maxBytes = MAX_LINES,
): Promise<Buffer | undefined> {
  const outcome = await runLocally(hgProgram(copy, args), maxBytes)
  if (outcome.code === 0) return outcome.stdout
  if (damage.test(outcome.stderr)) throw refusal(outcome, args)
  return undefined
}

function refusal({ code, stderr }: Outcome, args: readonly string[]): Error {
  if (damage.test(stderr)) return new CopyDamaged(stderr)
  const [line = ''] = stderr.split('\n', 1)
  return new Failure('unusable', `hg ${args[0] ?? ''} ended with ${code}: ${line}`, {
    at: 'repository',
  })
}
