import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../test/forge/run.ts'

/** What one run of wrk measured. */
export interface Load {
  readonly requests: number
  readonly requestsPerSecond: number
  /** Milliseconds within which 99 of 100 answers were complete. */
  readonly p99: number
  /** Answers that were not 2xx or 3xx, and connections that failed. */
  readonly errors: number
}

/** How hard and how long a server is asked. */
export interface LoadOptions {
  readonly connections: number
  readonly threads: number
  readonly seconds: number
}

/** Writes a script for wrk that asks for one of `paths`, at random, again and again. */
export async function writeScript(
  folder: string,
  name: string,
  paths: readonly string[],
): Promise<string> {
  const file = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.lua`)
  await writeFile(
    file,
    `local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }
local requests = {}
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end
function init()
  math.randomseed(seed)
  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
end
function request()
  return requests[math.random(#requests)]
end
function done(summary, latency)
  local e = summary.errors
  print(string.format("measured %d %d %d %d", summary.requests, summary.duration,
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`,
  )
  return file
}

/**
 * Asks a server for as long as told.
 *
 * @throws Error when wrk is not installed, or fails
 */
export async function load(url: string, script: string, options: LoadOptions): Promise<Load> {
  const { connections, threads, seconds } = options
  const args = [`-t${threads}`, `-c${connections}`, `-d${seconds}s`, '--timeout=10s', '-s', script]
  const { stdout, stderr } = await run('wrk', [...args, url], { cwd: '/', env: process.env })
  const [, requests, microseconds, p99, errors] =
    /^measured (\d+) (\d+) (\d+) (\d+)$/m.exec(stdout) ?? []
  if (requests === undefined) throw new Error(`wrk measured nothing at ${url}: ${stderr.trim()}`)
  return {
    requests: Number(requests),
    requestsPerSecond: Number(requests) / (Number(microseconds) / 1e6),
    p99: Number(p99) / 1000,
    errors: Number(errors),
  }
}
