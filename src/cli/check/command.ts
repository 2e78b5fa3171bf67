import { buildFails, buildNotes, filesOf } from '../../check/build/build.ts'
import { buildReport, reportModule } from '../../check/report/build-report.ts'
import { counts, exitCodeOf } from '../../check/report/exit.ts'
import { hostCounts } from '../../check/report/host-counts.ts'
import type { Outcome } from '../../check/outcome.ts'
import { settleAll, settleModule } from '../../check/settle/settle.ts'
import { withFiles } from '../../check/settle/source.ts'
import { isPartial } from '../../check/target/is-partial.ts'
import type { Target } from '../../check/target/read-target.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { within } from '../../work/within.ts'
import type { CommandContext } from '../context.ts'
import { version } from '../version.ts'
import { commandText } from './command-text.ts'
import { judgeProject } from './judge-project.ts'
import { lineStream } from './line-stream.ts'
import { notesOf, tell } from './notes.ts'
import { openCheck } from './open-check.ts'
import { serverFor } from './server-for.ts'
import { wantedOf, type Wanted } from './wanted.ts'
import { writeBaseline } from './write-baseline.ts'
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
export async function checkCommand(given: CommandContext): Promise<number> {
  const wanted = await wantedOf(given)
  if (wanted.context.options['dryRun'] !== true) return makeCheck(wanted)
  const { planCheck } = await import('./show-plan.ts')
  return planCheck(wanted)
}

async function makeCheck(wanted: Wanted): Promise<number> {
  const { context, signal, level, outputs, baseline, newBaseline } = wanted
  const started = Date.now()
  const at = new Date(started).toISOString()
  const asked = hostCounts()
  const onRequest = ({ host, sent, received }: RequestRecord) => asked.add(host, sent + received)
  await using check = await openCheck(context, onRequest)
  await using server = await serverFor(wanted, check, onRequest)
  const settling = {
    ignores: wanted.settings.ignores,
    today: at.slice(0, 10),
    ...(baseline && { baseline }),
  }
  const lines = lineStream(context.stdout, settling)
  const { project, outcomes, builder, settled } = await judgeProject(wanted, {
    parts: check.opened,
    server,
    onOutcome: outputs.stdout === 'ndjson' ? lines.add : () => {},
  })

  const early = [...(check.note === undefined ? [] : [check.note]), ...notesOf(project)]
  tell(context, early)

  const { origins, gate } = check.opened
  const subjects = outcomes.map(({ subject }) => subject)
  const build = (await builder?.build({ subjects, origins, since: started })) ?? null
  const { target, changedSince } = project
  const modules = outcomes.map((outcome) => settleModule(reportModule(outcome), settling))
  const isCut = isPartial(target, modules, wanted.rules) || (level === 'build' && build === null)
  const isWhole = target.kind === 'project' && changedSince === null && !isCut
  const held = settleAll(modules, settling, isWhole)
  tell(context, [...held.notes, ...buildNotes(build)])

  const millis = Date.now() - started
  if (signal.aborted) await gate.close()
  const ended = settled.then(() => true)
  const underWay = signal.aborted && !(await within(countingTime, ended))
  const rules = { ...wanted.rules, isPartial: isCut }
  const counting = held.modules.filter(counts).map(({ verdict }) => verdict)
  const report = buildReport({
    headwater: version,
    at,
    millis,
    level,
    target: target.target,
    name: nameOf(target, outcomes),
    kind: target.kind,
    commit: project.commit,
    source:
      project.source && wanted.git && build
        ? await withFiles(project.source, filesOf(build), wanted.git, context.cwd)
        : project.source,
    changedSince,
    baseline: held.baseline,
    outcomes,
    settled: held.modules,
    build,
    isPartial: isCut,
    notes: [...early, ...(server?.notes ?? []), ...held.notes],
    requests: { hosts: asked.counts(), underWay },
    command: commandText(context.argv),
    rules,
    exit: exitCodeOf(counting, rules) || (buildFails(build, rules) ? 1 : 0),
  })
  await writeReports(report, outputs, lines, context)
  if (newBaseline) await writeBaseline(newBaseline, report, { ...settling, isWhole }, context)
  if (underWay) await within(patience, ended)
  return report.exit
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, outcomes: readonly Outcome[]): string {
  const [only, ...others] = kind === 'modules' ? outcomes : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}
