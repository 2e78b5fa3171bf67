import { Failure } from '../../failure.ts'
import type { Running } from '../../outbound/run.ts'

/** A git command on our own copy failed: what is on disk is damaged or incomplete, and must be fetched anew. */
export class DepotDamaged extends Error {
  override readonly name = 'DepotDamaged'
}

/** What the failure of a git command on our own copy means. */
export function damaged(command: string, stderr: string): Error {
  const what = `git ${command}: ${firstLine(stderr) || 'failed without a reason'}`
  if (isFull(stderr)) return new Failure('no-space', `Cannot store objects: ${what}`)
  if (/^error: invalid path '/m.test(stderr)) {
    const text = `Cannot use the files of the commit: git puts no such name into an archive, ${what}`
    return new Failure('unusable', text, { at: 'content' })
  }
  if (tooDeep.test(stderr) && /^(?:ls-tree|archive)$/.test(command)) {
    const text = 'Cannot use the files of the commit: its folders are nested too deeply for git'
    return new Failure('unusable', text, { at: 'content' })
  }
  if (tooLarge.test(stderr)) {
    return new Failure('refused', `Cannot read an object: ${what}`, { at: 'content' })
  }
  return new DepotDamaged(what)
}

/** Newer git counts the folders; older git has no stack left. */
const tooDeep = /exceeded maximum allowed tree depth|^it was ended by SIGSEGV$/

/** What git says where `GIT_ALLOC_LIMIT` is not enough. */
const tooLarge = /attempting to allocate \d+ over limit/

/** What the system says of a depot of another user, or on a file system that can only be read. */
const mayNotWrite = /^fatal: .*(?:Permission denied|Read-only file system)$/m

/** Words of `index-pack` about files that were here before. */
const aboutHeld =
  /does not match index|cannot be accessed|cannot read existing|file .* too small|a git repository/

/**
 * What the failure of `git index-pack` means.
 *
 * @param leans whether the pack may lean on objects that were here before
 */
export function packFailure(stderr: string, leans: boolean): Error {
  if (aboutHeld.test(stderr) || (leans && stderr.includes('unresolved delta')))
    return damaged('index-pack', stderr)
  const text = firstLine(stderr)
  if (isFull(stderr)) return new Failure('no-space', `Cannot store objects: ${text}`)
  if (mayNotWrite.test(stderr)) {
    const hint = 'Give this user the data folder and everything in it'
    return new Failure('unreachable', `Cannot store objects: ${text}`, { hint })
  }
  const isTooMuch = stderr.includes('exceeds maximum allowed size') || tooLarge.test(stderr)
  const code = isTooMuch ? 'refused' : 'unreachable'
  return new Failure(code, `Cannot use the objects the server sent: ${text}`, { at: 'repository' })
}

/**
 * Awaits the end of a command whose output was streamed.
 *
 * @throws DepotDamaged when it failed
 */
export async function succeeded(running: Running, what: string): Promise<void> {
  const { code, stderr } = await running.finished
  if (code !== 0) throw damaged(what, stderr)
}

const isFull = (stderr: string): boolean => /No space left|ENOSPC|quota exceeded/i.test(stderr)

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
