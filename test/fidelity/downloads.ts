import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, type Outcome } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import type { Hosts } from '../forge/forge.ts'
import type { Go, GoInfo, ModDownload } from '../oracle/go.ts'
import { headwater, headwaterHome } from '../oracle/headwater.ts'
import { printedObjects } from '../oracle/printed-objects.ts'

/** Brings modules from a forge in one process that holds nothing yet; answers in the order of the arguments. */
export type Download = (args: readonly string[]) => Promise<ModDownload[]>

/** `go mod download -json`, with an empty module cache each time. */
export function goDownload(go: Go): Download {
  return async (args) => {
    await using folder = await temporaryFolder('modcache')
    const env = { ...go.env, GOMODCACHE: join(folder.path, 'modcache') }
    const outcome = await run('go', ['mod', 'download', '-json', ...args], {
      cwd: folder.path,
      env,
      timeoutMs: 300_000,
    })
    return await answers(outcome, args)
  }
}

/** `headwater fetch --json`, with empty data each time; `env` is added to its environment. */
export function headwaterDownload(
  forge: Hosts,
  env: Readonly<Record<string, string>> = {},
): Download {
  return async (args) => {
    await using home = await headwaterHome(forge)
    const outcome = await headwater(['fetch', '--json', ...args], {
      home,
      env,
      timeoutMs: 300_000,
    })
    return await answers(outcome, args)
  }
}

interface Line extends Omit<ModDownload, 'Info' | 'GoMod'> {
  readonly Info?: string
  readonly GoMod?: string
}

/**
 * What either program printed of each argument, in their order, with the content of the files that it names.
 *
 * @throws Error when there is not one answer for each
 */
export async function answers(outcome: Outcome, args: readonly string[]): Promise<ModDownload[]> {
  const lines = printedObjects(outcome.stdout).map((text) => JSON.parse(text) as Line)
  const paths = args.map((arg) => arg.slice(0, arg.lastIndexOf('@')))
  if (lines.length !== args.length || lines.some(({ Path }, index) => Path !== paths[index])) {
    throw new Error(`not one answer for each of ${args.join(' ')}: ${outcome.stderr}`)
  }
  return Promise.all(lines.map(withContent))
}

async function withContent({ Info, GoMod, ...rest }: Line): Promise<ModDownload> {
  return {
    ...rest,
    ...(Info !== undefined && { Info: JSON.parse(await readFile(Info, 'utf8')) as GoInfo }),
    ...(GoMod !== undefined && { GoMod: await readFile(GoMod, 'latin1') }),
  }
}
