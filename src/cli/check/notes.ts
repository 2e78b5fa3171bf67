import { counted } from '../../check/report/units.ts'
import { notesText } from '../../check/report/words/notes.ts'
import { safeLine } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import type { Project } from './project.ts'

/** What is to be said of the files of a project, and of how much of it is checked. */
export function notesOf({ changedSince, target }: Project): string[] {
  if (changedSince === null) return [...target.notes]
  const { ref, commit, unchanged } = changedSince
  const all = unchanged + target.subjects.length
  const since = `${safeLine(ref)} (${commit.slice(0, 12)})`
  const what = `${target.subjects.length} of ${counted(all, 'module')}`
  return [...target.notes, `only what was added since ${since}: ${what}`]
}

/** Tells on standard error, a line each but for many that are alike, unless `--quiet` is given. */
export function tell({ options, stderr }: CommandContext, notes: readonly string[]): void {
  if (options['quiet'] === true) return
  for (const note of notesText(notes)) stderr.write(`headwater: ${safeLine(note)}\n`)
}
