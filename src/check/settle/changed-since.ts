import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { ChangedSince } from '../report/report.ts'
import type { Subject } from '../subject.ts'
import type { Target } from '../target/read-target.ts'
import type { CommittedFile, ProjectGit } from './project-git.ts'

/** What a comparison is made with. */
export interface Past {
  readonly git: ProjectGit
  /** The name of the commit to compare with, as the user gave it. */
  readonly ref: string
  /** What `ProjectGit.mergeBase` makes of it. */
  readonly commit: string
  /** Real path of an empty folder that the files of then are laid out in. */
  readonly scratch: string
  /** Reads from there what the target was. */
  readonly read: () => Promise<Target>
}

/** What is left of a target. */
export interface Added {
  readonly target: Target
  readonly since: ChangedSince
}

/** What decides which modules a project needs, wherever in its repository. */
const moduleFiles = new Set(['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'modules.txt'])

/**
 * Leaves of a target what was added since a commit: each module version that was not needed then, or was with other
 * hashes in go.sum. Where the files of then cannot be read, that is everything.
 *
 * @throws Failure `invalid` where something of that commit is not here
 */
export async function addedSince(target: Target, past: Past): Promise<Added> {
  const { git, ref, commit, scratch, read } = past
  await layOut(await git.filesNamed(commit, moduleFiles), scratch)
  const before = new Map<string, Subject[]>()
  const notes: string[] = []
  try {
    const then = await read()
    const isThere = then.folder !== undefined && !relative(scratch, then.folder).startsWith('..')
    for (const subject of isThere ? then.subjects : []) {
      const key = keyOf(subject)
      before.set(key, [...(before.get(key) ?? []), subject])
    }
  } catch (error) {
    if (!Failure.is(error, 'invalid')) throw error
    notes.push(
      safeLine(`everything is checked, since it is not known what ${ref} needed: ${error.message}`),
    )
  }
  const subjects = target.subjects.filter(
    (now) => !(before.get(keyOf(now)) ?? []).some((then) => isAsBefore(now, then)),
  )
  const unchanged = target.subjects.length - subjects.length
  return {
    target: { ...target, subjects, notes: [...target.notes, ...notes] },
    since: { ref, commit, unchanged },
  }
}

async function layOut(files: readonly CommittedFile[], folder: string): Promise<void> {
  for (const { path, bytes } of files) {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, bytes)
  }
}

function isAsBefore(now: Subject, before: Subject): boolean {
  const hadScope = before.scope === 'build' || now.scope === 'graph'
  return (
    hadScope &&
    before.goSum === now.goSum &&
    before.goModSum === now.goModSum &&
    before.folderFault === now.folderFault
  )
}

function keyOf({ path, version }: Subject): string {
  return `${path}@${version}`
}
