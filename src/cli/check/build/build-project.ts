import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Build } from '../../../check/build/build.ts'
import { runBuild, type ReadyGo } from '../../../check/build/run-build.ts'
import type { Subject } from '../../../check/subject.ts'
import type { BuildPlace } from '../../../check/target/read-files.ts'
import { openMirror } from '../../../mirror/open-mirror.ts'
import type { ModuleSource } from '../../../origin/module-source.ts'
import { startServer } from '../../../server/app.ts'
import { openStore } from '../../../store/open-store.ts'
import type { Parts } from '../../open-parts.ts'

/** What is built, and how. */
export interface Building {
  readonly go: ReadyGo
  readonly places: readonly BuildPlace[]
  readonly subjects: readonly Subject[]
  readonly origins: Parts['origins']
  /** When the check began, milliseconds since the epoch: what it was told since then is not asked again. */
  readonly since: number
  readonly parallel: number
  readonly signal: AbortSignal
  /** Told of what is no Failure. */
  readonly onError: (error: unknown) => void
}

/**
 * Builds a project from what upstream gives, and nothing else: a mirror of its own, on loopback and for as long as it
 * takes, holds nothing in the beginning and asks the repositories of modules only. It, and all that go downloads, is
 * removed in the end.
 *
 * @throws Failure `stopped`, `no-space`
 */
export async function buildProject(building: Building): Promise<Build> {
  const { go, places, subjects, origins, since, parallel, signal, onError } = building
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'headwater-build-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const home = join(folder, 'home')
  await mkdir(home)
  const store = stack.use(await openStore({ folder: join(folder, 'data') }))
  const direct = withPortions(origins.within(() => Date.now() - since).direct, subjects)
  const mirror = openMirror({
    store,
    source: direct,
    strictSource: direct,
    provenFor: Infinity,
    freshFor: Infinity,
    now: Date.now,
    parallel,
  })
  const server = stack.adopt(
    await startServer({ mirror, listen: { host: '127.0.0.1', port: 0 }, onError }),
    (one) => one.close(0),
  )
  const moduleCache = join(folder, 'modules')
  const tools = { proxy: server.url, moduleCache, home, signal, now: Date.now }
  return await runBuild(go, places, subjects, tools)
}

/** Sources that bring as much of each module as the check has read, and the rest where go asks for it all the same. */
function withPortions(
  direct: (path: string) => ModuleSource,
  subjects: readonly Subject[],
): (path: string) => ModuleSource {
  const graphOnly = new Set(
    subjects
      .filter(({ scope }) => scope === 'graph')
      .map(({ path, version }) => `${path}@${version}`),
  )
  return (path) => {
    const source = direct(path)
    const find: ModuleSource['find'] = (version) =>
      source.find(version, graphOnly.has(`${path}@${version}`) ? 'go.mod' : 'module')
    return { ...source, find }
  }
}
