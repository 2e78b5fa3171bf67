import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isolated } from '../../forge/isolation.ts'
import { vcsTestHost, type VcsTest } from './server.ts'

/** What is asked of a module. Rounds are asked one after the other, each by a process that holds nothing yet. */
export interface Question {
  readonly path: string
  readonly query: string
  readonly round: 'versions' | 'names' | 'commits'
  /** Of a commit: the refs that name it. */
  readonly refs?: readonly string[]
}

/** With `VCSTEST=all` in the environment everything is asked: minutes, most of them for Mercurial. */
export const isWhole = process.env['VCSTEST'] === 'all'

const run = promisify(execFile)

/** Asks for every tag, every branch and (of a long history, every second) commit of a git repository, and each module in it. */
export async function gitQuestions(vcs: VcsTest, script: string): Promise<Question[]> {
  const cwd = await vcs.folderOf(script)
  const path = `${vcsTestHost}/${script}.git`
  if (!existsSync(join(cwd, '.git'))) return plainQuestions(path, ['main'])
  const git = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await run('git', args, { cwd, env: isolated(cwd) })
    return stdout.split('\n').filter((line) => line !== '')
  }
  const refs = await git(
    'for-each-ref',
    '--format=%(refname) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)',
  )
  const names = refs.map((line) => (line.split(' ')[0] ?? '').replace(/^refs\/(heads|tags)\//, ''))
  const named = Map.groupBy(refs, (line) => line.split(' ')[1] ?? '')
  const history = await git('rev-list', '--all')
  const commits = history.filter((_, index) => isWhole || history.length <= 10 || index % 2 === 0)
  const touched = await git('log', '--all', '--format=', '--name-only')
  const declared = await git('grep', '-h', '^module ', 'HEAD', '--', '*go.mod').catch(() => [])
  const below = declared.flatMap((line) => /\.git\/([^"\s]+)/.exec(line)?.[1] ?? [])
  return [
    ...namedQuestions(path, names, [...touched, ...below.map((folder) => `${folder}/go.mod`)]),
    { path, query: 'HEAD', round: 'commits' },
    ...commits.map((commit, index): Question => {
      const refsOf = named.get(commit)?.map((line) => line.split(' ')[0] ?? '') ?? []
      return { path, query: oneForm(commit, index), round: 'commits', refs: ['HEAD', ...refsOf] }
    }),
  ]
}

/** A whole commit id, or the beginning of one as pseudo-versions have it. */
const oneForm = (commit: string, index: number): string =>
  index % 2 === 0 ? commit : commit.slice(0, 12)

/**
 * Asks for the tags, branches, bookmarks and commits of a Mercurial repository: for every fifteenth of them, as go needs
 * seconds for each.
 */
export async function hgQuestions(vcs: VcsTest, script: string): Promise<Question[]> {
  const cwd = await vcs.folderOf(script)
  const template = '{node} {tags} {bookmarks} {branch}\n'
  const env = isolated(cwd, { HGRCPATH: '' })
  const { stdout } = await run('hg', ['log', '--template', template], { cwd, env })
  const { stdout: files } = await run('hg', ['manifest', '--all'], { cwd, env })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ').filter((word) => word !== ''))
  const root = `${vcsTestHost}/${script}.hg`
  const names = [...new Set(lines.flatMap(([, ...words]) => words))]
  const commits = lines.map(([commit = '']) => commit)
  const all = [
    ...namedQuestions(root, names, files.split('\n')),
    ...commits.map((commit, index): Question => {
      return { path: root, query: oneForm(commit, index), round: 'commits' }
    }),
  ]
  return isWhole ? all : all.filter((_, index) => index % 15 === 0)
}

/** Asks for what a repository without tags can have. */
export function plainQuestions(path: string, names: readonly string[]): Question[] {
  return ['latest', ...names].map((query) => ({ path, query, round: 'names' }))
}

/** By name: of the module at the root everything, of those below and of the later majors what can be theirs. */
function namedQuestions(
  root: string,
  names: readonly string[],
  files: readonly string[],
): Question[] {
  const folders = [...new Set(files)].flatMap((file) => /^(.+)\/go\.mod$/.exec(file)?.[1] ?? [])
  const majors = [...new Set(names.flatMap((name) => /\bv([2-9])\b/.exec(name)?.[1] ?? []))]
  const below = [...new Set([...folders, ...majors.map((major) => `v${major}`)])]
  const wanted = ['latest', 'nonexist', ...names]
  return [
    ...wanted.map((query) => ({ path: root, query, round: roundOf(query) })),
    ...below.flatMap((folder) => {
      const path = `${root}/${folder}`
      const own = names.flatMap((name) => ownVersion(name, folder) ?? [])
      return ['latest', ...new Set(own)].map((query) => ({ path, query, round: roundOf(query) }))
    }),
  ]
}

/** The version that a tag may give the module in a folder. */
function ownVersion(name: string, folder: string): string | undefined {
  const [, parent = '', major = '\\d+'] = /^(.*?)\/?(?:\bv(\d+))?$/.exec(folder) ?? []
  const prefix = parent === '' ? '' : `${parent}/`
  const version = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  return new RegExp(`^v${major}\\.`).test(version) ? version : undefined
}

const roundOf = (query: string): Question['round'] =>
  /^v\d+\.\d+\.\d+/.test(query) ? 'versions' : 'names'

/** Queries that mean something in a module of one's own only. */
const hereOnly = /^(upgrade|patch)$/

/** What Go's own tests ask of these repositories: `path@query`, as their scripts and tables have it; but for Mercurial. */
export async function questionsOfGo(scripts: string): Promise<Question[]> {
  const folders = [join(scripts, '../script'), join(scripts, '../../internal/modfetch')]
  const found = new Set<string>()
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (!/\.txt$|_test\.go$/.test(name)) continue
      const text = await readFile(join(folder, name), 'utf8')
      const asked = /vcs-test\.golang\.org\/[\w./~-]*[\w~]@[\w.+-]*\w/g
      for (const [one] of text.matchAll(asked)) found.add(one)
    }
  }
  const asked = [...found].map((one) => one.split('@'))
  const outside = asked.filter(
    ([path, query]) => !hereOnly.test(query ?? '') && !/\/hg\//.test(path ?? ''),
  )
  return outside.map(([path = '', query = '']) => {
    const isCommit = /^[0-9a-f]{7,}$/.test(query)
    return { path, query, round: isCommit ? 'commits' : roundOf(query) }
  })
}
