import { join } from 'node:path'
import { answers } from '../fidelity/downloads.ts'
import type { Forge } from '../forge/forge.ts'
import { run } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { goDirect, type GoModule, type ModDownload } from '../oracle/go.ts'
import { printedObjects } from '../oracle/printed-objects.ts'

/** What one side says: of each query, and of each list the versions in order, or why there are none. */
export interface Answers {
  readonly downloads: readonly ModDownload[]
  readonly lists: readonly (readonly string[] | Error)[]
}

/** The go command, with a module cache of its own for each repository. */
export interface GoSide extends AsyncDisposable {
  /**
   * All questions in the order given, with one module cache. `whole` makes go fetch the whole history of the repository
   * first: go reads ancestors from what it holds already, and a shallow copy hides some.
   */
  readonly ask: (
    queries: readonly string[],
    lists?: readonly string[],
    whole?: { readonly path: string },
  ) => Promise<Answers>
}

/** Hosts that repositories of plans are on. */
const hosts = ['github.com', 'gopkg.in'] as const

/** Starts it. Its git reads repositories from the forge's folder: much faster than over HTTP, and the same to go. */
export async function startGoSide(forge: Forge): Promise<GoSide> {
  const rules = hosts.map(
    (host) => [`url.file://${forge.folder}/${host}/.insteadOf`, host] as const,
  )
  const go = await goDirect(forge, {
    env: {
      GIT_CONFIG_COUNT: String(rules.length),
      ...Object.fromEntries(
        rules.flatMap(([key, host], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, `https://${host}/`],
        ]),
      ),
    },
  })
  return {
    async ask(queries, lists = [], whole) {
      await using folder = await temporaryFolder('modcache')
      const env = { ...go.env, GOMODCACHE: join(folder.path, 'modcache'), GOMAXPROCS: '2' }
      const runGo = (...args: string[]) =>
        run('go', args, { cwd: folder.path, env, timeoutMs: 300_000 })
      if (whole) await runGo('list', '-m', `${whole.path}@${'0123456789'.repeat(4)}`)
      const download = ['mod', 'download', '-json', ...queries]
      const downloads = queries.length > 0 ? await answers(await runGo(...download), queries) : []
      if (lists.length === 0) return { downloads, lists: [] }
      const flags = ['-m', '-e', '-json', '-versions', '-retracted']
      const { stdout } = await runGo('list', ...flags, ...lists)
      const modules = printedObjects(stdout).map((text) => JSON.parse(text) as GoModule)
      return {
        downloads,
        lists: lists.map((path) => {
          const found = modules.find(({ Path }) => Path === path)
          if (!found) return new Error('go says nothing of it')
          return found.Error ? new Error(found.Error.Err) : (found.Versions ?? [])
        }),
      }
    },
    [Symbol.asyncDispose]: () => go[Symbol.asyncDispose](),
  }
}
