import { parseDuration } from '../config/duration.ts'
import { listed } from '../config/listed.ts'
import type { OptionDeclaration } from '../declaration.ts'

/** When a command ends early. */
export const timeoutOption: OptionDeclaration = {
  flags: '--timeout <duration>',
  text: 'when to stop waiting, such as 5m (default: never)',
  read: parseDuration,
}

/** Options of `headwater check`. */
export const checkOptions: readonly OptionDeclaration[] = [
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
  timeoutOption,
]
