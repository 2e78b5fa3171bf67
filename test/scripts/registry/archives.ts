import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  escapePath,
  escapeVersion,
  unescapePath,
  unescapeVersion,
} from '../../../src/gomod/escape.ts'
import { isPseudoVersion, pseudoVersionRev } from '../../../src/gomod/pseudo-version.ts'
import { compare, newest, prerelease } from '../../../src/gomod/semver.ts'
import { parseTxtar, type TxtarFile } from '../engine/txtar.ts'

/** A version of a module, as an archive holds it. */
export interface ArchivedVersion {
  readonly path: string
  readonly version: string
  readonly info: Buffer | undefined
  readonly mod: Buffer | undefined
  /** What its zip has, by names in the zip. */
  readonly files: readonly TxtarFile[]
}

/** The modules of a folder of archives. */
export interface Archives {
  readonly all: readonly ArchivedVersion[]
  /** The version of that name, or the newest of the commit that a hash begins; one that tells no commit fits every hash. */
  readonly find: (path: string, version: string) => ArchivedVersion | undefined
  /** Every version of a module. */
  readonly versions: (path: string) => readonly string[]
  /** The newest release; failing that the newest prerelease, then the newest pseudo-version. */
  readonly latest: (path: string) => string | undefined
}

/**
 * Reads a folder of modules in txtar, named `path_version.txt` with `_` for each slash of the path. Those whose path is
 * none are left out. Source of the form: `cmd/go/testdata/mod/README`.
 */
export async function readArchives(folder: string): Promise<Archives> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt'))
  const read = names.map(async (name) => readVersion(name, await readFile(join(folder, name))))
  const all = (await Promise.all(read)).filter((version) => version !== undefined)
  const byKey = new Map(all.map((one) => [key(one.path, one.version), one]))
  const versions = (path: string) =>
    all.filter((one) => one.path === path).map(({ version }) => version)

  return {
    all,
    versions,
    find(path, version) {
      const named = byKey.get(key(path, version))
      if (named !== undefined || !/^[0-9a-f]+$/.test(version)) return named
      const ofCommit = all.filter((one) => one.path === path && isCommitOf(one, version))
      return ofCommit.sort((a, b) => compare(a.version, b.version)).at(-1)
    },
    latest(path) {
      const found = versions(path)
      const proper = found.filter((version) => !isPseudoVersion(version))
      const releases = proper.filter((version) => prerelease(version) === '')
      return newest(releases) ?? newest(proper) ?? newest(found)
    },
  }
}

function key(path: string, version: string): string {
  return `${escapePath(path)}@${escapeVersion(version)}`
}

function readVersion(name: string, bytes: Buffer): ArchivedVersion | undefined {
  const [, escapedPath = '', escapedVersion = ''] = /^(.*)_(v[^_]*)\.txt$/.exec(name) ?? []
  const module = unescaped(escapedPath.replaceAll('_', '/'), escapedVersion)
  if (module === undefined) return undefined
  const { files } = parseTxtar(bytes)
  const extra = (name: string) => files.find((file) => file.name === name)?.content
  const prefix = `${module.path}@${module.version}/`
  return {
    ...module,
    info: extra('.info'),
    mod: extra('.mod'),
    files: files
      .filter(({ name }) => name !== '.info' && name !== '.mod')
      .map(({ name, content }) => ({
        name: name.startsWith('/') ? name.slice(1) : prefix + name,
        content,
      })),
  }
}

function unescaped(path: string, version: string): { path: string; version: string } | undefined {
  try {
    return { path: unescapePath(path), version: unescapeVersion(version) }
  } catch {
    return undefined
  }
}

function isCommitOf({ version, info }: ArchivedVersion, hash: string): boolean {
  const commit = isPseudoVersion(version) ? pseudoVersionRev(version) : shortOf(info)
  return commit.startsWith(hash) || hash.startsWith(commit)
}

function shortOf(info: Buffer | undefined): string {
  const { Short } = JSON.parse(info?.toString() || '{}') as { Short?: string }
  return Short ?? ''
}
