import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { Config } from '../config/config.ts'

/** What was opened with a folder that can be used. */
export interface OpenedCache<Opened> extends AsyncDisposable {
  readonly opened: Opened
  /** Why nothing is kept, if so. */
  readonly note: string | undefined
}

/**
 * Opens something that keeps what it learns in the data folder. Where nobody named that folder and it cannot be used, an
 * empty one is used and removed in the end: what is kept makes a check quicker, and no better.
 *
 * @throws Failure `invalid` where the folder was named and cannot be used, `unsupported` where a newer program used it
 */
export async function openCache<Opened extends AsyncDisposable>(
  config: Config,
  open: (config: Config) => Promise<Opened>,
): Promise<OpenedCache<Opened>> {
  try {
    const opened = await open(config)
    return { opened, note: undefined, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
  } catch (error) {
    if (!config.dataIsDefault || !Failure.is(error, 'invalid', 'unsupported')) throw error
    await using stack = new AsyncDisposableStack()
    const data = await mkdtemp(join(tmpdir(), 'headwater-'))
    stack.defer(() => rm(data, { recursive: true, force: true }))
    const opened = stack.use(await open({ ...config, data }))
    const owned = stack.move()
    return {
      opened,
      note: `nothing is kept for the next check: ${error.message}`,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    }
  }
}
