import { globMatches, parseGlob } from '../../gomod/glob.ts'
import { isVerdictClass } from '../../verify/judge/verdicts.ts'
import type { Accepted, ReportModule } from '../report/report.ts'
import { findingOf, isFindingCode } from './finding.ts'

/** A decision to live with a finding, as `.headwater.toml` has it. */
export interface Ignore {
  /** A glob for whole module paths, as of Go's `path.Match`. */
  readonly module: string
  /** Only this version. */
  readonly version?: string
  /** A verdict's code, or a class for all of its codes. */
  readonly code: string
  readonly reason: string
  /** The last day on which it counts, `2027-01-31`. */
  readonly expires: string
  /** Where it stands, for people: `.headwater.toml:3`. */
  readonly where: string
}

/** The entry by which a module's verdict is no finding on a day (UTC, `2026-11-22`); null where there is none. */
export function acceptedBy(
  module: ReportModule,
  ignores: readonly Ignore[],
  today: string,
): Accepted | null {
  const entry = ignores.find((ignore) => !isOver(ignore, today) && covers(ignore, module))
  return entry ? { reason: entry.reason, until: entry.expires } : null
}

/**
 * What is to be said of the entries themselves: those that are over, and those that nothing needs.
 *
 * @param isWhole whether everything was checked that the entries may be meant for
 */
export function remarksOn(
  ignores: readonly Ignore[],
  modules: readonly ReportModule[],
  today: string,
  isWhole: boolean,
): string[] {
  return ignores.flatMap((ignore) => {
    const { where, module, code, expires } = ignore
    const covered = modules.filter((one) => covers(ignore, one))
    if (isOver(ignore, today)) {
      const names = [...new Set(covered.map(({ path }) => path))]
      const what = names.length > 0 ? `${listed(names)} is judged again` : 'nothing needs it'
      return [`${where}: the entry for ${module} (${code}) ended on ${expires}; ${what}`]
    }
    if (covered.length > 0 || !isWhole || modules.some((one) => mayBeFor(ignore, one))) return []
    return [`${where}: the entry for ${module} (${code}) is not needed; take it out`]
  })
}

/** An entry for a loss or a change covers the suspicion of it, too. */
function covers(ignore: Ignore, module: ReportModule): boolean {
  const { class: of, code } = module.verdict
  if (of === 'ok' || !names(ignore, module)) return false
  const finding = findingOf(module.verdict)
  const said: readonly string[] = [of, code, finding.code, finding.class]
  return said.includes(ignore.code)
}

/** Whether it is not known if the entry is needed for a module: it could not be judged. */
function mayBeFor(ignore: Ignore, module: ReportModule): boolean {
  return module.verdict.class === 'undetermined' && names(ignore, module)
}

function names({ module, version }: Ignore, { path, version: read }: ReportModule): boolean {
  const glob = parseGlob(module)
  return glob !== undefined && globMatches(glob, path) && (version ?? read) === read
}

function isOver({ expires }: Ignore, today: string): boolean {
  return today > expires
}

function listed([first = '', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} (and ${more.length} more)`
}

/** Whether an entry may name a text as its code: a class or code that is a finding. */
export function mayIgnore(text: string): boolean {
  return text !== 'ok' && (isVerdictClass(text) || isFindingCode(text))
}
