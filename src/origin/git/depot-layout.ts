import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gitFolder } from './git-program.ts'
import { isFolder } from './is-folder.ts'
import type { ObjectFormat } from './refs.ts'

/** Which repository a depot is a copy of. */
export interface DepotPlace {
  readonly folder: string
  /** The origin's URL: a depot that was made for another one is none. */
  readonly url: string
  readonly objectFormat: ObjectFormat
}

/** The attribute line that switches off what would make content depend on who reads it; the rule of `cmd/go`'s `ensureGitAttributes`. */
const attributes = '\n* -export-subst -export-ignore\n'

const folders = ['info', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags']

/** The files whose words git obeys, by name in the repository's folder. */
function files(objectFormat: ObjectFormat): ReadonlyMap<string, string> {
  const extensions =
    objectFormat === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${objectFormat}\n`
  return new Map([
    ['HEAD', 'ref: refs/heads/main\n'],
    [
      'config',
      `[core]\n\trepositoryFormatVersion = ${extensions === '' ? 0 : 1}\n\tbare = true\n\tcommitGraph = false\n\tmultiPackIndex = false\n${extensions}`,
    ],
    ['info/attributes', attributes],
  ])
}

/**
 * What may lie in each folder; anything else could make git read other objects, other parents or other settings: a
 * `commondir`, `shallow` or `config.worktree`, grafts, alternates, loose objects, loose refs, hooks.
 */
const allowed: readonly (readonly [folder: string, names: RegExp])[] = [
  ['', /^(?:HEAD|config|info|objects|refs|packed-refs(?:\.next)?)$/],
  ['info', /^attributes$/],
  ['objects', /^(?:info|pack)$/],
  ['objects/info', /^$/],
  ['refs', /^(?:heads|tags)$/],
  ['refs/heads', /^$/],
  ['refs/tags', /^$/],
]

/**
 * Makes an empty bare repository; all there must be, and no more.
 *
 * Source: gitrepository-layout(5)
 */
export async function makeLayout({ folder, objectFormat }: DepotPlace): Promise<void> {
  const gitDir = gitFolder(folder)
  for (const name of folders) await mkdir(join(gitDir, name), { recursive: true })
  for (const [name, text] of files(objectFormat)) await writeFile(join(gitDir, name), text)
}

/** Whether a repository is as {@link makeLayout} left it, but for packs and packed refs. Nine folders and three short files are read. */
export async function hasLayout({ folder, objectFormat }: DepotPlace): Promise<boolean> {
  const gitDir = gitFolder(folder)
  const checks = [
    isFolder(gitDir),
    isFolder(join(gitDir, 'objects', 'pack')),
    ...[...files(objectFormat)].map(([name, text]) => hasText(join(gitDir, name), text)),
    ...allowed.map(([name, names]) => hasOnly(join(gitDir, name), names)),
  ]
  return (await Promise.all(checks)).every(Boolean)
}

async function hasText(path: string, text: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => undefined)) === text
}

/** Whether there is such a folder, and nothing in it has another name, or is a link. */
async function hasOnly(path: string, names: RegExp): Promise<boolean> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined)
  return entries?.every((entry) => names.test(entry.name) && !entry.isSymbolicLink()) ?? false
}
