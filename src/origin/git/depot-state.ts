import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** What is complete in a depot, kept beside it. */
export interface DepotState {
  /** Commits held with all their files, oldest first. */
  readonly contents: readonly string[]
  /** Commits held with all their folders, and only some files. */
  readonly trees: readonly string[]
  /** Objects whose whole history of commits is held; empty: none. */
  readonly historyTips: readonly string[]
  /** Whether that history came with all files (servers that cannot leave them out). */
  readonly historyHasContent: boolean
}

const schema = z.object({
  contents: z.array(z.string()),
  trees: z.optional(z.array(z.string())),
  historyTips: z.array(z.string()),
  historyHasContent: z.boolean(),
})

const nothing: DepotState = {
  contents: [],
  trees: [],
  historyTips: [],
  historyHasContent: false,
}

/** Reads the state; a missing or unreadable one means that nothing can be relied on. */
export async function readState(folder: string): Promise<DepotState> {
  try {
    const text = await readFile(join(folder, 'state.json'), 'utf8')
    const { trees = [], ...state } = schema.parse(JSON.parse(text))
    return { ...state, trees }
  } catch {
    return nothing
  }
}

/** Replaces the state. Only written after the objects it speaks of are durable. */
export async function writeState(folder: string, state: DepotState): Promise<void> {
  const next = join(folder, 'state.json.next')
  const file = await open(next, 'w')
  try {
    await file.writeFile(JSON.stringify(state))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, join(folder, 'state.json'))
}
