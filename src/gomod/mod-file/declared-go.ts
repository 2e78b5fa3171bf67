import { InvalidError } from '../invalid-error.ts'
import { parseModFile } from './parse.ts'

/**
 * The Go version that a go.mod file names, as the rules for module zips read it; '' when it names none or cannot be
 * parsed as a dependency's.
 *
 * Source: `x/mod/zip.parseGoVers`
 */
export function declaredGo(bytes: Uint8Array): string {
  try {
    return parseModFile('go.mod', bytes, { lax: true }).go ?? ''
  } catch (error) {
    if (error instanceof InvalidError) return ''
    throw error
  }
}
