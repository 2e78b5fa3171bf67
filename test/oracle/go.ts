import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Hosts } from '../forge/forge.ts'
import { gitConfig } from '../forge/git-config.ts'
import { isolated } from '../forge/isolation.ts'
import { run, type Outcome } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { startHttpsGateway } from './https-gateway.ts'

/** Where a version comes from, as go tells it. Source: `cmd/go/internal/modfetch/codehost.Origin`. */
export interface GoOrigin {
  readonly VCS?: string
  readonly URL?: string
  readonly Subdir?: string
  readonly Hash?: string
  readonly TagPrefix?: string
  readonly TagSum?: string
  readonly Ref?: string
  readonly RepoSum?: string
}

/** A version, its time (RFC 3339), and its origin where go tells it. */
export interface GoInfo {
  readonly Version: string
  readonly Time?: string
  readonly Origin?: GoOrigin
}

/** What `go mod download -json` says of one module, with the `.info` and `.mod` files' content in their place. */
export interface ModDownload {
  readonly Path: string
  readonly Version?: string
  readonly Query?: string
  readonly Error?: string
  readonly Info?: GoInfo
  readonly GoMod?: string
  /** Path of the zip, which lasts as long as the {@link Go} it came from. */
  readonly Zip?: string
  readonly Sum?: string
  readonly GoModSum?: string
  readonly Origin?: GoOrigin
}

/** What `go list -m -json` says of one module. Source: `go help list`. */
export interface GoModule {
  readonly Path: string
  readonly Version?: string
  readonly Query?: string
  readonly Versions?: readonly string[]
  readonly Time?: string
  readonly Retracted?: readonly string[]
  readonly Deprecated?: string
  readonly Error?: { readonly Err: string }
  readonly Origin?: GoOrigin
}

/** How a go command in a module of its own ended, and what it made of the module's files. */
export interface ModuleOutcome extends Outcome {
  /** '' when there is none. */
  readonly goMod: string
  /** '' when there is none. */
  readonly goSum: string
}

/** The real go command with a module cache, a build cache and a home of its own. */
export interface Go extends AsyncDisposable {
  /** The whole environment it runs in. */
  readonly env: Readonly<Record<string, string>>
  /** `go mod download -json` of `module@query`; what go cannot do is in `Error`. */
  readonly modDownload: (arg: string) => Promise<ModDownload>
  /** What `/@v/list` is made of: canonical versions in order, retracted ones too. @throws Error with go's words */
  readonly listVersions: (path: string) => Promise<readonly string[]>
  /** `go list -m -json` of `module@query`; what go cannot do is in `Error`. */
  readonly query: (arg: string) => Promise<GoModule>
  /** Runs `go` with any arguments in a new module that holds `files`; a go.mod is made unless they have one. */
  readonly inModule: (
    args: readonly string[],
    files?: Readonly<Record<string, string>>,
  ) => Promise<ModuleOutcome>
}

/** What is changed in go's environment. */
export interface GoOptions {
  readonly env?: Readonly<Record<string, string>>
}

/**
 * go without a proxy: it asks the forge, over https and with the original host names, for go-import pages, and its git
 * asks the forge for repositories. Nothing it does can leave this machine.
 */
export async function goDirect(forge: Hosts, options: GoOptions = {}): Promise<Go> {
  const gateway = await startHttpsGateway(forge)
  const env = {
    GOPROXY: 'direct',
    GOVCS: '*:all',
    HTTPS_PROXY: gateway.proxyUrl,
    https_proxy: gateway.proxyUrl,
    HTTP_PROXY: gateway.proxyUrl,
    http_proxy: gateway.proxyUrl,
    SSL_CERT_FILE: gateway.authorityFile,
    SSL_CERT_DIR: '/nonexistent',
    GIT_SSL_CAINFO: gateway.authorityFile,
    ...options.env,
  }
  const settings = { [`url.${forge.url}/.insteadOf`]: 'https://' }
  return go(env, settings, () => gateway[Symbol.asyncDispose]())
}

/** go with `proxyUrl` as its GOPROXY (a list is fine), no checksum database, and no way to anything else. */
export function goProxied(proxyUrl: string, options: GoOptions = {}): Promise<Go> {
  return go({ GOPROXY: proxyUrl, GOVCS: '*:off', ...options.env }, {})
}

/** What a one-off go command needs. */
export interface GoViaOptions extends GoOptions {
  /** The module's files; a go.mod is made unless they have one. */
  readonly files?: Readonly<Record<string, string>>
}

/** Runs one go command with empty caches in a module of its own, as {@link goProxied}. */
export async function goVia(
  proxyUrl: string,
  args: readonly string[],
  options: GoViaOptions = {},
): Promise<ModuleOutcome> {
  await using client = await goProxied(proxyUrl, options)
  return await client.inModule(args, options.files)
}

async function go(
  extra: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>>,
  alsoClose: () => PromiseLike<void> = async () => {},
): Promise<Go> {
  const home = await temporaryFolder('go')
  const config = join(home.path, 'gitconfig')
  await writeFile(config, gitConfig(settings))
  const env = isolated(home.path, {
    GIT_CONFIG_GLOBAL: config,
    GOPATH: join(home.path, 'gopath'),
    GOMODCACHE: join(home.path, 'modcache'),
    GOCACHE: join(home.path, 'gocache'),
    GOFLAGS: '-mod=mod -modcacherw',
    GONOSUMDB: '*',
    GOSUMDB: 'off',
    ...extra,
  })
  const outside = join(home.path, 'outside')
  await mkdir(outside)
  const runGo = (args: readonly string[], cwd = outside) =>
    run('go', args, { cwd, env, timeoutMs: 300_000 })

  return {
    env,
    async modDownload(arg) {
      const outcome = await runGo(['mod', 'download', '-json', arg])
      return withContent(parse(outcome, arg) as DownloadLine)
    },
    async listVersions(path) {
      const args = ['list', '-m', '-e', '-json', '-versions', '-retracted', path]
      const { Error: failed, Versions = [] } = parse(await runGo(args), path) as GoModule
      if (failed !== undefined) throw new Error(failed.Err)
      return Versions
    },
    async query(arg) {
      return parse(await runGo(['list', '-m', '-e', '-json', arg]), arg) as GoModule
    },
    async inModule(args, files = {}) {
      const folder = await mkdtemp(join(home.path, 'module-'))
      const all = { 'go.mod': 'module scratch.example/m\n\ngo 1.21\n', ...files }
      for (const [name, content] of Object.entries(all)) {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), content)
      }
      const outcome = await runGo(args, folder)
      const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
      return { ...outcome, goMod: await read('go.mod'), goSum: await read('go.sum') }
    },
    async [Symbol.asyncDispose]() {
      await alsoClose()
      await home[Symbol.asyncDispose]()
    },
  }
}

/** As go prints it: Info and GoMod are paths of files. */
type DownloadLine = Omit<ModDownload, 'Info' | 'GoMod'> & { Info?: string; GoMod?: string }

async function withContent({ Info, GoMod, ...rest }: DownloadLine): Promise<ModDownload> {
  return {
    ...rest,
    ...(Info !== undefined && { Info: JSON.parse(await readFile(Info, 'utf8')) as GoInfo }),
    ...(GoMod !== undefined && { GoMod: await readFile(GoMod, 'utf8') }),
  }
}

function parse({ stdout, stderr }: Outcome, arg: string): unknown {
  if (stdout.trim() === '') throw new Error(`go says nothing of "${arg}" but: ${stderr.trim()}`)
  return JSON.parse(stdout) as unknown
}
