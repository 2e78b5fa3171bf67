import type { CommandContext, CommandRun, SourcesContext } from './context.ts'
import { parseDuration } from './config/duration.ts'
import { listed } from './config/listed.ts'

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

const upstream: OptionDeclaration = {
  flags: '--upstream <list>',
  text: 'whom to ask, in the syntax of GOPROXY: URLs, direct, off, separated by , or |',
  setting: 'upstream',
}

/** Every command. */
export const commands: readonly CommandDeclaration[] = [
  {
    name: 'serve',
    summary: 'run the mirror',
    needs: 'config',
    personal: false,
    load: async () => (await import('./serve.ts')).serve,
    options: [
      {
        flags: '--listen <addr>',
        text: 'address and port; port 0 picks a free one',
        setting: 'listen',
      },
      upstream,
      {
        flags: '--public-url <url>',
        text: 'URL under which people reach this server',
        setting: 'public-url',
      },
    ],
  },
  {
    name: 'check',
    args: '[targets...]',
    summary: 'tell whether a module graph would still build from upstream',
    needs: 'config',
    personal: true,
    load: async () => (await import('./check/command.ts')).checkCommand,
    options: [
      {
        flags: '--level <level>',
        text: 'refs: content is read where it is not known yet (default); content: all is read anew; build: go builds it, too',
      },
      {
        flags: '--format <format>',
        text: 'text, json (as --json), ndjson (a module per line), sarif, junit, markdown, html or github',
      },
      {
        flags: '-o, --output <format=file>',
        text: 'write the report to a file, too; any number of times; the file "-" is standard output',
        isRepeatable: true,
      },
      {
        flags: '--fail-on <list>',
        text: 'classes (lost, changed, fragile) and codes (version-gone …) that exit 1, or none (default: lost,changed)',
        read: listed,
      },
      { flags: '--baseline <file>', text: 'do not fail on findings that this file knows' },
      { flags: '--write-baseline <file>', text: 'write the findings to a file for --baseline' },
      {
        flags: '--changed-since <ref>',
        text: 'only what was added since this branch, tag or commit',
      },
      {
        flags: '--settings <file>',
        text: 'read instead of the .headwater.toml of the repository; none: read none',
      },
      {
        flags: '--server <url>',
        text: 'a Headwater server to ask before upstream (at the level refs)',
        setting: 'check.server',
      },
      { flags: '--offline', text: 'ask nobody: tell what is known from earlier checks' },
      { flags: '--dry-run', text: 'only tell which hosts would be asked, and for what' },
      { flags: '--allow-incomplete', text: 'do not exit 3 when something stays undetermined' },
      {
        flags: '--timeout <duration>',
        text: 'when to stop waiting, such as 5m (default: never)',
        read: parseDuration,
      },
    ],
  },
  {
    name: 'explain',
    args: '<module>',
    summary: 'tell all that is known of one module: where it is, what was seen, who needs it',
    needs: 'config',
    personal: true,
    load: async () => (await import('./explain.ts')).explainCommand,
    options: [
      { flags: '--offline', text: 'ask nobody: tell what is known from before' },
      {
        flags: '--timeout <duration>',
        text: 'when to stop waiting, such as 5m (default: never)',
        read: parseDuration,
      },
    ],
  },
  {
    name: 'fetch',
    args: '<module@query...>',
    summary: 'bring modules from upstream, as "go mod download -json" does',
    needs: 'config',
    personal: true,
    load: async () => (await import('./fetch.ts')).fetchCommand,
    options: [
      { flags: '--out <dir>', text: 'folder to put the files in, laid out as GOPROXY serves them' },
      upstream,
    ],
  },
  {
    name: 'sumdb',
    summary: 'look after checksum databases',
    needs: 'subcommand',
    options: [],
    commands: [
      {
        name: 'init',
        summary: 'make a checksum database of our own',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb/init.ts')).sumdbInit,
        options: [
          { flags: '--name <name>', text: 'make a key for this name, such as sum.corp.example' },
          { flags: '--key-file <file>', text: 'where to put that key (default: NAME.key here)' },
        ],
      },
      {
        name: 'fsck',
        summary: 'verify our own checksum database from what is on the disk',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb/fsck.ts')).sumdbFsck,
        options: [
          { flags: '--full', text: 'make the whole tree anew from its records' },
          {
            flags: '--remote <url>',
            text: 'hold what a server, or an export in a folder, has of it against that',
          },
        ],
      },
      {
        name: 'export',
        args: '<dir>',
        summary: 'write our own checksum database as files that go and web servers can read',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb/export.ts')).sumdbExport,
        options: [],
      },
      {
        name: 'restore',
        summary: 'bring back what our own checksum database has lost',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb/restore.ts')).sumdbRestore,
        options: [
          { flags: '--from <place>', text: 'the folder of an export, or the URL of a server' },
        ],
      },
      {
        name: 'verify',
        args: '<file>',
        summary: 'verify a proof that a checksum database has a record, asking nobody',
        needs: 'sources',
        load: async () => (await import('./sumdb/verify.ts')).sumdbVerify,
        options: [
          { flags: '--key <key>', text: 'key of the database, as clients have it in GOSUMDB' },
          {
            flags: '--witness <key>',
            text: 'key of a witness that must have cosigned; may be given more than once',
            isRepeatable: true,
          },
        ],
      },
      {
        name: 'forks',
        args: '[name]',
        summary: 'print the proofs against databases that have told two histories',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb-command.ts')).sumdbForks,
        options: [],
      },
      {
        name: 'thaw',
        args: '<name>',
        summary: 'pass a database on again that has told two histories',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb-command.ts')).sumdbThaw,
        options: [
          { flags: '--forget', text: 'forget what was known of it: its other history is believed' },
        ],
      },
    ],
  },
  {
    name: 'config',
    summary: 'look at the configuration',
    needs: 'subcommand',
    options: [],
    commands: [
      {
        name: 'print',
        summary: 'print the settings in force and where each comes from',
        needs: 'sources',
        load: async () => (await import('./config-command.ts')).printConfig,
        options: [],
      },
      {
        name: 'check',
        args: '[file]',
        summary: 'list what is wrong with the configuration',
        needs: 'sources',
        load: async () => (await import('./config-command.ts')).checkConfig,
        options: [],
      },
    ],
  },
  {
    name: 'version',
    summary: 'print the version',
    needs: 'sources',
    load: async () => (await import('./version.ts')).printVersion,
    options: [],
  },
]
