import { parseGlob } from '../../gomod/glob.ts'

/**
 * Reads a pattern of module paths, as GOPRIVATE and GOINSECURE hold them. What no module path has is refused: such a
 * pattern would fit nothing, and leave uncovered what it was written for.
 *
 * @throws RangeError saying what is wrong
 */
export function parsePattern(text: string): string {
  if (text.includes(':')) {
    const path = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/]*@/, '')
    const likely = path.replace(/:[^/]*/, '').replace(/\/+$/, '')
    const hint = isPattern(likely) ? `; "${likely}"?` : ''
    throw new RangeError(
      `"${text}" would fit nothing: a pattern is for module paths, which have no scheme and no port${hint}`,
    )
  }
  if (isPattern(text)) return text
  throw new RangeError(`"${text}" is not a module path pattern such as "corp.example/*"`)
}

function isPattern(text: string): boolean {
  return text !== '' && !/[\s,:]/.test(text) && parseGlob(text) !== undefined
}
