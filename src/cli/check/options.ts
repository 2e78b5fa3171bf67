import { checkLevels, type CheckLevel } from '../../check/check-level.ts'
import { defaultFailOn, mayFailOn } from '../../check/report/exit.ts'
import { Failure } from '../../failure.ts'
import { verdictClasses } from '../../verify/judge/verdicts.ts'
import type { CommandContext } from '../context.ts'
import type { Settings } from './settings/settings.ts'
import { formats, type Format } from './writers.ts'

/**
 * The format that the report is written in on standard output, if no `-o FORMAT=-` says it.
 *
 * @throws Failure `invalid` for one that is not known, and for two at once
 */
export function formatOf({ options }: CommandContext): Format {
  const isJson = options['json'] === true
  const given = options['format'] ?? (isJson ? 'json' : 'text')
  const format = knownFormat(given)
  if (isJson && format !== 'json') {
    throw new Failure('invalid', `Cannot write both --json and --format ${format}`, {
      hint: 'Leave one of them out',
    })
  }
  return format
}

/** @throws Failure `invalid` for a format that is not known */
export function knownFormat(given: unknown): Format {
  const format = formats.find((known) => known === given)
  if (format !== undefined) return format
  throw new Failure(
    'invalid',
    `Cannot write the format ${JSON.stringify(given)}: it is not known`,
    { hint: `A format is one of ${formats.join(', ')}` },
  )
}

/**
 * The classes and codes that make the exit code 1: of the command line, else of `.headwater.toml`, else the usual.
 *
 * @throws Failure `invalid` for a name that is neither
 */
export function failOnOf({ options }: CommandContext, settings: Settings): readonly string[] {
  const given = options['failOn']
  const names = Array.isArray(given) ? given.map(String) : settings.failOn
  if (names === undefined) return defaultFailOn
  if (names.includes('none')) {
    if (names.length === 1) return []
    throw new Failure('invalid', 'Cannot fail on "none" and something else')
  }
  const unknown = names.find((name) => !mayFailOn(name))
  if (unknown === undefined) return names
  throw new Failure('invalid', `Cannot fail on "${unknown}": it is neither a class nor a code`, {
    hint: `Classes are ${Object.keys(verdictClasses).join(', ')}; codes are those that a report shows; none is nothing`,
  })
}

/** The text given for an option. */
export function textOption({ options }: CommandContext, name: string): string | undefined {
  const given = options[name]
  return typeof given === 'string' ? given : undefined
}

/**
 * How much is asked: what the command line says, else `.headwater.toml`, else refs.
 *
 * @throws Failure `invalid` for another level
 */
export function levelOf({ options }: CommandContext, settings: Settings): CheckLevel {
  const given = options['level'] ?? settings.level ?? 'refs'
  const level = checkLevels.find((known) => known === given)
  if (level !== undefined) return level
  throw new Failure(
    'invalid',
    `Cannot check at the level ${JSON.stringify(given)}: it is not known`,
    {
      hint: `--level is one of ${checkLevels.join(', ')}`,
    },
  )
}

/** Aborted when the user has had enough, or the time given is over. */
export function stopSignal({ options, signal }: CommandContext): AbortSignal {
  const { timeout } = options
  if (typeof timeout !== 'number') return signal
  return AbortSignal.any([signal, AbortSignal.timeout(timeout)])
}
