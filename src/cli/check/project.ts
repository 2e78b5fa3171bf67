import { mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import type { ChangedSince, Source } from '../../check/report/report.ts'
import { parseBaseline, type Baseline } from '../../check/settle/baseline.ts'
import { addedSince } from '../../check/settle/changed-since.ts'
import { openProjectGit, type ProjectGit } from '../../check/settle/project-git.ts'
import { sourceOf } from '../../check/settle/source.ts'
import { readTarget, type Target, type TargetTools } from '../../check/target/read-target.ts'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { textOption } from './options.ts'
import { findSettings } from './settings/find-settings.ts'
import { readSettings } from './settings/read-settings.ts'
import { noSettings, type Settings } from './settings/settings.ts'

/** What is checked, and what its repository says about that. */
export interface Project {
  readonly target: Target
  readonly settings: Settings
  readonly baseline: Baseline | undefined
  readonly changedSince: ChangedSince | null
  readonly source: Source | null
  readonly commit: string | null
}

/**
 * Reads everything that a check rests on and that is on this machine.
 *
 * @throws Failure `invalid` saying what is wrong where, and what to do
 */
export async function readProject(context: CommandContext, tools: TargetTools): Promise<Project> {
  const { args, cwd } = context
  const whole = await readTarget(args, cwd, tools)
  const folder = whole.file === undefined ? cwd : await folderOf(whole.file)
  const git = await openProjectGit(folder)
  const settings = await settingsFor(folder, git, context)
  const baseline = await baselineFor(context)
  const ref = textOption(context, 'changedSince')
  const added = ref === undefined ? undefined : await onlyAdded(whole, git, ref, tools)
  const target = added?.target ?? whole
  return {
    target,
    settings,
    baseline,
    changedSince: added?.since ?? null,
    source: git ? await sourceOf(target, git, cwd) : null,
    commit: git?.commit ?? null,
  }
}

async function settingsFor(
  folder: string,
  git: ProjectGit | undefined,
  context: CommandContext,
): Promise<Settings> {
  const { cwd } = context
  const named = textOption(context, 'settings')
  if (named === 'none') return noSettings
  const file =
    named === undefined
      ? await findSettings(folder, git?.root)
      : await realPath(resolve(cwd, named))
  if (file === undefined) return noSettings
  const short = relative(await realPath(cwd), file)
  const name = named ?? (short.startsWith('..') ? file : short)
  return readSettings(file, safeLine(name), Date.now())
}

async function baselineFor(context: CommandContext): Promise<Baseline | undefined> {
  const named = textOption(context, 'baseline')
  if (named === undefined) return undefined
  const name = safeLine(named)
  try {
    return parseBaseline(await readFile(resolve(context.cwd, named), 'utf8'), name)
  } catch (error) {
    if (Failure.is(error)) throw error
    const { message } = error as Error
    throw new Failure('invalid', `Cannot read the baseline ${name}: ${safeLine(message)}`, {
      cause: error,
      hint: 'headwater check --write-baseline FILE writes one',
    })
  }
}

async function onlyAdded(
  target: Target,
  git: ProjectGit | undefined,
  ref: string,
  tools: TargetTools,
) {
  if (target.file === undefined || git === undefined) {
    throw new Failure('invalid', `Cannot compare with "${safeLine(ref)}": ${noHistory(target)}`, {
      hint: 'Leave --changed-since out, or check a project in a git repository',
    })
  }
  const scratch = await realPath(await mkdtemp(join(tmpdir(), 'headwater-')))
  try {
    const read = (file: string) => readTarget([file], scratch, tools)
    const file = await realPath(target.file)
    return await addedSince(target, { git, ref, file, scratch, read })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function noHistory({ file }: Target): string {
  return file === undefined
    ? 'modules that are named have no history'
    : 'it is in no git repository'
}

async function folderOf(file: string): Promise<string> {
  return (await stat(file)).isDirectory() ? file : dirname(file)
}

function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => file)
}
