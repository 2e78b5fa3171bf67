import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { ChangedSince, Source } from '../../check/report/report.ts'
import { addedSince, type Added, type Past } from '../../check/settle/changed-since.ts'
import type { ProjectGit } from '../../check/settle/project-git.ts'
import { sourceOf } from '../../check/settle/source.ts'
import { readTarget, type Target, type TargetTools } from '../../check/target/read-target.ts'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { textOption } from './options.ts'

/** What is checked. */
export interface Project {
  readonly target: Target
  readonly changedSince: ChangedSince | null
  readonly source: Source | null
  readonly commit: string | null
}

/** What a target is read with. */
export interface ProjectTools extends TargetTools {
  /** Whether the address of its git repository is going to be shown. */
  readonly showsAddress?: boolean
}

/**
 * Reads what is to be checked, and leaves out what was there before where that is wanted.
 *
 * @throws Failure as {@link readTarget} does, and `invalid` where there is nothing to compare with
 */
export async function readProject(
  context: CommandContext,
  git: ProjectGit | undefined,
  tools: ProjectTools,
): Promise<Project> {
  const { args, cwd } = context
  const ref = textOption(context, 'changedSince')
  const past = ref === undefined ? undefined : await pastOf(git, ref)
  const whole = await readTarget(args, cwd, tools)
  const own = whole.folder === undefined ? undefined : git
  if (past && !own) throw noHistory(past.ref, 'it is in no git repository on this machine')
  const added = past && (await onlyAdded(whole, past, context, tools))
  const target = added?.target ?? whole
  return {
    target,
    changedSince: added?.since ?? null,
    source: own ? await sourceOf(target, own, cwd, tools.showsAddress === true) : null,
    commit: target.commit ?? null,
  }
}

/** Before anything is asked: whether there is something to compare with. */
async function pastOf(git: ProjectGit | undefined, ref: string): Promise<Commit> {
  if (git === undefined) throw noHistory(ref, 'there is no git repository here')
  return { git, ref, commit: await git.mergeBase(ref) }
}

type Commit = Pick<Past, 'git' | 'ref' | 'commit'>

async function onlyAdded(
  target: Target,
  past: Commit,
  { args, cwd }: CommandContext,
  tools: TargetTools,
): Promise<Added> {
  const { git } = past
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'headwater-')))
  try {
    const placeThen = async (place: string) => {
      const path = relative(git.root, await realpath(resolve(cwd, place)).catch(() => place))
      return path.startsWith('..') || isAbsolute(path) ? scratch : join(scratch, path)
    }
    const cwdThen = await placeThen(cwd)
    const argsThen = await Promise.all(args.map(placeThen))
    const work = tools.goSetting('GOWORK')
    const workThen = isAbsolute(work) ? await placeThen(work) : work
    const goSetting = (name: string) => (name === 'GOWORK' ? workThen : tools.goSetting(name))
    const read = async () => {
      await mkdir(cwdThen, { recursive: true })
      return readTarget(argsThen, cwdThen, { ...tools, goSetting })
    }
    return await addedSince(target, { ...past, scratch, read })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function noHistory(ref: string, why: string): Failure {
  return new Failure('invalid', `Cannot compare with "${safeLine(ref)}": ${why}`, {
    hint: 'Leave --changed-since out, or check a project in a git repository',
  })
}
