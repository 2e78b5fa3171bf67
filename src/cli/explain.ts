import { hostCounts } from '../check/report/host-counts.ts'
import type { Subject } from '../check/subject.ts'
import { isNoProject } from '../check/target/find-files.ts'
import { namedModules } from '../check/target/named-modules.ts'
import { readTarget, type Target } from '../check/target/read-target.ts'
import { Failure } from '../failure.ts'
import { safeJson } from '../safe-text.ts'
import { newest } from '../verify/judge/claim.ts'
import { judgeAll } from './check/judge-all.ts'
import { tell } from './check/notes.ts'
import { openCheck, type CheckParts } from './check/open-check.ts'
import { stopSignal } from './check/options.ts'
import { surroundingsOf } from './check/surroundings.ts'
import { styleOf } from './check/text-style.ts'
import { withPrivate } from './check/with-private.ts'
import type { CommandContext } from './context.ts'
import { goSettings, type GoSetting } from './go-settings.ts'
import { version } from './version.ts'

/**
 * `headwater explain`: looks at one module version as `headwater check` would, and tells all that is known of it. Exit
 * code 0, whatever the verdict: it is an answer, and no gate.
 *
 * @throws Failure for an argument that names no module, a project here that is broken, and a module that is not there
 */
export async function explainCommand(given: CommandContext): Promise<number> {
  const goSetting = await goSettings(given.env, process.platform)
  const context = withPrivate(given, goSetting)
  const { options, args, stdout } = context
  const [argument = ''] = args
  const [named] = namedModules([argument], 'explain').subjects
  if (named === undefined) throw new TypeError('an argument is a module')
  const { settings } = await surroundingsOf({ ...context, args: [] })
  const signal = stopSignal(context)
  const started = Date.now()
  const asked = hostCounts()
  await using cache = await openCheck(context, ({ host, sent, received }) =>
    asked.add(host, sent + received),
  )
  const parts = cache.opened
  const { target, notes } = await projectHere(context, parts, goSetting, signal)
  const subject = neededAs(named, target)
  const { outcomes, settled } = await judgeAll(
    { ...context, options: { ...options, quiet: true } },
    [subject],
    {
      parts,
      graphs: target?.graphs ?? [],
      level: 'refs',
      goSetting,
      signal,
      private: settings.private,
      onOutcome: () => {},
    },
  )
  const [outcome] = outcomes
  if (outcome === undefined) throw new TypeError('a module that is judged has an outcome')
  const { reportModule } = await import('../check/report/build-report.ts')
  const { explanationOf } = await import('../check/explain/explanation.ts')
  const { knownHistory } = await import('../check/explain/known-history.ts')
  const { path, version: found } = outcome.subject
  if (found === newest && outcome.failure) throw noSuchModule(path, outcome.failure)
  const explanation = explanationOf({
    headwater: version,
    at: new Date(started).toISOString(),
    millis: Date.now() - started,
    project: target ? { name: target.name, file: target.target } : null,
    module: reportModule(outcome),
    history: knownHistory(parts.store.facts, path, found, outcome.repository?.url),
    notes: [...(cache.note === undefined ? [] : [cache.note]), ...notes],
    requests: { hosts: asked.counts() },
  })
  tell(context, explanation.notes)
  if (options['json'] === true) {
    stdout.write(`${safeJson(JSON.stringify(explanation, null, 2))}\n`)
  } else {
    const { explanationText } = await import('../check/explain/explanation-text.ts')
    stdout.write(explanationText(explanation, styleOf(context)))
  }
  if (signal.aborted) await parts.gate.close()
  await settled
  return 0
}

/** The project that `go` would build here, if there is one. */
async function projectHere(
  { cwd, options }: CommandContext,
  { origins }: CheckParts,
  goSetting: GoSetting,
  signal: AbortSignal,
): Promise<{ readonly target?: Target; readonly notes: readonly string[] }> {
  try {
    const target = await readTarget([], cwd, {
      goSetting,
      ...(options['offline'] !== true && {
        askGoMod: async (path, wanted, portion) =>
          (await origins.source(path).find(wanted, portion)).goMod,
      }),
      signal,
    })
    return { target, notes: target.notes }
  } catch (error) {
    if (!Failure.is(error, 'invalid')) throw error
    return { notes: isNoProject(error) ? [] : [`who needs it is not known: ${error.message}`] }
  }
}

/** The module as the project needs it; where no version is named, the one that is built, else the newest upstream. */
function neededAs(named: Subject, target: Target | undefined): Subject {
  const of = target?.subjects.filter(({ path }) => path === named.path) ?? []
  if (named.version !== newest) return of.find(({ version }) => version === named.version) ?? named
  return of.findLast(({ scope }) => scope === 'build') ?? of.at(-1) ?? named
}

function noSuchModule(path: string, failure: Failure): Failure {
  return new Failure(failure.code, `Cannot explain ${path}: ${failure.message}`, {
    ...failure.details,
    cause: failure,
    hint: failure.details.hint ?? 'Name a version that was there once: MODULE@VERSION',
  })
}
