import type { Verdict } from '../../../verify/judge/verdict.ts'
import type { VerdictCode } from '../../../verify/judge/verdicts.ts'
import { loudestFirst, quietestFirst } from '../loudness.ts'
import type { ReportModule } from '../report.ts'

/** The modules that one block of the report is about, loudest first: never empty, all with the same code. */
export type Group = readonly [ReportModule, ...ReportModule[]]

/**
 * Puts modules together that have the same verdict for the same reason, quietest first: one group for each repository,
 * of undetermined ones for each host. Those that are fine are in none, and the fragile are all in one.
 */
export function groupsOf(modules: readonly ReportModule[]): Group[] {
  const troubled = modules.filter(({ verdict }) => verdict.class !== 'ok')
  const groups = [...Map.groupBy(troubled, groupKey).values()].flatMap((group) => {
    const [first, ...rest] = group.toSorted(loudestFirst)
    return first === undefined ? [] : [[first, ...rest] satisfies Group]
  })
  return groups.toSorted(([a], [b]) => quietestFirst(a, b))
}

/** Codes without an answer that are about a module, not about its host. */
const ofModules: ReadonlySet<VerdictCode> = new Set(['unsupported', 'hash-unstable'])

/** What an undetermined verdict says of modules, rather than of a host: `''` for nothing. */
function doubtText({ suspect, detail }: Verdict): string {
  return suspect?.code ?? detail ?? ''
}

/** Whether a group is about a host that gave no answer, rather than about modules. */
export function isAboutHost([{ verdict }]: Group): boolean {
  const isOpen = verdict.class === 'undetermined' && doubtText(verdict) === ''
  return isOpen && !ofModules.has(verdict.code)
}

/** How many repositories the modules of a group are kept in, as far as that is known. */
export function repositoriesIn(group: Group): number {
  return new Set(group.map(repositoryOf)).size
}

function groupKey(module: ReportModule): string {
  const { verdict, accepted, path, host } = module
  const { code } = verdict
  const start =
    accepted === null ? code : `accepted ${accepted.until ?? ''} ${accepted.reason} ${code}`
  if (verdict.class === 'fragile') return accepted === null ? 'fragile' : start
  if (code === 'pending') return start
  if (ofModules.has(code)) return `${start} ${path}`
  const isOpen = verdict.class === 'undetermined'
  const doubt = isOpen ? doubtText(verdict) : ''
  if (isOpen && doubt === '') return `${start} ${host}`
  return `${start} ${doubt} ${repositoryOf(module)}`
}

function repositoryOf({ origin, path }: ReportModule): string {
  return origin?.url ?? path
}
