import { buildReport, reportModule } from '../../check/report/build-report.ts'
import { counts, exitCodeOf } from '../../check/report/exit.ts'
import type { Outcome } from '../../check/outcome.ts'
import { hostCounts } from '../../check/report/host-counts.ts'
import { settleAll } from '../../check/settle/settle.ts'
import { isPartial } from '../../check/target/is-partial.ts'
import type { Target } from '../../check/target/read-target.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import type { CommandContext } from '../context.ts'
import { goSettings } from '../go-settings.ts'
import { version } from '../version.ts'
import { commandText } from './command-text.ts'
import { endsWithin } from './ends-within.ts'
import { judgeAll } from './judge-all.ts'
import { judgeWhole } from './judge-whole.ts'
import { lineStream } from './line-stream.ts'
import { notesOf, tell } from './notes.ts'
import { openCheck } from './open-check.ts'
import { failOnOf, levelOf, stopSignal } from './options.ts'
import { outputsOf, showAddress } from './outputs.ts'
import { readProject } from './project.ts'
import { planFormatOf, showPlan } from './show-plan.ts'
import { serverFor } from './server-for.ts'
import { surroundingsOf } from './surroundings.ts'
import { writeBaseline, writtenBaseline } from './write-baseline.ts'
import { withPrivate } from './with-private.ts'
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
  const goSetting = await goSettings(given.env, process.platform)
  const context = withPrivate(given, goSetting)
  const { options } = context
  const outputs = await outputsOf(context)
  const newBaseline = await writtenBaseline(context)
  const { git, settings, baseline } = await surroundingsOf(context)
  const failOn = failOnOf(context, settings)
  const level = levelOf(context, settings)
  const allowIncomplete = options['allowIncomplete'] === true || settings.allowIncomplete === true
  const signal = stopSignal(context)
  if (options['dryRun'] === true) {
    const format = planFormatOf(outputs)
    const project = await readProject(context, git, { goSetting, signal })
    tell(context, notesOf(project))
    return await showPlan(project.target, { isText: format === 'text', level }, context)
  }
  const started = Date.now()
  const asked = hostCounts()
  const onRequest = ({ host, sent, received }: RequestRecord) => asked.add(host, sent + received)
  await using cache = await openCheck(context, onRequest)
  const parts = cache.opened
  const { origins } = parts
  await using server = await serverFor(context, {
    access: cache.access,
    memory: parts.store.facts.hosts,
    goSetting,
    private: settings.private,
    level,
    signal,
    onRequest,
  })
  const today = new Date(started).toISOString().slice(0, 10)
  const settling = { ignores: settings.ignores, today, ...(baseline && { baseline }) }
  const lines = lineStream(context.stdout, settling)
  let isFinal = false
  const { project, outcomes, settled } = await judgeWhole({
    async read(isSecond) {
      const found = await readProject(context, git, {
        goSetting,
        async askGoMod(path, wanted) {
          const told = isSecond ? undefined : await server?.askGoMod(path, wanted)
          if (told) return told
          const source = isSecond ? origins.strict(path) : origins.source(path)
          return (await source.find(wanted)).goMod
        },
        showsAddress: showAddress(outputs),
        openRepository: (url, revision) => origins.openRepository(url, revision),
        signal,
      })
      // What is read a second time may need less.
      isFinal = isSecond || found.target.unread.length === 0
      return found
    },
    judge: (subjects, { target }) =>
      judgeAll(context, subjects, {
        parts,
        verify: server?.verify,
        graphs: target.graphs,
        level,
        goSetting,
        signal,
        private: settings.private,
        onOutcome: isFinal && outputs.stdout === 'ndjson' ? lines.add : () => {},
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
  await writeReports(report, outputs, lines, context)
  if (newBaseline) await writeBaseline(newBaseline, report, baseline, context)
  if (underWay) await endsWithin(patience, settled)
  return exit
}

/** A single module is shown with the version that was read, which may have been asked for as the newest. */
function nameOf({ name, kind }: Target, outcomes: readonly Outcome[]): string {
  const [only, ...others] = kind === 'modules' ? outcomes : []
  if (only === undefined || others.length > 0) return name
  return `${only.subject.path}@${only.subject.version}`
}
