import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { unescapePath, unescapeVersion } from '../../src/gomod/escape.ts'
import { isolated } from '../forge/isolation.ts'
import { run } from '../forge/run.ts'
import { folderOf, type GraphAnswer, type Project } from './project.ts'

/** Where go works, and what it asks. */
export interface GoPlace {
  /** An empty folder. */
  readonly folder: string
  /** GOPROXY. */
  readonly proxy: string
}

/** What go makes of a project, or the words with which it gives up. */
export type GoAnswer = GraphAnswer | { readonly refusal: string }

const listFormat =
  '{{.Path}}{{with .Version}} {{.}}{{end}}{{with .Replace}} => {{.Path}}{{with .Version}} {{.}}{{end}}{{end}}'

const replacedByItself = /^(\S+ \S+) => \1$/

/**
 * Asks the real go for the graph of a project, with an empty module cache, and before every command with the files as
 * they are given: go changes go.mod.
 */
export async function askGo(project: Project, { folder, proxy }: GoPlace): Promise<GoAnswer> {
  const isWorkspace = project.root.endsWith('go.work')
  const cache = join(folder, 'modcache')
  const tree = join(folder, 'project')
  const env = isolated(folder, {
    GOPROXY: proxy,
    GOMODCACHE: cache,
    GOCACHE: join(folder, 'gocache'),
    GOPATH: join(folder, 'gopath'),
    GOFLAGS: isWorkspace ? '-modcacherw' : '-mod=mod -modcacherw',
    GOWORK: isWorkspace ? '' : 'off',
    GONOSUMDB: '*',
    GOVCS: '*:off',
  })
  const ask = async (...args: readonly string[]): Promise<string> => {
    await write(tree, project)
    const cwd = join(tree, folderOf(project.root))
    const { code, stdout, stderr } = await run('go', args, { cwd, env, timeoutMs: 60_000 })
    const isTold = code === 1 && args.includes('-json') && stdout !== ''
    if (code !== 0 && !isTold)
      throw new Refusal(`go ${args.slice(0, 2).join(' ')}: ${stderr.trim()}`)
    return stdout
  }
  try {
    const edges = lines(await ask('mod', 'graph'))
    const loaded = await cached(cache)
    const all = lines(await ask('list', '-m', '-f', listFormat, 'all'))
    const list = all.map((line) => line.replace(replacedByItself, '$1'))
    const listed = await cached(cache)
    const download = downloads(await ask('mod', 'download', '-json'))
    return { list, edges, loaded, listed, download }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message }
    throw error
  }
}

class Refusal extends Error {
  override readonly name = 'Refusal'
}

async function write(tree: string, { files }: Project): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, name)), { recursive: true })
    await writeFile(join(tree, name), text)
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** The objects follow each other, indented with tabs. What go.mod requires and excludes is refused, the rest is not. */
function downloads(json: string): string[] {
  const names = new Set<string>()
  for (const part of json.split(/^\}$/m)) {
    if (part.trim() === '') continue
    const { Path, Version, Error: refusal } = JSON.parse(`${part}}`) as DownloadLine
    if (refusal === undefined) names.add(`${Path}@${Version}`)
    else if (!refusal.endsWith('not a known dependency')) throw new Refusal(refusal)
  }
  return [...names]
}

interface DownloadLine {
  readonly Path: string
  readonly Version?: string
  readonly Error?: string
}

/** The module versions whose `.mod` lies in a module cache. */
async function cached(cache: string): Promise<string[]> {
  const root = join(cache, 'cache/download')
  const names = await readdir(root, { recursive: true }).catch(() => [])
  return names
    .filter((name) => name.endsWith('.mod'))
    .map((name) => {
      const path = unescapePath(dirname(dirname(name)))
      return `${path}@${unescapeVersion(basename(name, '.mod'))}`
    })
    .toSorted()
}
