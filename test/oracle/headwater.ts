import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { stringify } from 'smol-toml'
import type { Hosts } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { run, type Outcome } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const ofCheckout = join(root, 'bin/headwater')
const guard = pathToFileURL(join(root, 'test/no-network.ts')).href

/** How long a server may take to stop, milliseconds: twice what it grants its own clients. */
const patienceMs = 20_000

/** Settings as `headwater.toml` has them; tables are objects. */
export type Settings = Readonly<Record<string, unknown>>

/** A folder with a configuration and the data that come of it; runs share both. */
export interface HeadwaterHome extends AsyncDisposable {
  /** Holds everything below; also the working folder and the HOME of what is run. */
  readonly folder: string
  /** `headwater.toml`. */
  readonly configFile: string
  /** The data folder, made by the program. */
  readonly data: string
  /** Writes the configuration anew, with hosts that the forge got since; `settings` replace what was given before. */
  readonly configure: (settings?: Settings) => Promise<void>
}

/**
 * Prepares a place to run Headwater in: any free port, data in a temporary folder, loopback allowed, every host of the
 * forge rewritten, no checksum database. `settings` are laid over that, table by table.
 */
export async function headwaterHome(
  forge?: Hosts,
  settings: Settings = {},
): Promise<HeadwaterHome> {
  const temporary = await temporaryFolder('home')
  const folder = temporary.path
  const configFile = join(folder, 'headwater.toml')
  const data = join(folder, 'data')
  let current = settings
  const configure = (next: Settings = current): Promise<void> => {
    current = next
    const rewrite = forge?.rewrites() ?? []
    const outbound = { allow: ['127.0.0.0/8'] }
    const none = { sumdb: 'off', 'checksum-database': [{ key: 'off' }] }
    const base = { listen: '127.0.0.1:0', data, ...none, outbound, rewrite }
    return writeFile(configFile, stringify(laidOver(base, next)))
  }
  await configure()
  return {
    folder,
    configFile,
    data,
    configure,
    [Symbol.asyncDispose]: temporary[Symbol.asyncDispose],
  }
}

/** How the program is run. */
export interface HeadwaterOptions {
  /** Its configuration; without one it has none, and a HOME that does not exist. */
  readonly home?: HeadwaterHome
  readonly env?: Readonly<Record<string, string>>
  /** The home's folder unless given. */
  readonly cwd?: string
  readonly input?: string | Uint8Array
  readonly timeoutMs?: number
  /** Path of the launcher that is run: that of this checkout unless given. */
  readonly program?: string
}

/** Runs `headwater` to its end, as a user does, whatever its exit code. It is kept from any network but loopback. */
export function headwater(
  args: readonly string[],
  options: HeadwaterOptions = {},
): Promise<Outcome> {
  const { home, cwd = home?.folder ?? root, program = ofCheckout, ...rest } = options
  return run(process.execPath, [program, ...args], { ...rest, cwd, env: environment(options) })
}

/** A server that runs. Disposing of it stops it, and its home where it made one. */
export interface RunningHeadwater extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly pid: number
  readonly home: HeadwaterHome
  /** What it has written so far on standard error. */
  readonly stderr: () => string
  /** SIGTERM, and how it ended; a server that has not ended after 20 s is killed, and `signal` says so. */
  readonly stop: () => Promise<Pick<Outcome, 'code' | 'signal'>>
  /** SIGKILL, and waits until it is gone. */
  readonly kill9: () => Promise<void>
}

/** How a server is run. */
export interface ServerOptions extends Pick<HeadwaterOptions, 'env' | 'program'> {
  readonly settings?: Settings
  /** After `serve`. */
  readonly args?: readonly string[]
}

/**
 * Runs `headwater serve` until its ready line names the URL.
 *
 * @param place a home, which outlives the server; or a forge, for which a home is made and removed with the server
 * @throws Error with its standard error when it ends before it is ready
 */
export async function startHeadwater(
  place: HeadwaterHome | Hosts,
  options: ServerOptions = {},
): Promise<RunningHeadwater> {
  const isHome = 'configFile' in place
  const home = isHome ? place : await headwaterHome(place, options.settings)
  if (isHome) await home.configure(options.settings)
  const env = environment({ home, env: options.env ?? {} })
  const args = [options.program ?? ofCheckout, 'serve', ...(options.args ?? [])]
  const child = spawn(process.execPath, args, {
    cwd: home.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const killOrphan = () => child.kill('SIGKILL')
  process.once('exit', killOrphan)
  child.once('exit', () => process.off('exit', killOrphan))
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk))
  const url = await readyUrl()
  if (url === undefined) {
    await ended
    if (!isHome) await home[Symbol.asyncDispose]()
    throw new Error(`headwater serve ended before it was ready: ${complaint.trim()}`)
  }

  async function readyUrl(): Promise<string | undefined> {
    for await (const line of createInterface({ input: child.stdout })) {
      const [found] = /http:\/\/[^\s/]+:\d+/.exec(line) ?? []
      if (found === undefined) continue
      child.stdout.resume()
      return found
    }
    return undefined
  }
  async function end(signal: NodeJS.Signals): Promise<Pick<Outcome, 'code' | 'signal'>> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const lastResort = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    const [code, by] = await ended
    clearTimeout(lastResort)
    return { code, signal: by }
  }

  return {
    url,
    pid: child.pid ?? 0,
    home,
    stderr: () => complaint,
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    async [Symbol.asyncDispose]() {
      await end('SIGTERM')
      if (!isHome) await home[Symbol.asyncDispose]()
    },
  }
}

function environment({ home, env = {} }: HeadwaterOptions): Record<string, string> {
  const compiled = process.env['NODE_COMPILE_CACHE']
  return isolated(home?.folder ?? '/nonexistent', {
    NODE_OPTIONS: `--import=${guard}`,
    NETWORK_GUARD: 'report',
    ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
    ...(home !== undefined && { HEADWATER_CONFIG: home.configFile }),
    ...env,
  })
}

function laidOver(base: Settings, over: Settings): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key]
    merged[key] = isTable(below) && isTable(value) ? laidOver(below, value) : value
  }
  return merged
}

function isTable(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
