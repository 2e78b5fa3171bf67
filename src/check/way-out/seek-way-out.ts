import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import { isLoud } from '../../verify/judge/verdicts.ts'
import { withdrawalReader } from '../../verify/observe/withdrawal.ts'
import type { VerifyTools } from '../../verify/verify-all.ts'
import { atMost } from '../../work/at-most.ts'
import type { Subject } from '../subject.ts'
import type { KnownGraph } from '../target/read-project.ts'
import { bumpFinder, type Bump } from './bump/find-bump.ts'
import { selectedIn } from './bump/graph-after.ts'
import { findCandidate, isUsable, mayHelp, type Candidate } from './candidate.ts'
import { contentVerifier } from './content-verifier.ts'
import { needPlaces, placesHere, type NeedPlaces } from './places.ts'
import { findTwin, type Twin } from './twin/find-twin.ts'
import { twinPlaces } from './twin/twin-places.ts'

/** The ways out of a finding. */
export interface WaysOut {
  /** Another version of the module itself; absent where none would help. */
  readonly candidate?: Candidate
  /** True where another version of the module might help, but is not looked for: one is selected already. */
  readonly isPassedOver?: boolean
  readonly bump?: Bump
  readonly twin?: Twin
  /** Where commands must be run that change the module itself; absent where that is not known. */
  readonly places?: NeedPlaces
}

/** What ways out are looked for with. */
export interface SeekTools extends Pick<
  VerifyTools<Subject>,
  'origins' | 'level' | 'memory' | 'sumdb' | 'now' | 'scratch' | 'isPrivate'
> {
  readonly gate: Pick<Gate, 'ask'>
  /** The module graphs of what is checked; none where that is not known. */
  readonly graphs: readonly KnownGraph[]
  /** Ends it: what is not found then is not known. */
  readonly signal: AbortSignal
}

/**
 * Makes the seeker of ways out: another version of the module that verifies; where there is none, newer versions of those
 * who need it, after which nothing does; and another repository with the same code.
 */
export function waySeeker(tools: SeekTools): (judged: Judged<Subject>) => Promise<WaysOut> {
  const { origins, graphs, signal } = tools
  const verifier = contentVerifier(tools)
  const findBump = bumpFinder(graphs, {
    versions: (path) => origins.direct(path).versions(),
    isFine: (module) => isThere(module),
    signal,
  })
  const withdrawals = withdrawalReader({ memory: tools.memory, mayFetch: true })
  // What one search has read, the next need not.
  const oneByOne = atMost(1)

  async function isThere({ path, version }: { path: string; version: string }): Promise<boolean> {
    try {
      return (await verifier.verify({ path, version, scope: 'build' })) !== 'other'
    } catch (error) {
      if (!Failure.is(error) || error.code === 'no-space') throw error
      return false
    }
  }

  /** Where another version is selected already, raising the module changes nothing. */
  function isSelected({ path, version, replaces }: Subject): boolean {
    if (graphs.length === 0 || replaces) return true
    const selected = graphs.map(({ graph }) => selectedIn(graph).get(path))
    return selected.includes(version) || selected.every((one) => one === undefined)
  }

  async function isRetracted(path: string, version: string): Promise<boolean> {
    const said = await withdrawals.read(origins.direct(path), path, version, false)
    return said?.retracted !== undefined
  }

  function candidateFor({ path, version, scope }: Subject): Promise<Candidate> {
    const verify = (other: string) => verifier.verify({ path, version: other, scope })
    const source = origins.direct(path)
    const mayBeVerified = verifier.mayAsk(path)
    return findCandidate(
      { source, verify, mayBeVerified, isRetracted: (other) => isRetracted(path, other) },
      path,
      version,
    )
  }

  async function placesOf(subject: Subject): Promise<NeedPlaces> {
    try {
      return await needPlaces(graphs, subject)
    } catch (error) {
      if (error instanceof InvalidError) return placesHere
      throw error
    }
  }

  async function twinOf({ subject, repository, logged }: Judged<Subject>) {
    const { path, version, goSum, goModSum } = subject
    const held = tools.memory.knownContents(path, version).at(-1)
    const zipSum = goSum ?? logged?.zipSum ?? held?.zipSum ?? undefined
    const modSum = goModSum ?? logged?.goModSum ?? held?.goModSum
    const wanted = {
      path,
      version,
      ...(zipSum !== undefined && { zipSum }),
      ...(modSum !== undefined && { goModSum: modSum }),
    }
    return findTwin(wanted, await twinPlaces(subject, repository, tools), tools)
  }

  return async (judged) => {
    const { subject, verdict } = judged
    if (!isLoud(verdict.class) || verdict.code === 'replace-missing') return {}
    const isHelped = mayHelp(verdict)
    const isPassedOver = isHelped && !isSelected(subject)
    const candidate = isHelped && !isPassedOver ? await candidateFor(subject) : undefined
    if (isUsable(candidate)) return { candidate, places: await placesOf(subject) }
    const bump = graphs.length === 0 ? undefined : await oneByOne(() => findBump(subject))
    const twin = verdict.code === 'gosum-mismatch' ? undefined : await twinOf(judged)
    return {
      ...(candidate && { candidate }),
      ...(isPassedOver && { isPassedOver }),
      ...(bump && { bump }),
      ...(twin && { twin, places: await placesOf(subject) }),
    }
  }
}
