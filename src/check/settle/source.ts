import { realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { withoutSecrets } from '../../verify/judge/reason.ts'
import type { Source } from '../report/report.ts'
import type { Target } from '../target/read-target.ts'
import type { ProjectGit } from './project-git.ts'

/**
 * Where the files that a report on a target names are kept; `cwd` is what shown names are relative to. Only where the
 * address is wanted git is asked for it.
 */
export async function sourceOf(
  { target, kind, subjects }: Target,
  { root, remote }: Pick<ProjectGit, 'root' | 'remote'>,
  cwd: string,
  isUrlWanted: boolean,
): Promise<Source> {
  const names = new Set(kind === 'project' ? [target] : [])
  for (const { at } of subjects) if (at) names.add(at.file)
  const address = isUrlWanted ? await remote() : undefined
  const files = await fromRoot(names, root, cwd)
  return { url: (address && repositoryUrl(address)) ?? null, files }
}

/** The same source with more files, which a build has named. */
export async function withFiles(
  { url, files }: Source,
  names: Iterable<string>,
  { root }: Pick<ProjectGit, 'root'>,
  cwd: string,
): Promise<Source> {
  return { url, files: { ...files, ...(await fromRoot(names, root, cwd)) } }
}

/** By their names, the paths of files from the root of the repository; what is outside of it is left out. */
async function fromRoot(
  names: Iterable<string>,
  root: string,
  cwd: string,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const name of names) {
    const real = await realpath(resolve(cwd, name)).catch(() => undefined)
    const path = real === undefined ? '..' : relative(root, real).split(sep).join('/')
    if (!path.startsWith('..')) files[name] = path
  }
  return files
}

/** The address of a git remote as a URL without credentials; undefined for a folder, and for what is none. */
export function repositoryUrl(remote: string): string | undefined {
  const [, host, path] = /^(?:[^@/:]+@)?([^@/:]{2,}):(?!\/\/|:)(.+)$/.exec(remote) ?? []
  const url = URL.parse(host ? `ssh://${host}/${path}` : remote)
  if (url === null || url.host === '') return undefined
  if (!['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return undefined
  url.username = ''
  url.password = ''
  return withoutSecrets(url.href)
}
