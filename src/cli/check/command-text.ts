import { safeLine } from '../../safe-text.ts'
import { maskCredentials } from '../config/mask.ts'

/** A command line as it may be shown to others: quoted for a POSIX shell, without credentials in URLs. */
export function commandText(argv: readonly string[]): string {
  return ['headwater', ...argv.map((argument) => quoted(safeLine(maskCredentials(argument))))].join(
    ' ',
  )
}

function quoted(argument: string): string {
  if (/^[\w@%+=:,./*-]+$/.test(argument)) return argument
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`
}
