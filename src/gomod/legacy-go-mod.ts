import { autoQuote } from './mod-file-path.ts'

/**
 * The go.mod file that stands for a module that has none.
 *
 * Source: `cmd/go/internal/modfetch.LegacyGoMod`.
 */
export function legacyGoMod(path: string): string {
  return `module ${autoQuote(path)}\n`
}
