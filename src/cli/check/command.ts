import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '../../check/outcome.ts'
import { showProgress } from '../../check/progress.ts'
import { buildReport } from '../../check/report/build-report.ts'
import { exitCodeOf } from '../../check/report/exit.ts'
import type { Report } from '../../check/report/report.ts'
import { quietReport, textReport } from '../../check/report/text/report-text.ts'
import type { Checked } from '../../check/run-check.ts'
import { readTarget, type Target } from '../../check/target/read-target.ts'
import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import type { CommandContext } from '../context.ts'
import type { Parts } from '../open-parts.ts'
import { version } from '../version.ts'
import { hostCounts } from './host-counts.ts'
import { failOnOf, formatOf, stopSignal, type Format } from './options.ts'
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
  const target = await readTarget(context.args, context.cwd)
  if (context.options['quiet'] !== true) {
    for (const note of target.notes) context.stderr.write(`headwater: ${note}\n`)
  }
  if (context.options['dryRun'] === true) return await showPlan(target, format === 'text', context)
  // Loaded by those only who ask somebody.
  const { personalAccess } = await import('../personal-access.ts')
  const { openParts } = await import('../open-parts.ts')
  const started = Date.now()
  const asked = hostCounts()
  await using parts = await openParts(context.config, {
    access: await personalAccess(context),
    onRequest: (request) => asked.add(request),
  })
  const signal = stopSignal(context)
  const { outcomes, settled } = await judgeAll(context, target, parts, signal)
  const exit = exitCodeOf(
    outcomes.map(({ verdict }) => verdict),
    { failOn, allowIncomplete: context.options['allowIncomplete'] === true },
  )
  const millis = Date.now() - started
  if (signal.aborted) await parts.gate.close()
  const underWay = signal.aborted && !(await endsWithin(countingTime, settled))
  const report = buildReport({
    headwater: version,
    at: new Date(started).toISOString(),
    millis,
    level: 'content',
    target: target.target,
    name: nameOf(target, outcomes),
    kind: target.kind,
    commit: null,
    outcomes,
    notes: target.notes,
    requests: { hosts: asked.counts(), underWay },
    command: 'headwater check',
    exit,
  })
  context.stdout.write(writers[format](report, outcomes, context))
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

async function judgeAll(
  { config, options, stderr }: CommandContext,
  target: Target,
  { origins, gate, store }: Parts,
  signal: AbortSignal,
): Promise<Checked> {
  const { runCheck } = await import('../../check/run-check.ts')
  const isQuiet = options['quiet'] === true
  using progress = isQuiet
    ? undefined
    : showProgress(target.subjects.length, { stderr, now: Date.now, signal })
  const privateGlobs = config.private.join(',')
  return await runCheck(target.subjects, {
    origins,
    gate,
    level: 'content',
    now: Date.now,
    scratch: store.scratch,
    isPrivate: (path) => matchPrefixPatterns(privateGlobs, path),
    signal,
    rewrites: config.rewrite,
    onVerdict: (subject, verdict) => progress?.note(subject, verdict),
    onJudged: () => {},
  })
}

type Writer = (report: Report, outcomes: readonly Outcome[], context: CommandContext) => string

const writers: Readonly<Record<Format, Writer>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  ndjson: ({ modules }) => modules.map((module) => `${JSON.stringify(module)}\n`).join(''),
  text(report, judged, context) {
    const style = styleOf(context)
    if (context.options['quiet'] === true) return quietReport(judged, style)
    const { name, kind, summary, millis, exit, requests } = report
    const { hosts, underWay } = requests
    return textReport(
      { name, kind, judged, summary, hosts, exit, millis, isUnderWay: underWay },
      style,
    )
  },
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, outcomes: readonly Outcome[]): string {
  const [only, ...others] = kind === 'modules' ? outcomes : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}
