import { checkOptions, timeoutOption } from './check/declared-options.ts'
import type { CommandDeclaration, OptionDeclaration } from './declaration.ts'

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
    options: checkOptions,
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
      timeoutOption,
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
        load: async () => (await import('./sumdb/forks.ts')).sumdbForks,
        options: [],
      },
      {
        name: 'thaw',
        args: '<name>',
        summary: 'pass a database on again that has told two histories',
        needs: 'config',
        personal: false,
        load: async () => (await import('./sumdb/thaw.ts')).sumdbThaw,
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
