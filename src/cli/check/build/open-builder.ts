import type { Build } from '../../../check/build/build.ts'
import type { BuildPlace } from '../../../check/target/read-files.ts'
import { Failure } from '../../../failure.ts'
import { safeLine } from '../../../safe-text.ts'
import type { CommandContext } from '../../context.ts'
import type { Building } from './build-project.ts'

/** Builds the projects that are checked. */
export interface Builder {
  /** Undefined when it was stopped first. */
  build(what: Pick<Building, 'subjects' | 'origins' | 'since'>): Promise<Build | undefined>
}

/**
 * Makes sure that the go command can read the projects, before anybody is asked; undefined when it was stopped first.
 *
 * @throws Failure as `readyGo` does
 */
export async function openBuilder(
  places: readonly BuildPlace[],
  { config, env, stderr, options }: CommandContext,
  signal: AbortSignal,
): Promise<Builder | undefined> {
  const { readyGo } = await import('../../../check/build/run-build.ts')
  const go = await unlessStopped(readyGo(places, env, signal))
  if (!go) return undefined
  return {
    async build(what) {
      if (signal.aborted) return undefined
      const { buildProject } = await import('./build-project.ts')
      if (options['quiet'] !== true) stderr.write('headwater: go builds it\n')
      const { parallel } = config.fetch
      const onError = (error: unknown) => {
        stderr.write(`headwater: ${safeLine(String(error))}\n`)
      }
      return unlessStopped(buildProject({ ...what, go, places, parallel, signal, onError }))
    },
  }
}

async function unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (!Failure.is(error, 'stopped')) throw error
    return undefined
  }
}
