import { Failure } from '../../failure.ts'

/**
 * Reads the committer's time from the raw bytes of a commit: what `git log --format=%ct` prints.
 *
 * @throws Failure `unusable` when the commit has no readable committer line
 */
export function committerTime(commit: Uint8Array, hash: string): Date {
  const text = Buffer.from(commit).toString('latin1')
  const header = text.slice(0, text.indexOf('\n\n') + 1 || text.length)
  const seconds = /^committer .*> (\d+) [+-]?\d+$/m.exec(header)?.[1]
  if (seconds === undefined || Number(seconds) > 253402300799) {
    throw new Failure('unusable', `Cannot read commit ${hash}: it has no committer time`, {
      at: 'commit',
    })
  }
  return new Date(Number(seconds) * 1000)
}
