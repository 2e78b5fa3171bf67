import { Writable } from 'node:stream'
import { fetchCommand } from '../../src/cli/fetch.ts'
import { loadConfig } from '../../src/cli/config/load.ts'
import { openParts, type Parts } from '../../src/cli/open-parts.ts'
import { Failure } from '../../src/failure.ts'
import { answers } from '../fidelity/downloads.ts'
import type { Forge } from '../forge/forge.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import type { Answers } from './ask-go.ts'

/** Headwater's answers, and of each refusal whether it says that upstream could not be asked. */
export interface HeadwaterAnswers extends Answers {
  /** By query: exit codes above 2, or what was thrown that nobody should see. */
  readonly troubles: ReadonlyMap<string, string>
}

/** Asks `headwater fetch --json`, and its mirror for lists, in this process, with empty data. */
export async function askHeadwater(
  forge: Forge,
  queries: readonly string[],
  lists: readonly string[] = [],
): Promise<HeadwaterAnswers> {
  await using home = await headwaterHome(forge)
  const config = loadConfig({ file: home.configFile, env: {}, cwd: home.folder })
  const fetch = async (args: readonly string[]) => {
    const [stdout, stderr] = [collector(), collector()]
    const code = await fetchCommand({
      argv: [],
      args,
      config,
      options: { json: true },
      env: {},
      cwd: home.folder,
      signal: AbortSignal.timeout(300_000),
      stdout: stdout.stream,
      stderr: stderr.stream,
    })
    const outcome = { code, signal: null, stdout: stdout.text(), stderr: stderr.text() }
    return { code, downloads: await answers(outcome, args) }
  }

  const troubles = new Map<string, string>()
  const oneByOne = async () => {
    const downloads = []
    for (const query of queries) {
      try {
        const one = await fetch([query])
        downloads.push(...one.downloads)
        if (one.code > 2) troubles.set(query, `exit code ${one.code}`)
      } catch (error) {
        troubles.set(query, error instanceof Error ? (error.stack ?? error.message) : String(error))
        downloads.push({ Path: query, Error: String(error) })
      }
    }
    return downloads
  }
  const listVersions = async (path: string, { mirror }: Parts) => {
    try {
      return (await mirror.list(path, 'default')).body.split('\n').filter(Boolean)
    } catch (error) {
      if (!Failure.is(error, 'not-found', 'unusable', 'invalid')) troubles.set(path, String(error))
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  // What is held answers for a list that upstream refuses, so lists are asked for before anything is held.
  const listed: (readonly string[] | Error)[] = []
  if (lists.length > 0) {
    await using parts = await openParts(config)
    for (const path of lists) listed.push(await listVersions(path, parts))
  }
  const all = await fetch(queries).catch(() => undefined)
  const downloads = all === undefined || all.code > 2 ? await oneByOne() : all.downloads
  return { downloads, lists: listed, troubles }
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}
