import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../src/check/report/report.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { goDirect } from '../../test/oracle/go.ts'
import { headwater, headwaterHome } from '../../test/oracle/headwater.ts'
import { costOf, type Cost } from '../cold/cost.ts'
import type { Project } from './project.ts'

/** What go took, and the go.sum of a project that uses all of it. */
export interface GoRun {
  readonly cost: Cost
  readonly goSum: string
}

/** `GOPROXY=direct go mod download` with an empty module cache. */
export async function throughGo(forge: Forge, { goMod }: Project): Promise<GoRun> {
  await using go = await goDirect(forge)
  const run = async (...args: string[]): Promise<string> => {
    const ended = await go.inModule(['mod', 'download', ...args], { 'go.mod': goMod })
    if (ended.code !== 0) throw new Error(`go: ${ended.stderr}`)
    return ended.goSum
  }
  const cost = await costOf(forge, () => run())
  // Only so does it write what the zips must hash to, which by now it knows.
  return { cost, goSum: await run('all') }
}

/** One `headwater check`, and what it said. */
export interface CheckRun {
  readonly cost: Cost
  readonly verdicts: Readonly<Record<string, number>>
  readonly exit: number
}

/** `headwater check`, once for each level, one after the other with one data folder that is empty at first. */
export async function checks(
  forge: Forge,
  { goMod }: Project,
  goSum: string,
  levels: readonly string[],
): Promise<CheckRun[]> {
  await using home = await headwaterHome(forge)
  await writeFile(join(home.folder, 'go.mod'), goMod)
  await writeFile(join(home.folder, 'go.sum'), goSum)
  const runs: CheckRun[] = []
  for (const level of levels) {
    let report: Report | undefined
    const cost = await costOf(forge, async () => {
      const options = { home, timeoutMs: 300_000, env: { NODE_OPTIONS: '' } }
      const ended = await headwater(['check', '--json', '--level', level], options)
      if (ended.stdout === '') throw new Error(`headwater: ${ended.stderr}`)
      report = JSON.parse(ended.stdout) as Report
    })
    const modules = report?.modules ?? []
    const codes = Map.groupBy(modules, ({ verdict }) => verdict.code)
    const verdicts = Object.fromEntries([...codes].map(([code, all]) => [code, all.length]))
    runs.push({ cost, verdicts, exit: report?.exit ?? 2 })
  }
  return runs
}
