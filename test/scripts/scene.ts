import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { buildCache } from '../oracle/build-cache.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type RunningHeadwater,
} from '../oracle/headwater.ts'
import { removeTree } from './engine/remove-tree.ts'
import { startFront } from './front.ts'
import { goRoot, type GoRoot } from './go-root.ts'
import { buildHookedGo, type HookedGo } from './hooked-go.ts'
import { startRegistry } from './registry/registry.ts'
import { databaseName, signerKey, verifierKey } from './registry/sums.ts'
import { startVcsTest } from './vcs/server.ts'

/** Everything that scripts of the go command need around them, with Headwater in the middle. */
export interface Scene extends AsyncDisposable {
  readonly root: GoRoot
  /** GOPROXY of a script: Headwater, and behind it the registry of the archives that come with go. */
  readonly proxy: string
  /** What stands for `direct` in a GOPROXY: Headwater, which asks the repositories that come with go. */
  readonly direct: string
  /** `METHOD target` of everything that was asked of either, in order. */
  readonly asked: readonly string[]
  /** HOME of all scripts, which is not there. */
  readonly home: string
  /** Where the go command counts itself: it is told not to. */
  readonly telemetry: string
  /** The build cache of all scripts. */
  readonly cache: string
  /** The version of the installed go, such as `1.26.8`. */
  readonly version: string
  /** The go command with the hooks of its tests, built when first asked for. */
  readonly hookedGo: () => Promise<HookedGo>
}

/**
 * Starts it all. Nothing of it reaches beyond this machine.
 *
 * @param database whose the checksum database is: that of the registry, which Headwater passes on, or a log of its own with
 *   the same key, which has nothing yet
 */
export async function openScene(database: 'relayed' | 'own' = 'relayed'): Promise<Scene> {
  await using parts = new AsyncDisposableStack()
  const root = await goRoot()
  const folder = await temporaryFolder('scripts')
  parts.defer(() => removeTree(folder.path))
  const registry = parts.use(await startRegistry(root.modules))
  const vcs = parts.use(await startVcsTest())
  const upstream = `${registry.url}/mod`
  const overRegistry = parts.use(
    database === 'own'
      ? await headwaterOver({ upstream, ...ownLog }, { LOG_KEY: signerKey }, ['sumdb', 'init'])
      : await headwaterOver({ upstream, 'checksum-database': [{ key: verifierKey }] }),
  )
  const settings = { upstream: 'direct', rewrite: vcs.rewrites() }
  const overOrigins = parts.use(await headwaterOver(settings, { PATH: await vcs.path() }))
  const front = parts.use(
    await startFront(
      overRegistry.url,
      overOrigins.url,
      registry.url,
      database === 'own' ? databaseName : undefined,
    ),
  )
  const cache = (await buildCache()) ?? join(folder.path, 'cache')
  const programs = join(folder.path, 'bin')
  const telemetry = join(folder.path, 'telemetry')
  await mkdir(programs)
  await mkdir(telemetry)
  await writeFile(join(telemetry, 'mode'), 'off')
  const env = isolated(folder.path)
  const version = await must(root.program, ['env', 'GOVERSION'], { cwd: folder.path, env })
  let hooked: Promise<HookedGo> | undefined
  const kept = parts.move()
  return {
    root,
    cache,
    home: join(folder.path, 'no-home'),
    telemetry,
    proxy: `${front.url}/mod`,
    direct: `${front.url}/direct`,
    asked: front.asked,
    version: version.replace(/^go/, ''),
    hookedGo: () => (hooked ??= buildHookedGo(root, programs, cache)),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Nobody vouches for what is in archives. */
const ownLog = { 'checksum-log': { 'key-env': 'LOG_KEY', unattested: ['*'] } }

/** @param first what is run before it is started */
async function headwaterOver(
  settings: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
  first?: readonly string[],
): Promise<RunningHeadwater> {
  await using parts = new AsyncDisposableStack()
  const home = parts.use(await headwaterHome(undefined, settings))
  if (first) {
    const { code, stderr } = await headwater(first, { home, env })
    if (code !== 0) throw new Error(stderr)
  }
  const server = parts.use(await startHeadwater(home, { settings, env }))
  const kept = parts.move()
  return { ...server, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
