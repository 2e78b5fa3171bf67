import { Failure } from '../../failure.ts'
import type { Running } from '../../outbound/run.ts'

/** A git command on our own copy failed: what is on disk is damaged or incomplete, and must be fetched anew. */
export class DepotDamaged extends Error {
  override readonly name = 'DepotDamaged'
}

/** What the failure of a git command on our own copy means. */
export function damaged(args: readonly string[], stderr: string): Error {
  const what = `git ${args.find((arg) => !arg.startsWith('-')) ?? ''}: ${firstLine(stderr) || 'failed without a reason'}`
  if (isFull(stderr)) return new Failure('no-space', `Cannot store objects: ${what}`)
  return new DepotDamaged(what)
}

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
    return damaged(['index-pack'], stderr)
  const text = firstLine(stderr)
  if (isFull(stderr)) return new Failure('no-space', `Cannot store objects: ${text}`)
  const code = stderr.includes('exceeds maximum allowed size') ? 'refused' : 'unreachable'
  return new Failure(code, `Cannot use the objects the server sent: ${text}`, { at: 'repository' })
}

/**
 * Awaits the end of a command whose output was streamed.
 *
 * @throws DepotDamaged when it failed
 */
export async function succeeded(running: Running, what: string): Promise<void> {
  const { code, stderr } = await running.finished
  if (code !== 0) throw damaged([what], stderr)
}

const isFull = (stderr: string): boolean => /No space left|ENOSPC|quota exceeded/i.test(stderr)

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
