import { InvalidError } from './invalid-error.ts'
import { pathFault } from './path-element.ts'

/**
 * Checks that `path` can be the slash-separated path of a file in a module zip. Wider than an import
 * path: every Unicode letter, the space and ``!#$%&()+,-.=@[]^_{}~`` may occur, combining marks and
 * other symbols may not.
 *
 * Bytes must have been decoded with `fatal: true`: text with a lone surrogate or U+FFFD is refused,
 * as Go refuses invalid UTF-8.
 *
 * @throws InvalidError naming the broken rule
 *
 * Source: x/mod/module.CheckFilePath
 */
export function checkFilePath(path: string): void {
  const fault = pathFault(path, 'file')
  if (fault !== undefined) {
    throw new InvalidError(`Invalid file path ${JSON.stringify(path)}: ${fault}`)
  }
}
