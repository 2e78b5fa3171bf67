import { basename, resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { safeLine as safe } from '../../safe-text.ts'
import type { Subject } from '../subject.ts'
import { withCachedOrigins } from './cached-origins.ts'
import { filesInFolder, namedFile, nearestFiles } from './find-files.ts'
import { goEnvironment, type GoEnvironment } from './go-environment.ts'
import { goModReader, type AskGoMod } from './go-mod-reader.ts'
import { localTree } from './local-tree.ts'
import { moduleCache } from './module-cache.ts'
import { isModule, namedModules } from './named-modules.ts'
import { readFiles, type BuildPlace, type Needs } from './read-files.ts'
import type { KnownGraph } from './read-project.ts'
import { localPlace, repositoryPlace, type OpenRepository, type Place } from './place.ts'
import { repositoryRoot } from './repository-tree.ts'
import { namedRepository } from './repository-url.ts'

/** What is to be checked. */
export interface Target {
  /** As the report's first line names it: a module path, or what was asked for. */
  readonly name: string
  /** The file or folder that was read, the URL of a repository, or the modules that were named. */
  readonly target: string
  readonly kind: 'project' | 'modules'
  readonly subjects: readonly Subject[]
  /** Remarks on the files that were read, one line each. */
  readonly notes: readonly string[]
  /** The main modules, and their go.mod files as shown to people. */
  readonly mains: readonly { readonly path: string; readonly file: string }[]
  /** What the go command can build here; none where the project is not on this machine. */
  readonly builds: readonly BuildPlace[]
  /** The folder of all files of the project: its repository, if that is known; undefined if it is not on this machine. */
  readonly root: string | undefined
  /** The folder of the files that say what is needed; undefined where none on this machine do. */
  readonly folder: string | undefined
  /** The commit of the project in hex, as far as that can be told. */
  readonly commit: string | undefined
  /** `path@version` of modules whose requirements are not known, so that something may be missing in `subjects`. */
  readonly unread: readonly string[]
  /** Whether something may be, since go.sum does not tell either what else is needed. */
  readonly mayMiss: boolean
  /** The module graphs of the project: one for each module or workspace that is built for itself. */
  readonly graphs: readonly KnownGraph[]
}

/** What a target is read with. */
export interface TargetTools {
  /** Gives a setting of the go command by its name, '' where it is not set. */
  readonly goSetting: (name: string) => string
  /** Asks upstream for the go.mod of a version; absent where nobody is to be asked. */
  readonly askGoMod?: AskGoMod
  /** Absent where nobody is to be asked. */
  readonly openRepository?: OpenRepository
  /** Ends the asking: what is not known then is told as such. */
  readonly signal: AbortSignal
}

/**
 * Finds out what is to be checked: nothing (what the go command would build in `cwd`); a folder; a go.mod, go.work,
 * go.sum or vendor/modules.txt; the URL of a repository; or any number of modules: MODULE@VERSION, or MODULE for its
 * newest version. What is there as a file or folder is no module.
 *
 * @throws Failure `invalid` saying what is wrong where, and what to do; why a repository could not be read
 */
export async function readTarget(
  args: readonly string[],
  cwd: string,
  tools: TargetTools,
): Promise<Target> {
  const environment = goEnvironment(tools.goSetting)
  const [first] = args
  const repository = first === undefined ? undefined : namedRepository(first)
  if (repository) {
    onlyOne(args)
    return readPlace(await repositoryPlace(repository, tools.openRepository), environment, tools)
  }
  const tree = localTree(cwd)
  const pattern = args.find((arg) => /(^|[/\\])\.\.\.$/.test(arg))
  if (pattern !== undefined) throw noPattern(pattern)
  if (first === undefined) {
    return readPlace(
      await localPlace(tree, await nearestFiles(tree, cwd, environment)),
      environment,
      tools,
    )
  }
  const file = resolve(cwd, first)
  const kind = await tree.kindOf(file)
  if (args.every(isModule) && (kind === undefined || first.includes('@'))) {
    const nowhere = { root: undefined, folder: undefined, commit: undefined }
    const nothing = { notes: [], mains: [], builds: [], unread: [], mayMiss: false, graphs: [] }
    return {
      ...namedModules(args),
      target: args.join(' '),
      kind: 'modules',
      ...nothing,
      ...nowhere,
    }
  }
  onlyOne(args)
  if (kind === undefined) throw nothingThere(first)
  if (kind === 'folder' && /^go\.(?:mod|sum|work)$/.test(basename(file))) {
    throw new Failure('invalid', `Cannot check "${tree.shown(file)}": it is a folder`)
  }
  const found =
    kind === 'folder' ? await filesInFolder(tree, file, environment) : namedFile(tree, file)
  if (!found) throw notOfModules(tree.shown(file))
  return readPlace(await localPlace(tree, found), environment, tools)
}

async function readPlace(
  { tree, found, target, root, commit }: Place,
  { moduleCache: folder }: GoEnvironment,
  { askGoMod, signal }: TargetTools,
): Promise<Target> {
  const cache = folder === undefined ? undefined : moduleCache(folder)
  const reader = goModReader({
    ...(cache && { cache }),
    ...(askGoMod && { ask: askGoMod }),
    signal,
  })
  const needs = await readFiles(tree, found, { reader, root: root ?? repositoryRoot })
  return {
    name: nameOf(needs, target),
    target,
    kind: 'project',
    subjects: cache ? await withCachedOrigins(needs.subjects, cache) : needs.subjects,
    notes: needs.notes,
    mains: needs.mains,
    builds: root === undefined ? [] : needs.builds,
    root,
    folder: root === undefined ? undefined : found.folder,
    commit,
    unread: needs.unread,
    mayMiss: needs.mayMiss,
    graphs: needs.graphs,
  }
}

/** A project of one module is called by its path. */
function nameOf({ mains }: Needs, target: string): string {
  const [only, ...others] = mains
  return only !== undefined && others.length === 0 ? only.path : target
}

function onlyOne(args: readonly string[]): void {
  if (args.length === 1) return
  throw new Failure('invalid', `Cannot check "${safe(args.join(' '))}" together`, {
    hint: 'Name one folder, file or URL, or any number of MODULE or MODULE@VERSION',
  })
}

function noPattern(argument: string): Failure {
  return new Failure('invalid', `Cannot check "${safe(argument)}": it is a pattern of packages`, {
    hint: `Leave ${safe(argument)} out: all modules that go.mod requires are checked`,
  })
}

function notOfModules(name: string): Failure {
  const known = 'a go.mod, go.work, go.sum or modules.txt file'
  return new Failure('invalid', `Cannot check "${name}": it is not ${known}`)
}

function nothingThere(argument: string): Failure {
  return new Failure(
    'invalid',
    `Cannot check "${safe(argument)}": there is no such file or folder`,
    { hint: 'A module is named as in go.mod: its path, or MODULE@VERSION' },
  )
}
