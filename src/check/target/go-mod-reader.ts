import { Failure } from '../../failure.ts'
import type { ModuleVersion, ReadGoMod } from '../../gomod/graph/module-graph.ts'
import { goModSum } from '../../gomod/h1.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { ModFile } from '../../gomod/mod-file/mod-file.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { atMost } from '../../work/at-most.ts'
import type { Portion } from '../../origin/module-source.ts'
import { safeLine } from '../../safe-text.ts'
import { onceForEach } from '../../work/once.ts'
import { stoppable } from '../../verify/observe/stoppable.ts'
import { readReplacingModFile } from './module-files.ts'
import type { ModuleCache } from './module-cache.ts'
import type { Project } from './project.ts'
import type { KnownSums } from './sum-table.ts'

/**
 * Asks upstream for the go.mod of a version, or throws a Failure.
 *
 * @param portion how much of the version is likely to be read later
 */
export type AskGoMod = (path: string, version: string, portion: Portion) => Promise<Uint8Array>

/** Where go.mod files of other modules come from. */
export interface GoModSources {
  /** Absent where the machine has none. */
  readonly cache?: ModuleCache
  /** Asks upstream for the go.mod of a version, or throws a Failure; absent where nobody is to be asked. */
  readonly ask?: AskGoMod
  /** Ends the asking. */
  readonly signal: AbortSignal
}

/** Reads the go.mod files that the graphs of projects are made from, each once. */
export interface GoModReader {
  /** For the graph of one project, whose go.sum decides which bytes are right. */
  readerFor(project: Project): ReadGoMod
  /** Why a go.mod could not be had, by `path@version`. */
  readonly missing: ReadonlyMap<string, string>
  /** Remarks on what was found, one line each. */
  readonly notes: readonly string[]
}

/** Asked for at a time. */
const mostAtATime = 32

/**
 * Opens the sources: a folder for what a folder replaces, else the module cache, else upstream. What does not fit go.sum
 * is not used, wherever it comes from.
 */
export function goModReader({ cache, ask, signal }: GoModSources): GoModReader {
  const limited = atMost(mostAtATime)
  const { unlessStopped } = stoppable(signal)
  const missing = new Map<string, string>()
  const notes: string[] = []
  const onceEach = onceForEach<ModFile | undefined>()

  async function cached({ path, version }: ModuleVersion, sum?: string) {
    const bytes = await cache?.goMod(path, version)
    if (bytes === undefined || sum === undefined || goModSum(bytes) === sum) return bytes
    const module = safeLine(`${path}@${version}`)
    notes.push(`the go.mod of ${module} in the module cache is not what go.sum says: not used`)
    return undefined
  }

  async function asked({ path, version }: ModuleVersion, sums: KnownSums | undefined) {
    const sum = sums?.goModSum
    // What a build needs whole has a line of its own in a tidy go.sum.
    const portion = sums?.hasZip === false ? 'go.mod' : 'module'
    if (ask === undefined)
      throw new Failure('not-held', 'it is not in the module cache, and nobody is asked')
    const bytes = await limited(() => unlessStopped(() => ask(path, version, portion)))
    if (sum === undefined || goModSum(bytes) === sum) return bytes
    throw new Failure('mismatch', 'upstream gives another go.mod than go.sum says')
  }

  async function find(
    module: ModuleVersion,
    sums: KnownSums | undefined,
  ): Promise<ModFile | undefined> {
    const name = `${module.path}@${module.version}`
    try {
      const bytes = (await cached(module, sums?.goModSum)) ?? (await asked(module, sums))
      return parseModFile(safeLine(name), bytes, { lax: true })
    } catch (error) {
      if (!Failure.is(error) && !(error instanceof InvalidError)) throw error
      if (Failure.is(error, 'no-space')) throw error
      missing.set(name, safeLine(error.message))
      return undefined
    }
  }

  return {
    readerFor: (project) => (module) => {
      const { path, version } = module
      if (version === '') return onceEach(path, () => inFolder(project, path))
      const sums = project.sums?.of(path, version)
      return onceEach(`${path}@${version} ${sums?.goModSum ?? ''}`, () => find(module, sums))
    },
    missing,
    notes,
  }
}

/** @throws Failure `invalid` when it is broken */
async function inFolder({ tree }: Project, folder: string): Promise<ModFile | undefined> {
  const file = tree.path.join(folder, 'go.mod')
  return (await tree.kindOf(file)) === 'file' ? readReplacingModFile(tree, file) : undefined
}
