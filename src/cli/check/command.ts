import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '../../check/outcome.ts'
import { showProgress } from '../../check/progress.ts'
import { buildReport } from '../../check/report/build-report.ts'
import { exitCodeOf } from '../../check/report/exit.ts'
import type { Report } from '../../check/report/report.ts'
import { quietReport, textReport } from '../../check/report/text/report-text.ts'
import type { Checked } from '../../check/run-check.ts'
import { isPartial } from '../../check/target/is-partial.ts'
import { readTarget, type Target } from '../../check/target/read-target.ts'
import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import type { Level } from '../../verify/verify-all.ts'
import { checksumDatabase } from '../checksum-database.ts'
import type { CommandContext } from '../context.ts'
import { goSettings } from '../go-settings.ts'
import type { Parts } from '../open-parts.ts'
import { version } from '../version.ts'
import { hostCounts } from './host-counts.ts'
import { failOnOf, formatOf, levelOf, stopSignal, type Format } from './options.ts'
import { showPlan } from './show-plan.ts'
import { styleOf } from './text-style.ts'

/** How long a report waits for requests that are being cut off, so that it can count them, in milliseconds. */
const countingTime = 500
/** How long work that was left behind may take to end, in milliseconds. */
const patience = 5000

/**
 * `headwater check`: judges every module of a project, or those named, against their upstream. Exit code: 3 when
 * something stayed undetermined, 1 for findings that `--fail-on` names, else 0.
 *
 * @throws Failure for a wrong option or a target that cannot be read
 */
export async function checkCommand(context: CommandContext): Promise<number> {
  const format = formatOf(context)
  const failOn = failOnOf(context)
  const level = levelOf(context)
  const signal = stopSignal(context)
  if (context.options['dryRun'] === true) {
    const target = await readTarget(context.args, context.cwd, { env: context.env, signal })
    tellNotes(target, context)
    return await showPlan(target, format === 'text', context)
  }
  // Loaded by those only who ask somebody.
  const { personalAccess } = await import('../personal-access.ts')
  const { openParts } = await import('../open-parts.ts')
  const started = Date.now()
  const asked = hostCounts()
  await using parts = await openParts(context.config, {
    access: await personalAccess(context),
    onRequest: (request) => asked.add(request),
  })
  const target = await readTarget(context.args, context.cwd, {
    env: context.env,
    askGoMod: async (path, wanted) => (await parts.origins.source(path).find(wanted)).goMod,
    openRepository: (url, revision) => parts.origins.openRepository(url, revision),
    signal,
  })
  tellNotes(target, context)
  const { outcomes, settled } = await judgeAll(context, target, parts, level, signal)
  const exit = exitCodeOf(
    outcomes.map(({ verdict }) => verdict),
    {
      failOn,
      allowIncomplete: context.options['allowIncomplete'] === true,
      isPartial: isPartial(target, outcomes),
    },
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
    commit: target.commit ?? null,
    outcomes,
    isPartial: isPartial(target, outcomes),
    notes: target.notes,
    requests: { hosts: asked.counts(), underWay },
    command: 'headwater check',
    exit,
  })
  context.stdout.write(writers[format](report, context))
  if (underWay) await endsWithin(patience, settled)
  return exit
}

function tellNotes({ notes }: Target, { options, stderr }: CommandContext): void {
  if (options['quiet'] === true) return
  for (const note of notes) stderr.write(`headwater: ${note}\n`)
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

async function judgeAll(
  { config, options, stderr, env }: CommandContext,
  target: Target,
  { origins, gate, store }: Parts,
  level: Level,
  signal: AbortSignal,
): Promise<Checked> {
  const { runCheck } = await import('../../check/run-check.ts')
  const isQuiet = options['quiet'] === true
  using progress = isQuiet
    ? undefined
    : showProgress(target.subjects.length, { stderr, now: Date.now, signal })
  const privateGlobs = config.private.join(',')
  const sumdb = checksumDatabase(config, await goSettings(env, process.platform))
  return await runCheck(target.subjects, {
    origins,
    gate,
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
  })
}

type Writer = (report: Report, context: CommandContext) => string

const writers: Readonly<Record<Format, Writer>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  ndjson: ({ modules }) => modules.map((module) => `${JSON.stringify(module)}\n`).join(''),
  text(report, context) {
    const style = styleOf(context)
    return context.options['quiet'] === true
      ? quietReport(report, style)
      : textReport(report, style)
  },
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, outcomes: readonly Outcome[]): string {
  const [only, ...others] = kind === 'modules' ? outcomes : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}
