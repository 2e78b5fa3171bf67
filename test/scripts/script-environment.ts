import { devNull } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { offline } from '../forge/isolation.ts'
import { goarch, goos } from './engine/conditions.ts'
import { verifierKey } from './registry/sums.ts'
import type { Scene } from './scene.ts'

/**
 * The environment in which a script of the go command starts, with nothing but loopback to reach. Source:
 * `cmd/go/script_test.go` `scriptEnv`, `initScriptDirs`.
 *
 * @param work the folder that the script may use
 * @param go the program that it calls `go`
 */
export function scriptEnvironment(scene: Scene, work: string, go: string): Record<string, string> {
  const { root, version, home, telemetry, cache, proxy } = scene
  return {
    ...proxies(),
    PATH: `${dirname(go)}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    CCACHE_DISABLE: '1',
    GOARCH: goarch,
    GOOS: goos,
    GOCACHE: cache,
    GOCOVERDIR: '',
    GODEBUG: '',
    GOEXE: goos === 'windows' ? '.exe' : '',
    GOEXPERIMENT: '',
    GOPROXY: proxy,
    GOPRIVATE: '',
    GOROOT: root.folder,
    GOTRACEBACK: 'system',
    GOSUMDB: verifierKey,
    GONOPROXY: '',
    GONOSUMDB: '',
    GOVCS: '*:all',
    GOTOOLCHAIN: 'auto',
    GOPATH: join(work, 'gopath'),
    TMPDIR: join(work, 'tmp'),
    WORK: work,
    TESTGO_EXE: go,
    TESTGO_GOHOSTARCH: goarch,
    TESTGO_GOHOSTOS: goos,
    TESTGO_GOROOT: root.folder,
    TEST_TELEMETRY_DIR: telemetry,
    devnull: devNull,
    goversion: version,
    newline: '\n',
    HGRCPATH: '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: 'false',
  }
}

/** Nobody answers for any host but this one. */
function proxies(): Record<string, string> {
  return Object.fromEntries(Object.entries(offline).filter(([name]) => /_proxy$/i.test(name)))
}
