import { run } from '../../forge/run.ts'
import type { Go, GoModule } from '../../oracle/go.ts'
import { printedObjects } from '../../oracle/printed-objects.ts'

/** The versions that go lists of each module; none of one that it cannot list. */
export async function listsOfGo(
  go: Go,
  paths: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const args = ['list', '-m', '-e', '-json', '-versions', '-retracted', ...paths]
  const cwd = go.env['HOME'] ?? ''
  const { stdout } = await run('go', args, { cwd, env: go.env, timeoutMs: 300_000 })
  const modules = printedObjects(stdout).map((text) => JSON.parse(text) as GoModule)
  const listed = modules.filter((module) => module.Error === undefined)
  return new Map(listed.map(({ Path, Versions = [] }) => [Path, Versions]))
}
