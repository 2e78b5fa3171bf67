import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { canonicalVersion, splitPathVersion } from '../../src/gomod/module-path.ts'
import { major } from '../../src/gomod/semver.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { isolated } from '../../test/forge/isolation.ts'
import { goImport } from '../../test/forge/pages.ts'
import { repository } from '../../test/forge/repository.ts'
import { run } from '../../test/forge/run.ts'
import { history } from '../cold/history.ts'

/** One tag, as the version that go knows it by. */
export interface Tagged {
  readonly module: string
  readonly version: string
}

/** A repository on the forge, and the versions its tags give. */
export interface Subject {
  readonly root: string
  readonly cloneUrl: string
  /** Oldest first, by the date of their commits; those that share a commit count once. */
  readonly tags: readonly Tagged[]
}

/** Makes a repository with a history of `tags` versions. */
export async function syntheticSubject(forge: Forge, tags: number): Promise<Subject> {
  const root = 'github.com/acme/worked-on'
  const made = await repository(forge, root, history(root, tags))
  await made.git('gc', '--quiet')
  return subject(forge, root, made.folder)
}

/**
 * Puts a real repository on the forge; nothing in it is changed.
 *
 * @param bare folder of a bare repository
 * @param root the module path that stands for its root
 */
export async function realSubject(forge: Forge, bare: string, root: string): Promise<Subject> {
  const folder = join(forge.folder, `${root}.git`)
  await mkdir(dirname(folder), { recursive: true })
  await symlink(resolve(bare), folder)
  return subject(forge, root, folder)
}

async function subject(forge: Forge, root: string, folder: string): Promise<Subject> {
  const git = (args: readonly string[], input?: string) =>
    run('git', ['-c', 'safe.directory=*', ...args], {
      cwd: folder,
      env: isolated(folder),
      ...(input !== undefined && { input }),
    })
  const format =
    '--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end) %(refname:strip=2)'
  const listed = await git(['for-each-ref', '--sort=creatordate', format, 'refs/tags'])
  const lines = listed.stdout.split('\n').filter(Boolean)
  const tags: Tagged[] = []
  const seen = new Set<string>()
  for (const line of lines) {
    const [commit = '', tag = ''] = line.split(' ')
    if (seen.has(commit)) continue
    const tagged = await versionAt(git, root, commit, tag)
    if (tagged === undefined) continue
    seen.add(commit)
    tags.push(tagged)
    const { module } = tagged
    if (!module.startsWith(root)) throw new Error(`${module} is not below ${root}`)
    if (!root.startsWith('github.com/')) {
      forge.pages.set(module, goImport(root, 'git', `https://${root}`))
    }
  }
  return { root, cloneUrl: forge.urlOf(root), tags }
}

type Git = (args: readonly string[]) => Promise<{ code: number | null; stdout: string }>

/** What go calls a tag: by the go.mod of its commit, or without one. */
async function versionAt(
  git: Git,
  root: string,
  commit: string,
  tag: string,
): Promise<Tagged | undefined> {
  const cut = tag.lastIndexOf('/')
  const version = tag.slice(cut + 1)
  if (canonicalVersion(version) !== version) return undefined
  const folder = cut < 0 ? '' : tag.slice(0, cut)
  const path = folder === '' ? root : `${root}/${folder}`
  const number = major(version)
  const expected = number === 'v0' || number === 'v1' ? path : `${path}/${number}`
  for (const place of [folder, join(folder, number)]) {
    const { code, stdout } = await git(['cat-file', 'blob', `${commit}:${join(place, 'go.mod')}`])
    if (code !== 0) continue
    const [, module = ''] = /^module\s+"?([^\s"]+)/m.exec(stdout) ?? []
    if (module === expected) return { module, version }
    if (place === folder) return undefined
  }
  if (folder !== '') return undefined
  if (expected === path) return { module: path, version }
  return splitPathVersion(path)?.pathMajor === ''
    ? { module: path, version: `${version}+incompatible` }
    : undefined
}

/** So many of them, evenly spread, the newest always among them; in the order they have. */
export function spread<T>(all: readonly T[], many: number): T[] {
  if (many >= all.length) return [...all]
  const last = all.length - 1
  const step = last / Math.max(many - 1, 1)
  const places = new Set(
    Array.from({ length: many }, (_, index) => Math.round(last - index * step)),
  )
  return all.filter((_, index) => places.has(index))
}

/** The order of publication is a guess; these are the ways people really ask. */
export type Order = 'oldest' | 'newest' | 'mixed'

export function inOrder<T>(tags: readonly T[], order: Order): T[] {
  if (order === 'oldest') return [...tags]
  if (order === 'newest') return tags.toReversed()
  return tags
    .map((tag, index) => ({ tag, place: (index * 7919 + 13) % 1009 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ tag }) => tag)
}
