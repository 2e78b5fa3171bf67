import { planAsking } from '../../check/plan/plan-asking.ts'
import { planBesides, type BesideTools } from '../../check/plan/plan-besides.ts'
import { planText } from '../../check/report/text/plan-text.ts'
import type { Target } from '../../check/target/read-target.ts'
import { matchPrefixPatterns } from '../../gomod/patterns.ts'
import { isAuthorized } from '../../outbound/credentials.ts'
import { rewriter } from '../../outbound/rewrite.ts'
import { openStore } from '../../store/open-store.ts'
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
  isText: boolean,
  context: CommandContext,
): Promise<number> {
  using opened = new DisposableStack()
  const store = await openStore({ folder: context.config.data })
  opened.defer(() => store.close())
  const { facts } = store
  const asking = planAsking(subjects, (path) => facts.locationsOf(path)[0]?.url)
  const plan = { ...asking, besides: planBesides(subjects, asking, await besideTools(context)) }
  const told = { headwater: version, schema: 1, target, dryRun: true, ...plan }
  context.stdout.write(
    isText ? planText(name, plan, styleOf(context)) : `${JSON.stringify(told)}\n`,
  )
  return 0
}

async function besideTools(context: CommandContext): Promise<BesideTools> {
  const { config, env } = context
  const ways = { ...(await personalAccess(context)), rewriter: rewriter(config.rewrite) }
  const sumdb = checksumDatabase(config, await goSettings(env, process.platform))
  const privateGlobs = config.private.join(',')
  return {
    isAuthorized: (url) => isAuthorized(url, ways),
    isPrivate: (path) => matchPrefixPatterns(privateGlobs, path),
    ...(sumdb && { sumdb }),
  }
}
