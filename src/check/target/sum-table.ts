import type { GoSumLine } from '../../gomod/go-sum.ts'
import { safeLine } from '../../safe-text.ts'
import type { RequiredAt } from '../subject.ts'

/** What go.sum has for a module version. */
export interface KnownSums {
  readonly path: string
  readonly version: string
  /** Whether the whole module has a line, whatever its hash. */
  readonly hasZip: boolean
  /** The `h1:` hash of the whole module. */
  readonly goSum?: string
  /** The `h1:` hash of its go.mod. */
  readonly goModSum?: string
  /** The line of the whole module, else that of its go.mod. */
  readonly at: RequiredAt
  /** What later files say otherwise, so that go refuses whatever upstream gives; absent where they agree. */
  readonly others?: readonly OtherSum[]
}

/** One hash that is not the one that counts, and its line. */
export type OtherSum = Partial<Pick<KnownSums, 'goSum' | 'goModSum'>> & Pick<KnownSums, 'at'>

/** The go.sum files of a project, taken together. */
export interface SumTable {
  /** As shown to people, one name for each file. */
  readonly names: readonly string[]
  /** Each version once, in the order of the files. */
  readonly all: readonly KnownSums[]
  of(path: string, version: string): KnownSums | undefined
  /** Lines that name another hash than an earlier file does, one text each. */
  readonly conflicts: readonly string[]
}

/** The hashes among that, for a claim. */
export function hashesOf(known: KnownSums | undefined): Pick<KnownSums, 'goSum' | 'goModSum'> {
  const { goSum, goModSum } = known ?? {}
  return { ...(goSum !== undefined && { goSum }), ...(goModSum !== undefined && { goModSum }) }
}

/** One go.sum file, its name as shown to people. */
export interface SumFile {
  readonly name: string
  readonly lines: readonly GoSumLine[]
}

/**
 * Takes the go.sum files of a project together. Of several hashes for one thing the first `h1:` counts, but go holds what
 * it gets against all files of a workspace.
 *
 * Source: `cmd/go/internal/modfetch.haveModSumLocked`
 */
export function sumTable(files: readonly SumFile[]): SumTable {
  const known = new Map<string, KnownSums>()
  const conflicts: string[] = []
  for (const { name, lines } of files) {
    const earlier = new Map(known)
    for (const { path, version, goMod, sum, line } of lines) {
      const key = `${path}@${version}`
      const field = goMod ? 'goModSum' : 'goSum'
      const isHash = sum.startsWith('h1:')
      const at = { file: name, line, indirect: true }
      const entry = known.get(key) ?? { path, version, hasZip: false, at }
      const other = earlier.get(key)?.[field]
      const isOther = isHash && other !== undefined && other !== sum
      if (isOther) {
        const where = earlier.get(key)?.at.file ?? ''
        conflicts.push(
          `${name}:${line}: ${safeLine(key)} has another hash than in ${where}, so that go refuses one or the other`,
        )
      }
      known.set(key, {
        ...entry,
        hasZip: entry.hasZip || !goMod,
        at: goMod || entry.hasZip ? entry.at : at,
        ...(isHash && entry[field] === undefined && { [field]: sum }),
        ...(isOther && { others: [...(entry.others ?? []), { [field]: sum, at }] }),
      })
    }
  }
  return {
    names: files.map(({ name }) => name),
    all: [...known.values()],
    of: (path, version) => known.get(`${path}@${version}`),
    conflicts,
  }
}
