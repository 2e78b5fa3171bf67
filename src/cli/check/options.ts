import { defaultFailOn, mayFailOn } from '../../check/report/exit.ts'
import { Failure } from '../../failure.ts'
import { verdictClasses } from '../../verify/judge/verdicts.ts'
import type { Level } from '../../verify/verify-all.ts'
import type { CommandContext } from '../context.ts'

const formats = ['text', 'json', 'ndjson'] as const

/** The form in which a report is written. */
export type Format = (typeof formats)[number]

/**
 * The format that the report is written in on standard output.
 *
 * @throws Failure `invalid` for one that is not known, and for two at once
 */
export function formatOf({ options }: CommandContext): Format {
  const isJson = options['json'] === true
  const given = options['format'] ?? (isJson ? 'json' : 'text')
  const format = formats.find((known) => known === given)
  if (isJson && format !== undefined && format !== 'json') {
    throw new Failure('invalid', `Cannot write both --json and --format ${format}`, {
      hint: 'Leave one of them out',
    })
  }
  if (format !== undefined) return format
  throw new Failure(
    'invalid',
    `Cannot write the format ${JSON.stringify(given)}: it is not known`,
    {
      hint: `--format is one of ${formats.join(', ')}`,
    },
  )
}

/**
 * The classes and codes that make the exit code 1.
 *
 * @throws Failure `invalid` for a name that is neither
 */
export function failOnOf({ options }: CommandContext): readonly string[] {
  const given = options['failOn']
  if (!Array.isArray(given)) return defaultFailOn
  const names = given.map(String)
  const unknown = names.find((name) => !mayFailOn(name))
  if (unknown === undefined) return names
  throw new Failure('invalid', `Cannot fail on "${unknown}": it is neither a class nor a code`, {
    hint: `Classes are ${Object.keys(verdictClasses).join(', ')}; codes are those that a report shows`,
  })
}

const levels: readonly Level[] = ['refs', 'content']

/**
 * How much is asked; refs unless told otherwise.
 *
 * @throws Failure `invalid` for another level
 */
export function levelOf({ options }: CommandContext): Level {
  const given = options['level'] ?? 'refs'
  const level = levels.find((known) => known === given)
  if (level !== undefined) return level
  throw new Failure(
    'invalid',
    `Cannot check at the level ${JSON.stringify(given)}: it is not known`,
    {
      hint: `--level is one of ${levels.join(', ')}`,
    },
  )
}

/** Aborted when the user has had enough, or the time given is over. */
export function stopSignal({ options, signal }: CommandContext): AbortSignal {
  const { timeout } = options
  if (typeof timeout !== 'number') return signal
  return AbortSignal.any([signal, AbortSignal.timeout(timeout)])
}
