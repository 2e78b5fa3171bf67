import { createHash } from 'node:crypto'
import { pseudoVersion } from '../../src/gomod/pseudo-version.ts'
import type { CommitSpec } from '../../test/forge/commit-spec.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { goImport } from '../../test/forge/pages.ts'
import { repository, type Repository } from '../../test/forge/repository.ts'
import { history } from '../cold/history.ts'

/** What a project is made of. */
export interface ProjectSize {
  readonly modules: number
  readonly repositories: number
  /** Tags of each repository; eight commits for each. */
  readonly tags: number
}

/** A project whose modules are on a forge. */
export interface Project {
  readonly goMod: string
  readonly repositories: number
  /** Import pages that must be read to find them. */
  readonly pages: number
}

/** One in so many repositories is found by an import page, is required at a pseudo-version, has a large file. */
const everyPage = 11
const everyPseudo = 7
const everyLarge = 20
const largeBytes = 1_500_000

/**
 * Lays a project's modules on a forge, some hosts for all: repositories with a history, and as many modules more as are
 * wanted in folders of the first ones. Same size, same project.
 */
export async function layProject(forge: Forge, size: ProjectSize): Promise<Project> {
  const required: string[] = []
  let pages = 0
  const nested = size.modules - size.repositories
  for (let index = 0; index < size.repositories; index++) {
    const host = index % 4 === 2 ? 'bitbucket.org' : 'github.com'
    const place = `${host}/owner${index % 60}/module${index}`
    const isVanity = index % everyPage === 3
    const path = isVanity ? `go.vanity${index % 10}.test/module${index}` : place
    const folders = nestedIn(index, nested, size.repositories)
    if (isVanity) {
      const page = goImport(path, 'git', `https://${place}`)
      for (const of of [path, ...folders.map((name) => `${path}/${name}`)]) {
        forge.pages.set(of, page)
        pages++
      }
    }
    const made = await repository(forge, place, commits(path, index, size.tags, folders))
    const version =
      index % everyPseudo === 5 ? await pseudoVersionIn(made, size.tags) : `v0.${size.tags - 3}.0`
    required.push(`${path} ${version}`, ...folders.map((name) => `${path}/${name} v1.0.0`))
  }
  const goMod = `module corp.example/project\n\ngo 1.21\n\nrequire (\n${required.map((line) => `\t${line}\n`).join('')})\n`
  return { goMod, repositories: size.repositories, pages }
}

/** Folders with modules of their own: two in a repository, until there are enough. */
function nestedIn(index: number, nested: number, repositories: number): string[] {
  const before = Math.floor((index * nested) / repositories)
  const after = Math.floor(((index + 1) * nested) / repositories)
  return Array.from({ length: after - before }, (_, which) => `sub${which}`)
}

function commits(
  path: string,
  index: number,
  tags: number,
  folders: readonly string[],
): CommitSpec[] {
  const all = history(path, tags)
  const [first, ...rest] = all
  const large = index % everyLarge === 7 ? { 'testdata/large.bin': noise(path) } : {}
  const modules = folders.flatMap((name) => [
    [`${name}/go.mod`, `module ${path}/${name}\n\ngo 1.21\n`] as const,
    [`${name}/a.go`, `package ${name}\n`] as const,
  ])
  const begun: CommitSpec = {
    ...first,
    files: { ...first?.files, ...large, ...Object.fromEntries(modules) },
    tags: [...(first?.tags ?? []), ...folders.map((name) => `${name}/v1.0.0`)],
  }
  return [begun, ...rest]
}

/** Bytes that do not shrink, the same for the same seed. */
function noise(seed: string): Buffer {
  return createHash('shake256', { outputLength: largeBytes }).update(seed).digest()
}

/** Of a commit on the way to the last tag but two. */
async function pseudoVersionIn({ git }: Repository, tags: number): Promise<string> {
  const base = `v0.${tags - 3}.0`
  const [rev = '', time = ''] = (
    await git('log', '-1', '--format=%H %cI', `v0.${tags - 2}.0~2`)
  ).split(' ')
  return pseudoVersion({ major: '', base, time: new Date(time), rev: rev.slice(0, 12) })
}
