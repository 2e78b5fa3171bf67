import { Failure } from '../../failure.ts'

/**
 * The failure for an archive of a commit that is cut short, damaged or endless: it says nothing about
 * the module.
 */
export function brokenArchive(what: string, cause?: unknown): Failure {
  return new Failure('unreachable', `Cannot read the archive of the commit: ${what}`, {
    at: 'content',
    ...(cause === undefined ? {} : { cause }),
  })
}
