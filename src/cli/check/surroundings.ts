import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { Baseline } from '../../check/settle/baseline.ts'
import { openProjectGit, type ProjectGit } from '../../check/settle/project-git.ts'
import { namedRepository } from '../../check/target/repository-url.ts'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { textOption } from './options.ts'
import { findSettings } from './settings/find-settings.ts'
import { noSettings, type Settings } from './settings/settings.ts'

/** What is found around a target on this machine, before anybody is asked. */
export interface Surroundings {
  /** The git repository that the target is in, if it is a file or folder in one. */
  readonly git: ProjectGit | undefined
  readonly settings: Settings
  readonly baseline: Baseline | undefined
}

/**
 * Reads what the repository of a target says about checks of it, and the baseline that is named. A repository that is
 * named by its URL says nothing here.
 *
 * @throws Failure `invalid` for settings or a baseline that cannot be used
 */
export async function surroundingsOf(context: CommandContext): Promise<Surroundings> {
  const [first] = context.args
  const baseline = await baselineFor(context)
  const isRemote = first !== undefined && namedRepository(first) !== undefined
  const folder = isRemote ? undefined : await startFolder(context)
  const git = folder === undefined ? undefined : await openProjectGit(folder)
  return { git, settings: await settingsFor(folder, git, context), baseline }
}

/** The folder that is named, or has the file that is; else the one where this runs. */
async function startFolder({ args: [first], cwd }: CommandContext): Promise<string> {
  const place = resolve(cwd, first ?? '.')
  const found = await stat(place).catch(() => undefined)
  if (found === undefined) return cwd
  return found.isDirectory() ? place : dirname(place)
}

async function settingsFor(
  folder: string | undefined,
  git: ProjectGit | undefined,
  context: CommandContext,
): Promise<Settings> {
  const { cwd } = context
  const named = textOption(context, 'settings')
  if (named === 'none') return noSettings
  if (named !== undefined) return settingsIn(resolve(cwd, named), safeLine(named))
  const file = folder === undefined ? undefined : await findSettings(folder, git?.root)
  if (file === undefined) return noSettings
  const short = relative(await realpath(cwd).catch(() => cwd), file)
  return settingsIn(file, safeLine(short.startsWith('..') ? file : short))
}

async function settingsIn(file: string, name: string): Promise<Settings> {
  const { readSettings } = await import('./settings/read-settings.ts')
  return readSettings(file, name, Date.now())
}

async function baselineFor(context: CommandContext): Promise<Baseline | undefined> {
  const named = textOption(context, 'baseline')
  if (named === undefined) return undefined
  const name = safeLine(named)
  const { parseBaseline } = await import('../../check/settle/parse-baseline.ts')
  try {
    return parseBaseline(await readFile(resolve(context.cwd, named), 'utf8'), name)
  } catch (error) {
    if (Failure.is(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : safeLine(message)
    throw new Failure('invalid', `Cannot read the baseline ${name}: ${why}`, {
      cause: error,
      hint: 'headwater check --write-baseline FILE writes one',
    })
  }
}
