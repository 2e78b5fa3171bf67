import { isolated } from '../../test/forge/isolation.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { must } from '../../test/forge/run.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { goDirect } from '../../test/oracle/go.ts'
import { costOf, total, type Cost } from './cost.ts'
import type { Subject } from './subject.ts'

/**
 * `GOPROXY=direct go mod download` of one version after the other, each with an empty module cache, as mirrors do it
 * that have go do their work.
 *
 * @returns the cost of all, and the h1 by version, absent where go refuses
 */
export async function eachAlone(
  forge: Forge,
  { module, versions }: Subject,
): Promise<{ cost: Cost; sums: Map<string, string> }> {
  const sums = new Map<string, string>()
  const costs: Cost[] = []
  for (const version of versions) {
    await using go = await goDirect(forge)
    const download = async (): Promise<void> => {
      const { Sum } = await go.modDownload(`${module}@${version}`)
      if (Sum !== undefined) sums.set(version, Sum)
    }
    costs.push(await costOf(forge, download))
  }
  return { cost: total(costs), sums }
}

/** One `GOPROXY=direct go mod download` that names all versions. */
export async function oneCommand(forge: Forge, { module, versions }: Subject): Promise<Cost> {
  await using go = await goDirect(forge)
  const names = versions.map((version) => `${module}@${version}`)
  return await costOf(forge, () => go.inModule(['mod', 'download', '-json', ...names]))
}

/** `git clone --bare`: all there is, and no module of it. */
export async function bareClone(forge: Forge, { cloneUrl }: Subject): Promise<Cost> {
  await using folder = await temporaryFolder('clone')
  const where = { cwd: folder.path, env: isolated(folder.path) }
  const clone = ['clone', '--quiet', '--bare', cloneUrl, 'clone']
  return await costOf(forge, () => must('git', clone, where))
}
