import { askedAt } from '../../check/check-level.ts'
import { planAsking } from '../../check/plan/plan-asking.ts'
import { planBesides, type BesideTools } from '../../check/plan/plan-besides.ts'
import { planText } from '../../check/report/text/plan-text.ts'
import { isAuthorized } from '../../outbound/credentials.ts'
import { rewriter } from '../../outbound/rewrite.ts'
import type { LoggedRecords } from '../../store/facts/logged-records.ts'
import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { openStore } from '../../store/open-store.ts'
import { keyNameOf } from '../../tlog/verifier.ts'
import { lastPlaces } from '../../verify/observe/last-places.ts'
import { checksumDatabase } from '../checksum-database.ts'
import { personalAccess } from '../personal-access.ts'
import { Failure } from '../../failure.ts'
import { version } from '../version.ts'
import { notesOf, tell } from './notes.ts'
import type { Outputs } from './outputs.ts'
import { privatePaths } from './private-paths.ts'
import { readProject } from './project.ts'
import { styleOf } from './text-style.ts'
import { toldToServer } from './told-to-server.ts'
import type { Wanted } from './wanted.ts'

/**
 * `headwater check --dry-run`: tells what would be asked of whom, as text or JSON, and asks nobody. Exit code: 0.
 *
 * @throws Failure `invalid` for another format, and a target that cannot be read
 */
export async function planCheck(wanted: Wanted): Promise<number> {
  const { context, goSetting, git, signal, level, outputs } = wanted
  const format = formatOfPlan(outputs)
  const project = await readProject(context, git, { goSetting, signal })
  tell(context, notesOf(project))
  const { name, target, subjects } = project.target
  using store = await openStore({ folder: context.config.data })
  const { facts } = store
  const asked = context.options['offline'] === true ? [] : subjects
  const asking = planAsking(asked, lastPlaces(facts))
  const tools = { ...(await besideTools(wanted, facts)), level: askedAt(level) }
  const plan = { ...asking, besides: planBesides(asked, asking, tools) }
  const told = { headwater: version, schema: 1, target, dryRun: true, ...plan }
  const text =
    format === 'text' ? planText(name, plan, styleOf(context)) : `${JSON.stringify(told)}\n`
  context.stdout.write(text)
  return 0
}

function formatOfPlan({ stdout, files }: Outputs): 'text' | 'json' {
  const [file] = files
  if (file === undefined && (stdout === 'text' || stdout === 'json')) return stdout
  throw new Failure(
    'invalid',
    `Cannot write a plan as ${file?.format ?? stdout}${file ? ' to a file' : ''}`,
    {
      hint: 'With --dry-run there are --format text and json, on standard output',
    },
  )
}

async function besideTools(
  { given, context, goSetting, settings }: Wanted,
  facts: LoggedRecords & RelayedContent,
): Promise<Omit<BesideTools, 'level'>> {
  const { config } = context
  const ways = { ...(await personalAccess(context, true)), rewriter: rewriter(config.rewrite) }
  const sumdb = checksumDatabase(config, goSetting)
  const log = sumdb && keyNameOf(sumdb.verifier)
  const url = config.check.server
  return {
    isAuthorized: (url) => isAuthorized(url, ways),
    isLogged: (path, version) =>
      log !== undefined &&
      (facts.loggedRecord({ log, path, version }) ??
        facts.relayedRecord({ log, path, version })) !== undefined,
    isPrivate: privatePaths(config, settings.private),
    ...(sumdb && { sumdb }),
    ...(url !== undefined && {
      server: { url, mayKnow: toldToServer(given.config, goSetting, settings.private) },
    }),
  }
}
