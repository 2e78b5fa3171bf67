import { devNull } from 'node:os'

/** What `go env` says of itself. */
export interface GoFacts {
  readonly GOVERSION: string
  readonly GOCACHE: string
  readonly GOENV: string
  readonly GOFLAGS: string
}

/** Where go finds and puts things in a build. */
export interface BuildFolders {
  /** URL of the only module proxy. */
  readonly proxy: string
  /** Where modules are unpacked: empty in the beginning. */
  readonly moduleCache: string
  /** Stands for the home of the user, so that nothing in it is read or changed. */
  readonly home: string
}

/** What tells a compiler how to work, and where things are. */
const passed =
  /^(?:PATH|Path|PATHEXT|GO[A-Z0-9_]*|CGO_[A-Z0-9_]+|CC|CXX|FC|AR|PKG_CONFIG[A-Z_]*|LIBRARY_PATH|CPATH|C(?:PLUS)?_INCLUDE_PATH|SDKROOT|DEVELOPER_DIR|MACOSX_DEPLOYMENT_TARGET)$/

/** The variables of a user that say how go is to work; nothing else of theirs is told to it. */
export function ofGo(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && passed.test(name) ? [[name, value]] : [],
    ),
  )
}

/**
 * The environment of a build: as its user has set go up, but for where modules come from. That is one proxy, and nobody
 * else is asked: not a repository, a checksum database, a server of toolchains or of telemetry. What go.sum does not have
 * is not built. Objects that were compiled before are used again: go names them by what they were made of.
 */
export function buildEnvironment(
  env: NodeJS.ProcessEnv,
  { GOCACHE, GOENV, GOFLAGS }: GoFacts,
  { proxy, moduleCache, home }: BuildFolders,
): Record<string, string> {
  return {
    ...ofGo(env),
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    GOENV: GOENV === '' ? 'off' : GOENV,
    GOCACHE,
    GOMODCACHE: moduleCache,
    GO111MODULE: 'on',
    GOPROXY: proxy,
    GONOPROXY: 'none',
    GOSUMDB: 'off',
    GOVCS: '*:off',
    GOAUTH: 'off',
    GOTOOLCHAIN: 'local',
    GOFLAGS: `${GOFLAGS} -mod=readonly -modcacherw -buildvcs=false`.trim(),
    NO_PROXY: '127.0.0.1',
  }
}

/** The commands of a build, as `go` takes them and as they are told, for patterns of packages. */
export function buildCommands(patterns: readonly string[], told: readonly string[]) {
  return [
    { args: ['build', '-o', devNull, ...patterns], ran: `go build ${told.join(' ')}` },
    { args: ['vet', ...patterns], ran: `go vet ${told.join(' ')}` },
  ]
}
