import { planAsking } from '../../check/plan/plan-asking.ts'
import { planBesides, type BesideTools } from '../../check/plan/plan-besides.ts'
import { planText } from '../../check/report/text/plan-text.ts'
import type { Target } from '../../check/target/read-target.ts'
import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import { isAuthorized } from '../../outbound/credentials.ts'
import { rewriter } from '../../outbound/rewrite.ts'
import type { LoggedRecords } from '../../store/facts/logged-records.ts'
import { openStore } from '../../store/open-store.ts'
import { keyNameOf } from '../../tlog/verifier.ts'
import type { Level } from '../../verify/level.ts'
import { checksumDatabase } from '../checksum-database.ts'
import type { CommandContext } from '../context.ts'
import { goSettings } from '../go-settings.ts'
import { personalAccess } from '../personal-access.ts'
import { Failure } from '../../failure.ts'
import type { Outputs } from './outputs.ts'
import { styleOf } from './text-style.ts'
import { version } from '../version.ts'

/**
 * The format of a plan, which is text or JSON, on standard output only.
 *
 * @throws Failure `invalid` for another one
 */
export function planFormatOf({ stdout, files }: Outputs): 'text' | 'json' {
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

/** `headwater check --dry-run`: tells what would be asked of whom, as text or JSON, and asks nobody. Exit code: 0. */
export async function showPlan(
  { name, target, subjects }: Target,
  { isText, level }: { readonly isText: boolean; readonly level: Level },
  context: CommandContext,
): Promise<number> {
  using opened = new DisposableStack()
  const store = await openStore({ folder: context.config.data })
  opened.defer(() => store.close())
  const { facts } = store
  const asking = planAsking(subjects, (path) => facts.locationsOf(path)[0]?.url)
  const tools = await besideTools(context, facts)
  const plan = { ...asking, besides: planBesides(subjects, asking, { ...tools, level }) }
  const told = { headwater: version, schema: 1, target, dryRun: true, ...plan }
  context.stdout.write(
    isText ? planText(name, plan, styleOf(context)) : `${JSON.stringify(told)}\n`,
  )
  return 0
}

async function besideTools(
  context: CommandContext,
  facts: LoggedRecords,
): Promise<Omit<BesideTools, 'level'>> {
  const { config, env } = context
  const ways = { ...(await personalAccess(context, true)), rewriter: rewriter(config.rewrite) }
  const sumdb = checksumDatabase(config, await goSettings(env, process.platform))
  const log = sumdb && keyNameOf(sumdb.verifier)
  const privateGlobs = config.private.join(',')
  return {
    isAuthorized: (url) => isAuthorized(url, ways),
    isLogged: (path, version) =>
      log !== undefined && facts.loggedRecord({ log, path, version }) !== undefined,
    isPrivate: (path) => matchPrefixPatterns(privateGlobs, path),
    ...(sumdb && { sumdb }),
  }
}
