import { Failure } from '../../failure.ts'

/**
 * Reads the committer's time from the raw bytes of a commit: what `git log --format=%ct` prints. Where there are many
 * committer lines, the last counts; after its last `>` come seconds, a sign and a digit, blanks before each or not.
 *
 * @throws Failure `unusable` when the commit has no readable committer line
 * Source: git's ident.c `split_ident_line`, pretty.c `parse_commit_header`
 */
export function committerTime(commit: Uint8Array, hash: string): Date {
  const text = Buffer.from(commit).toString('latin1')
  const header = text.slice(0, text.indexOf('\n\n') + 1 || text.length)
  const line = header.split('\n').findLast((field) => field.startsWith('committer ')) ?? ''
  const mail = line.indexOf('<')
  const end = line.lastIndexOf('>')
  const when = mail >= 0 && end > mail ? line.slice(end + 1) : ''
  const seconds = /^[ \t\r]*(\d+)[ \t\r]*[+-]\d/.exec(when)?.[1]
  if (seconds === undefined || Number(seconds) > 253402300799) {
    throw new Failure('unusable', `Cannot read commit ${hash}: it has no committer time`, {
      at: 'commit',
    })
  }
  return new Date(Number(seconds) * 1000)
}
