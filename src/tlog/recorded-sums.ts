import { ProofError } from './proof-error.ts'
import type { ProvenRecord } from './proven-record.ts'

/** The go.sum lines of a record that are of one module version. */
export interface RecordedSums {
  /** `h1:` hash of the whole module. */
  readonly zip: string
  /** `h1:` hash of its go.mod. */
  readonly goMod: string
  /** All lines of that version, as recorded, with hashes of unknown algorithms too. */
  readonly lines: readonly string[]
}

/**
 * What a record says of a module version. A record without the lines asked for is an error, never an
 * empty answer: the fault of CVE-2026-42501 (go.dev/issue/79070). And since only a proven record can be
 * asked, no line can come from elsewhere in a response: the fault of CVE-2026-56864
 * (go.dev/issue/80745).
 *
 * @throws ProofError when the record has no `h1:` hash of the module or of its go.mod, or several
 *
 * Source: cmd/go/internal/modfetch.checkSumDB, x/mod/sumdb.Client.Lookup
 */
export function recordedSums(record: ProvenRecord, path: string, version: string): RecordedSums {
  const lines = record.text.split('\n').map((line) => ({ line, fields: line.split(' ') }))
  const linesOf = (name: string) =>
    lines.filter(({ fields }) => fields.length === 3 && fields[0] === path && fields[1] === name)
  const sumOf = (name: string): string => {
    const sums = new Set(linesOf(name).map(({ fields }) => fields[2] ?? ''))
    const [sum, ...others] = [...sums].filter((text) => text.startsWith('h1:'))
    if (sum !== undefined && others.length === 0) return sum
    throw new ProofError(
      `Cannot verify ${path} ${name}: record ${record.id} of the checksum database ` +
        `${sum === undefined ? 'has no hash' : 'has several hashes'} of it`,
    )
  }
  const goModName = `${version}/go.mod`
  return {
    zip: sumOf(version),
    goMod: sumOf(goModName),
    lines: [...linesOf(version), ...linesOf(goModName)].map(({ line }) => line),
  }
}
