import { InvalidError } from '../../gomod/invalid-error.ts'
import { checkPath } from '../../gomod/module-path.ts'

/**
 * Reads the path of a module.
 *
 * @throws RangeError saying what is wrong
 */
export function parseModulePath(text: string): string {
  try {
    checkPath(text)
    return text
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw new RangeError(`"${text}" is not a module path such as "github.com/owner/module"`)
  }
}
