import { readFile } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

/** What the environment says to the go command, as far as a check heeds it. */
export interface GoEnvironment {
  /** The go.work that counts whatever the folder, `off` for none; absent: the nearest one. */
  readonly work?: string
  /** The folder of the module cache; undefined where none can be told. */
  readonly moduleCache: string | undefined
}

/**
 * Reads what the go command would heed: variables, and what `go env -w` wrote for those that are not set. The go command
 * itself need not be there.
 *
 * @param env variables of this process, all that is known of the user's home included
 * Source: cmd/go/internal/cfg.EnvFile, readEnvFile, gopathDir; `go help environment`
 */
export async function goEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Promise<GoEnvironment> {
  const written = await writtenVariables(env)
  const valueOf = (name: string) => env[name] || written.get(name) || undefined
  const home = env['HOME'] || env['USERPROFILE']
  const [firstPath] = (valueOf('GOPATH') ?? (home ? join(home, 'go') : '')).split(delimiter)
  const cache = valueOf('GOMODCACHE') ?? (firstPath ? join(firstPath, 'pkg', 'mod') : undefined)
  const work = env['GOWORK']
  return {
    ...(work && work !== 'auto' && { work }),
    moduleCache: cache !== undefined && isAbsolute(cache) ? cache : undefined,
  }
}

async function writtenVariables(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, string>> {
  const named = env['GOENV']
  const files = named === 'off' ? [] : named ? [named] : userFiles(env)
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined) return variablesIn(text)
  }
  return new Map()
}

function variablesIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => /^([A-Z]\w*)=(.*?)\r?$/.exec(line))
  return new Map(lines.flatMap((line) => (line ? [[line[1] ?? '', line[2] ?? '']] : [])))
}

/** Where the go command may have written, on any system: one of them is there. Source: os.UserConfigDir */
function userFiles(env: Readonly<Record<string, string | undefined>>): string[] {
  const { APPDATA, HOME, XDG_CONFIG_HOME } = env
  const atHome = HOME ? [join(HOME, '.config'), join(HOME, 'Library', 'Application Support')] : []
  const folders = [...(APPDATA ? [APPDATA] : []), ...(XDG_CONFIG_HOME ? [XDG_CONFIG_HOME] : atHome)]
  return folders.map((folder) => join(folder, 'go', 'env'))
}
