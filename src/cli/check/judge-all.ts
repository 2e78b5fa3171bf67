import type { Outcome } from '../../check/outcome.ts'
import { planAsking } from '../../check/plan/plan-asking.ts'
import { showProgress } from '../../check/progress/show-progress.ts'
import type { Checked } from '../../check/run-check.ts'
import type { Verify } from '../../check/server/verify-with-server.ts'
import type { Subject } from '../../check/subject.ts'
import { goEnvironment } from '../../check/target/go-environment.ts'
import { moduleCache } from '../../check/target/module-cache.ts'
import type { Target } from '../../check/target/read-target.ts'
import type { NearerLog } from '../../verify/observe/checksum-database.ts'
import type { WithdrawalReader } from '../../verify/observe/withdrawal.ts'
import type { Level } from '../../verify/level.ts'
import { lastPlaces } from '../../verify/observe/last-places.ts'
import { checksumDatabase } from '../checksum-database.ts'
import type { CommandContext } from '../context.ts'
import { tokenVariableOf } from '../environment-tokens.ts'
import type { GoSetting } from '../go-settings.ts'
import type { CheckParts } from './open-check.ts'
import { privatePaths } from './private-paths.ts'

/** What modules are judged with. */
export interface JudgingTools {
  readonly parts: CheckParts
  /** How they are verified: all against upstream, where it is undefined. */
  readonly verify?: Verify | undefined
  /** Where a checksum database of a name is asked first. */
  readonly logNamed?: ((name: string) => NearerLog) | undefined
  /** The module graphs of what is checked. */
  readonly graphs: Target['graphs']
  readonly goSetting: GoSetting
  readonly level: Level
  /** Who has begun to read withdrawals; undefined for nobody. */
  readonly withdrawals?: WithdrawalReader | undefined
  readonly signal: AbortSignal
  /** Patterns of what is private, beside those of the configuration. */
  readonly private: readonly string[]
  readonly onOutcome: (outcome: Outcome) => void
}

/**
 * Judges modules and shows the progress, unless `--quiet` is given.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function judgeAll(
  { config, options, env, stderr }: CommandContext,
  subjects: readonly Subject[],
  {
    parts,
    verify,
    logNamed,
    graphs,
    level,
    withdrawals,
    goSetting,
    signal,
    private: alsoPrivate,
    onOutcome,
  }: JudgingTools,
): Promise<Checked> {
  const { runCheck } = await import('../../check/run-check.ts')
  const { origins, gate, store } = parts
  const isQuiet = options['quiet'] === true
  using progress = isQuiet
    ? undefined
    : showProgress(subjects, {
        stderr,
        now: Date.now,
        signal,
        plan: planAsking(subjects, lastPlaces(store.facts)),
        standing: (host) => gate.standing(host),
      })
  const sumdb = checksumDatabase(config, goSetting)
  return await runCheck(subjects, {
    origins,
    gate,
    ...(verify && { verify }),
    graphs,
    cachedZip: cachedZips(goSetting),
    tokenVariable: (host) =>
      gate.isAuthorized(`https://${host}/`) ? undefined : tokenVariableOf(env, host),
    level,
    memory: store.facts,
    ...(sumdb && {
      sumdb: { ...sumdb, ...(logNamed && { nearer: logNamed(sumdb.verifier.name) }) },
    }),
    ...(withdrawals && { withdrawals }),
    now: Date.now,
    scratch: store.scratch,
    isPrivate: privatePaths(config, alsoPrivate),
    signal,
    rewrites: config.rewrite,
    onVerdict: (subject, verdict) => progress?.note(subject, verdict),
    onJudged: ({ subject }) => progress?.judged(subject),
    onOutcome,
  })
}

function cachedZips(goSetting: GoSetting): (path: string, version: string) => string | undefined {
  const { moduleCache: folder } = goEnvironment(goSetting)
  const cache = folder === undefined ? undefined : moduleCache(folder)
  return (path, version) => cache?.zipFile(path, version)
}
