import type { Verdict } from '../../verify/judge/verdict.ts'
import { isLoud } from '../../verify/judge/verdicts.ts'
import { newest } from '../../verify/judge/claim.ts'
import type { Plan } from '../plan/plan-asking.ts'
import type { Subject } from '../subject.ts'

/** How far a check is. */
export interface Course {
  /** Repositories all of whose modules are judged, and all that there are, as far as that is known beforehand. */
  readonly done: number
  readonly repositories: number
  readonly modules: number
  /** Hosts that are asked, as far as that is known beforehand. */
  readonly hosts: number
  readonly lost: number
  readonly changed: number
  readonly suspected: number
}

/** Follows a check. */
export interface Follower {
  /** Notes a verdict; a later one of the same module takes its place. */
  note(subject: Subject, verdict: Verdict): void
  /** Notes that the last verdict of a module was told; its version may be the one that was read. */
  judged(subject: Subject): void
  course(): Course
}

/**
 * Follows a check of these modules.
 *
 * @param plan what it asks of whom: modules of one repository are counted together
 */
export function followCheck(subjects: readonly Subject[], { hosts }: Plan): Follower {
  const planned = hosts.flatMap(({ repositories }) => repositories)
  const urls = new Map(planned.flatMap(({ url, modules }) => modules.map((name) => [name, url])))
  /** The modules that are not judged yet, by their repository, and the repository of each. */
  const open = new Map<string, Set<string>>()
  const repositoryOf = new Map<string, string>()
  for (const subject of subjects) {
    const name = nameOf(subject)
    const repository = urls.get(name) ?? subject.path
    repositoryOf.set(name, repository)
    const others = open.get(repository)
    if (others) others.add(name)
    else open.set(repository, new Set([name]))
  }
  const repositories = open.size
  const verdicts = new Map<string, Verdict>()
  return {
    note: (subject, verdict) => void verdicts.set(nameOf(subject), verdict),
    judged(subject) {
      const asked = [nameOf(subject), `${subject.path}@${newest}`]
      const name = asked.find((one) => repositoryOf.has(one)) ?? ''
      const repository = repositoryOf.get(name) ?? ''
      const others = open.get(repository)
      others?.delete(name)
      if (others?.size === 0) open.delete(repository)
    },
    course() {
      const counts = { lost: 0, changed: 0, suspected: 0 }
      for (const { class: of, code } of verdicts.values()) {
        if (isLoud(of)) counts[of] += 1
        else if (code === 'suspected') counts.suspected += 1
      }
      const done = repositories - open.size
      const { length: modules } = subjects
      return { done, repositories, modules, hosts: hosts.length, ...counts }
    },
  }
}

function nameOf({ path, version }: Subject): string {
  return `${path}@${version}`
}
