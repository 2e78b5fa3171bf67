import { rename, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  startHeadwater,
  type HeadwaterHome,
  type RunningHeadwater,
  type Settings,
} from '../oracle/headwater.ts'
import { hostsJson } from './read-ledger.ts'
import { until } from './until.ts'

/** A server whose clock can be put forward. */
export interface TimelyHeadwater extends RunningHeadwater {
  /** The time by that clock, milliseconds since the epoch. */
  readonly now: () => number
  /** Puts the clock forward, milliseconds. A server that is started anew in the same home goes on from there. */
  readonly pass: (millis: number) => Promise<void>
}

const urlOf = (name: string) => pathToFileURL(join(import.meta.dirname, name)).href
const preloads = [urlOf('../no-network.ts'), urlOf('movable-clock.ts')]

/** As `startHeadwater`, in a home that outlives it. */
export async function startTimely(
  home: HeadwaterHome,
  settings?: Settings,
): Promise<TimelyHeadwater> {
  const file = join(home.folder, 'clock')
  const env = {
    NODE_OPTIONS: preloads.map((url) => `--import=${url}`).join(' '),
    CLOCK_FILE: file,
  }
  const server = await startHeadwater(home, { env, ...(settings && { settings }) })
  let ahead = Number(await readFile(file, 'utf8').catch(() => '0'))
  return {
    ...server,
    now: () => Date.now() + ahead,
    async pass(millis) {
      ahead += millis
      await writeFile(`${file}.new`, String(ahead))
      await rename(`${file}.new`, file)
      const least = Date.now() + ahead
      await until('the clock was put forward', async () => {
        return Date.parse((await hostsJson(server)).at) >= least
      })
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
