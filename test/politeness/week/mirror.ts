import { loadConfig } from '../../../src/cli/config/load.ts'
import { openParts, type Parts } from '../../../src/cli/open-parts.ts'
import type { RequestRecord } from '../../../src/outbound/request-record.ts'
import { runLooks } from '../../../src/verify/schedule/run-looks.ts'
import type { VirtualClock } from '../../virtual-clock.ts'
import type { Forge } from './forge.ts'

/** The parts of the program that deal with hosts, as `serve` has them, by a virtual clock. */
export interface RunningMirror {
  readonly parts: Parts
  /** Begins to look at repositories that nobody waits for. */
  readonly startLooks: () => void
  /** Ends what is under way and closes everything. */
  readonly stop: () => Promise<void>
}

/** What {@link startMirror} needs. */
export interface MirrorOptions {
  readonly folder: string
  readonly forge: Pick<Forge, 'rewrite'>
  readonly clock: VirtualClock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly onRecord: (record: RequestRecord) => void
  readonly onError: (error: unknown) => void
}

/** All hosts are one server here, so that it takes many connections. */
const connections = 256

/** Opens the parts on a data folder. */
export async function startMirror(options: MirrorOptions): Promise<RunningMirror> {
  const { folder, forge, clock, random, onError } = options
  const config = loadConfig({ env: {}, cwd: folder, defaultData: folder })
  const outbound = {
    ...config.outbound,
    allow: ['127.0.0.0/8'],
    connectionsPerHost: connections,
  }
  const parts = await openParts(
    { ...config, outbound, rewrite: forge.rewrite },
    { onRequest: options.onRecord },
    { now: clock.now, random, wait: clock.wait },
  )
  const stopping = new AbortController()
  let looking = Promise.resolve()
  return {
    parts,
    startLooks() {
      looking = runLooks({
        looks: parts.looks,
        tryLock: () => parts.store.tryLock('looks'),
        wait: clock.wait,
        signal: stopping.signal,
        onError,
      })
    },
    async stop() {
      stopping.abort()
      await parts.gate.close()
      await looking
      await parts[Symbol.asyncDispose]()
    },
  }
}
