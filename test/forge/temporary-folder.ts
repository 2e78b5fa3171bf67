import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that vanishes, with everything in it, when it is disposed of. */
export interface TemporaryFolder extends AsyncDisposable {
  /** Absolute path. */
  readonly path: string
}

/** Makes an empty folder; `label` is part of its name, for whoever finds one left over. */
export async function temporaryFolder(label: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `headwater-${label}-`))
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  return { path, [Symbol.asyncDispose]: remove }
}
