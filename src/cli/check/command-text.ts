import { shellWord } from '../../check/shell-word.ts'
import { safeLine } from '../../safe-text.ts'
import { maskCredentials } from '../config/mask.ts'

/** A command line as it may be shown to others: quoted for a POSIX shell, without credentials in URLs. */
export function commandText(argv: readonly string[]): string {
  const words = argv.map((argument) => shellWord(safeLine(maskCredentials(argument))))
  return ['headwater', ...words].join(' ')
}
