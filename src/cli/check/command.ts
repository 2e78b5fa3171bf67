import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '../../check/outcome.ts'
import { showProgress } from '../../check/progress.ts'
import { buildReport, reportModule } from '../../check/report/build-report.ts'
import { counts, exitCodeOf } from '../../check/report/exit.ts'
import { moduleLine } from '../../check/report/ndjson/ndjson-report.ts'
import { counted } from '../../check/report/units.ts'
import type { Checked } from '../../check/run-check.ts'
import { settleAll, settleModule, type Settling } from '../../check/settle/settle.ts'
import type { Verify } from '../../check/server/verify-with-server.ts'
import type { Subject } from '../../check/subject.ts'
import { isPartial } from '../../check/target/is-partial.ts'
import type { Target } from '../../check/target/read-target.ts'
import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import { safeLine } from '../../safe-text.ts'
import type { Level } from '../../verify/verify-all.ts'
import { checksumDatabase } from '../checksum-database.ts'
import type { CommandContext } from '../context.ts'
import { goSettings, type GoSetting } from '../go-settings.ts'
import type { Parts } from '../open-parts.ts'
import { version } from '../version.ts'
import { commandText } from './command-text.ts'
import { openCache } from './open-cache.ts'
import { hostCounts } from './host-counts.ts'
import { judgeWhole } from './judge-whole.ts'
import { failOnOf, levelOf, stopSignal } from './options.ts'
import { outputsOf } from './outputs.ts'
import { readProject, type Project } from './project.ts'
import { planFormatOf, showPlan } from './show-plan.ts'
import { surroundingsOf } from './surroundings.ts'
import { writeBaseline, writtenBaseline } from './write-baseline.ts'
import { writeReports } from './write-reports.ts'

/** How long a report waits for requests that are being cut off, so that it can count them, in milliseconds. */
const countingTime = 500
/** How long work that was left behind may take to end, in milliseconds. */
const patience = 5000

/**
 * `headwater check`: judges every module of a project, or those named, against their upstream. Exit code: 3 when
 * something stayed undetermined, 1 for findings that `--fail-on` names, else 0.
 *
 * @throws Failure for a wrong option, a target that cannot be read, or a report that cannot be written
 */
export async function checkCommand(context: CommandContext): Promise<number> {
  const { config, options, env } = context
  const outputs = await outputsOf(context)
  const newBaseline = await writtenBaseline(context)
  const { git, settings, baseline } = await surroundingsOf(context)
  const failOn = failOnOf(context, settings)
  const level = levelOf(context, settings)
  const allowIncomplete = options['allowIncomplete'] === true || settings.allowIncomplete === true
  const signal = stopSignal(context)
  const goSetting = await goSettings(env, process.platform)
  if (options['dryRun'] === true) {
    const format = planFormatOf(outputs)
    const project = await readProject(context, git, { goSetting, signal })
    tell(context, notesOf(project))
    return await showPlan(project.target, format === 'text', context)
  }
  // Loaded by those only who ask somebody.
  const { personalAccess } = await import('../personal-access.ts')
  const { openParts } = await import('../open-parts.ts')
  const started = Date.now()
  const asked = hostCounts()
  const access = await personalAccess(context)
  const listeners = {
    access,
    isOffline: options['offline'] === true,
    onRequest: (request: Parameters<typeof asked.add>[0]) => asked.add(request),
  }
  await using cache = await openCache(config, (usable) => openParts(usable, listeners))
  const parts = cache.opened
  const { origins } = parts
  const { openServer } = await import('./open-server.ts')
  await using server = openServer(context, {
    access,
    memory: parts.store.facts.hosts,
    goSetting,
    private: settings.private,
    level,
    onRequest: (request) => asked.add(request),
  })
  const today = new Date(started).toISOString().slice(0, 10)
  const settling = { ignores: settings.ignores, today, ...(baseline && { baseline }) }
  const { project, outcomes, settled } = await judgeWhole({
    read: (isSecond) =>
      readProject(context, git, {
        goSetting,
        async askGoMod(path, wanted) {
          const source = isSecond ? origins.strict(path) : origins.source(path)
          return (await source.find(wanted)).goMod
        },
        openRepository: (url, revision) => origins.openRepository(url, revision),
        signal,
      }),
    judge: (subjects) =>
      judgeAll(context, subjects, {
        parts,
        verify: server?.verify,
        level,
        goSetting,
        signal,
        private: settings.private,
        onOutcome: outputs.stdout === 'ndjson' ? lineWriter(context, settling) : () => {},
      }),
    signal,
  })
  const { target, changedSince } = project
  const notes = [...(cache.note === undefined ? [] : [cache.note]), ...notesOf(project)]
  tell(context, notes)
  const isCut = isPartial(target, outcomes)
  const isWhole = target.kind === 'project' && changedSince === null && !isCut
  const held = settleAll(outcomes.map(reportModule), settling, isWhole)
  tell(context, held.notes)
  const rules = { failOn, allowIncomplete, isPartial: isCut }
  const exit = exitCodeOf(
    held.modules.filter(counts).map(({ verdict }) => verdict),
    rules,
  )
  const millis = Date.now() - started
  if (signal.aborted) await parts.gate.close()
  const underWay = signal.aborted && !(await endsWithin(countingTime, settled))
  const report = buildReport({
    headwater: version,
    at: new Date(started).toISOString(),
    millis,
    level,
    target: target.target,
    name: nameOf(target, outcomes),
    kind: target.kind,
    commit: project.commit,
    source: project.source,
    changedSince,
    baseline: held.baseline,
    outcomes,
    settled: held.modules,
    isPartial: isCut,
    notes: [...notes, ...(server?.notes ?? []), ...held.notes],
    requests: { hosts: asked.counts(), underWay },
    command: commandText(context.argv),
    rules,
    exit,
  })
  await writeReports(report, outputs, context)
  if (newBaseline) await writeBaseline(newBaseline, report, baseline, context)
  if (underWay) await endsWithin(patience, settled)
  return exit
}

/** Waits for work, but not for ever; tells whether it has ended. */
async function endsWithin(millis: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const ended = work.then(() => true)
  const late = pause(millis, false, over).catch(() => false)
  try {
    return await Promise.race([ended, late])
  } finally {
    over.abort()
  }
}

interface JudgingTools {
  readonly parts: Parts
  readonly verify: Verify | undefined
  readonly goSetting: GoSetting
  readonly level: Level
  readonly signal: AbortSignal
  /**
   * Patterns beside those of the configuration. They come from the repository that is checked, so they only make a
   * verdict more careful, and decide nothing about how a module is asked for.
   */
  readonly private: readonly string[]
  readonly onOutcome: (outcome: Outcome) => void
}

async function judgeAll(
  { config, options, stderr }: CommandContext,
  subjects: readonly Subject[],
  { parts, verify, level, goSetting, signal, private: alsoPrivate, onOutcome }: JudgingTools,
): Promise<Checked> {
  const { runCheck } = await import('../../check/run-check.ts')
  const { origins, gate, store } = parts
  const isQuiet = options['quiet'] === true
  using progress = isQuiet
    ? undefined
    : showProgress(subjects.length, { stderr, now: Date.now, signal })
  const privateGlobs = [...config.private, ...alsoPrivate].join(',')
  const sumdb = checksumDatabase(config, goSetting)
  return await runCheck(subjects, {
    origins,
    gate,
    ...(verify && { verify }),
    level,
    memory: store.facts,
    ...(sumdb && { sumdb }),
    now: Date.now,
    scratch: store.scratch,
    isPrivate: (path) => matchPrefixPatterns(privateGlobs, path),
    signal,
    rewrites: config.rewrite,
    onVerdict: (subject, verdict) => progress?.note(subject, verdict),
    onJudged: () => {},
    onOutcome,
  })
}

/** Writes each module as a line as soon as all is known of it. */
function lineWriter({ stdout }: CommandContext, settling: Settling): (outcome: Outcome) => void {
  return (outcome) => void stdout.write(moduleLine(settleModule(reportModule(outcome), settling)))
}

function notesOf({ changedSince, target }: Project): string[] {
  if (changedSince === null) return [...target.notes]
  const { ref, commit, unchanged } = changedSince
  const all = unchanged + target.subjects.length
  const since = `${safeLine(ref)} (${commit.slice(0, 12)})`
  const what = `${target.subjects.length} of ${counted(all, 'module')}`
  return [...target.notes, `only what was added since ${since}: ${what}`]
}

function tell({ options, stderr }: CommandContext, notes: readonly string[]): void {
  if (options['quiet'] === true) return
  for (const note of notes) stderr.write(`headwater: ${safeLine(note)}\n`)
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, outcomes: readonly Outcome[]): string {
  const [only, ...others] = kind === 'modules' ? outcomes : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}
