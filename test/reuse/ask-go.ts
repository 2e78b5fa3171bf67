import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { atMost } from '../../src/work/at-most.ts'
import { run, type Outcome } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import type { Go, GoOrigin } from '../oracle/go.ts'
import { printedObjects } from '../oracle/printed-objects.ts'

/** What one object of `go mod download -json` says of where it came from. */
export interface Told {
  readonly Path: string
  readonly Version?: string
  readonly Query?: string
  readonly Error?: string
  readonly Origin?: GoOrigin
  readonly Reuse?: boolean
}

/** The objects that a program printed, in order, as they were printed. */
export function objectsIn({ stdout, stderr }: Outcome): string[] {
  const objects = printedObjects(stdout)
  if (objects.length === 0) throw new Error(`nothing was printed but: ${stderr.trim()}`)
  return objects
}

/** Runs `go mod download -json` with an empty module cache, and gives the objects it prints. */
export async function goSays(go: Go, queries: readonly string[], ...flags: string[]) {
  await using cache = await temporaryFolder('modcache')
  const env = { ...go.env, GOMODCACHE: cache.path }
  const args = ['mod', 'download', '-json', ...flags, ...queries]
  const outcome = await run('go', args, { cwd: cache.path, env, timeoutMs: 300_000 })
  return objectsIn(outcome)
}

/** For each query, whether go takes up one of the earlier answers instead of asking again. */
export async function reusedOfAll(
  go: Go,
  queries: readonly string[],
  answers: readonly string[],
): Promise<boolean[]> {
  await using folder = await temporaryFolder('reuse')
  const file = join(folder.path, 'answers.json')
  await writeFile(file, answers.join('\n'))
  const said = await goSays(go, queries, `-reuse=${file}`)
  return said.map((text) => (JSON.parse(text) as Told).Reuse === true)
}

/**
 * As {@link reusedOfAll}, but each query is asked by itself with its own earlier answer: another one for the same version
 * would do as well.
 */
export async function reused(
  go: Go,
  queries: readonly string[],
  answers: readonly string[],
): Promise<(boolean | undefined)[]> {
  const twoAtATime = atMost(2)
  const isReused = async (query: string, index: number): Promise<boolean | undefined> =>
    (await reusedOfAll(go, [query], [answers[index] ?? '']))[0]
  return Promise.all(queries.map((query, index) => twoAtATime(() => isReused(query, index))))
}
