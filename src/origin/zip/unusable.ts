import { Failure } from '../../failure.ts'
import type { FileProblem } from '../../gomod/zip-rules.ts'

/** Most files that a message names. */
const SHOWN = 10

/**
 * The failure for a module whose content Go's rules allow no zip of: `module` is `path@version`,
 * `problem` says what is so, or lists the files at fault.
 */
export function unusable(
  module: string,
  problem: string | readonly FileProblem[],
  cause?: unknown,
): Failure {
  const text = typeof problem === 'string' ? problem : describe(problem)
  return new Failure('unusable', `Cannot use the files of ${module}: ${text}`, {
    at: 'content',
    ...(cause === undefined ? {} : { cause }),
  })
}

function describe(problems: readonly FileProblem[]): string {
  const shown = problems
    .slice(0, SHOWN)
    .map(({ name, reason }) => `${JSON.stringify(shorten(name))}: ${reason}`)
  const more = problems.length - shown.length
  return more === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${more} more`
}

const shorten = (name: string): string => (name.length > 300 ? `${name.slice(0, 300)}…` : name)
