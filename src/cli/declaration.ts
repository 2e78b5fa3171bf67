import type { CommandContext, CommandRun, SourcesContext } from './context.ts'

/** An option as it is declared. */
export interface OptionDeclaration {
  /** Commander's syntax: `-q, --quiet` or `--data <dir>`. */
  readonly flags: string
  readonly text: string
  /** The setting that the option overrides, by its name in the file. */
  readonly setting?: string
  /** The value that stands for, where the option is a flag. */
  readonly means?: unknown
  /** Turns the text given into the value passed on; throws a RangeError saying what is wrong. */
  readonly read?: (text: string) => unknown
  /** It may be given more than once: what is passed on is the list of all values. */
  readonly isRepeatable?: true
}

interface Declared {
  readonly name: string
  /** Commander's syntax: `[targets...]`. */
  readonly args?: string
  readonly summary: string
  readonly options: readonly OptionDeclaration[]
}

/** A command as it is declared: what the help needs to know at once, and where its code is, loaded when it runs. */
export type CommandDeclaration = Declared &
  (
    | {
        readonly needs: 'config'
        /**
         * Whether it is run in folders that may be somebody else's: unless they are named, its configuration is that of
         * its user, and what it learns is kept in the cache of its user.
         */
        readonly personal: boolean
        readonly load: () => Promise<CommandRun<CommandContext>>
      }
    | { readonly needs: 'sources'; readonly load: () => Promise<CommandRun<SourcesContext>> }
    | { readonly needs: 'subcommand'; readonly commands: readonly CommandDeclaration[] }
  )

/** Options of every command. */
export const globalOptions: readonly OptionDeclaration[] = [
  {
    flags: '--config <file>',
    text: 'configuration file (default: headwater.toml here for serve, of the user for others, if there is one)',
  },
  { flags: '--data <dir>', text: 'folder that holds everything kept', setting: 'data' },
  { flags: '--json', text: 'print JSON' },
  { flags: '-q, --quiet', text: 'say only what matters', setting: 'log.level', means: 'error' },
  { flags: '-v, --verbose', text: 'say more', setting: 'log.level', means: 'debug' },
  { flags: '--no-color', text: 'no colours (NO_COLOR does the same)' },
]
