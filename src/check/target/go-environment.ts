import { delimiter, isAbsolute, join } from 'node:path'

/** What the settings of the go command say that a target depends on. */
export interface GoEnvironment {
  /** The go.work that counts whatever the folder, `off` for none; absent: the nearest one. */
  readonly work?: string
  /** The folder of the module cache; undefined where none can be told. */
  readonly moduleCache: string | undefined
}

/**
 * Reads the settings. The go command itself need not be there.
 *
 * @param setting gives one by its name, '' where it is not set: a variable of the environment, or what `go env -w` wrote
 * Source: cmd/go/internal/cfg.GOMODCACHE, gopathDir; go/build.defaultGOPATH; `go help environment`
 */
export function goEnvironment(setting: (name: string) => string): GoEnvironment {
  const home = setting('HOME') || setting('USERPROFILE')
  const paths = setting('GOPATH') || (home && join(home, 'go'))
  const [first = ''] = paths.split(delimiter)
  const cache = setting('GOMODCACHE') || (first && join(first, 'pkg', 'mod'))
  const work = setting('GOWORK')
  return {
    ...(work !== '' && work !== 'auto' && { work }),
    moduleCache: isAbsolute(cache) ? cache : undefined,
  }
}
