import type * as z from 'zod/mini'
import type { Ignore } from '../../../check/settle/accept.ts'
import type { Level } from '../../../verify/level.ts'
import type { schema } from './schema.ts'

/** What `.headwater.toml` says; what it does not say is absent. */
export interface Settings {
  readonly failOn?: readonly string[]
  readonly allowIncomplete?: boolean
  readonly level?: Level
  /** Patterns as of GOPRIVATE. */
  readonly private: readonly string[]
  readonly ignores: readonly Ignore[]
}

type Entry = NonNullable<z.output<typeof schema>['ignore']>[number]

/** What holds where there is no such file. */
export const noSettings: Settings = { private: [], ignores: [] }

/** The settings in a file that the schema approved of. */
export function settingsOf(
  values: z.output<typeof schema>,
  whereOf: (path: readonly PropertyKey[]) => string,
): Settings {
  const { 'fail-on': failOn, 'allow-incomplete': allowIncomplete, level } = values
  return {
    ...(failOn && { failOn }),
    ...(allowIncomplete !== undefined && { allowIncomplete }),
    ...(level && { level }),
    private: values.private ?? [],
    ignores: (values.ignore ?? []).map((entry, index) =>
      ignoreOf(entry, whereOf(['ignore', index])),
    ),
  }
}

function ignoreOf({ version, ...entry }: Entry, where: string): Ignore {
  return { ...entry, where, ...(version !== undefined && { version }) }
}
