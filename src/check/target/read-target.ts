import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { ModFile } from '../../gomod/mod-file/mod-file.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { checkedSums } from './checked-sums.ts'
import { isModule, namedModules } from './named-modules.ts'
import { safeLine as safe, safeLines } from '../../safe-text.ts'
import { selectModules, type ProjectFiles, type ReplacedByFolder } from './select-modules.ts'
import type { Subject } from '../subject.ts'

/** What is to be checked. */
export interface Target {
  /** As the report's first line names it: a module path, or what was asked for. */
  readonly name: string
  /** The file that was read, or the modules that were named. */
  readonly target: string
  readonly kind: 'project' | 'modules'
  /** Absolute path of the file that was read; absent where modules were named. */
  readonly file?: string
  readonly subjects: readonly Subject[]
  /** Remarks on the files that were read, one line each. */
  readonly notes: readonly string[]
}

/** The go.mod of a project, which has a module line. */
type MainModFile = ModFile & { readonly module: NonNullable<ModFile['module']> }

type SumFile = NonNullable<ProjectFiles['sum']> & Pick<Target, 'notes'>

/**
 * Finds out what is to be checked: nothing (the go.mod of `cwd` or of the nearest folder above it), a folder, a go.mod
 * or a go.sum file, or any number of modules: MODULE@VERSION, or MODULE for its newest version. What is there as a
 * file or folder is no module.
 *
 * @throws Failure `invalid` saying what is wrong where, and what to do
 */
export async function readTarget(args: readonly string[], cwd: string): Promise<Target> {
  const [first, ...more] = args
  if (first === undefined) return readProject(await nearestGoMod(cwd), cwd)
  const pattern = args.find((arg) => /(^|[/\\])\.\.\.$/.test(arg))
  if (pattern !== undefined) throw noPattern(pattern)
  const file = resolve(cwd, first)
  const found = await stat(file).catch(() => undefined)
  if (args.every(isModule) && (found === undefined || first.includes('@'))) {
    return { ...namedModules(args), target: args.join(' '), kind: 'modules', notes: [] }
  }
  if (more.length > 0) {
    throw new Failure('invalid', `Cannot check "${safe(args.join(' '))}" together`, {
      hint: 'Name one folder, go.mod or go.sum, or any number of MODULE or MODULE@VERSION',
    })
  }
  if (found === undefined) throw nothingThere(first)
  if (!found.isDirectory()) return readProject(file, cwd)
  const inside = join(file, 'go.mod')
  if (!(await isFile(inside))) throw await noGoMod(`in ${safe(file)}`, file)
  return readProject(inside, cwd)
}

async function nearestGoMod(cwd: string): Promise<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, 'go.mod')
    if (await isFile(file)) return file
    if (dirname(folder) === folder) break
  }
  throw await noGoMod(`in ${safe(cwd)} or any folder above it`, cwd)
}

async function readProject(file: string, cwd: string): Promise<Target> {
  const name = shownName(file, cwd)
  if (file.endsWith('.sum')) {
    const sum = await readSum(file, cwd)
    const { subjects } = selectModules({ sum })
    return { name, target: name, kind: 'project', file, subjects, notes: sum.notes }
  }
  if (basename(file) === 'go.work') throw noWorkspace(name)
  if (!file.endsWith('.mod')) {
    throw new Failure('invalid', `Cannot check "${name}": it is neither a go.mod nor a go.sum file`)
  }
  const mod = { name, file: parsed(name, await readBytes(file, name)) }
  const sumFile = file.replace(/\.mod$/, '.sum')
  const sum = (await isFile(sumFile)) ? await readSum(sumFile, cwd) : undefined
  const { subjects, folders } = selectModules({ mod, ...(sum && { sum }) })
  const missing = await missingFolders(folders, dirname(file))
  return {
    name: mod.file.module.path,
    target: name,
    kind: 'project',
    file,
    subjects: [...subjects, ...missing],
    notes: sum?.notes ?? [],
  }
}

function parsed(name: string, bytes: Uint8Array): MainModFile {
  try {
    const file = parseModFile(name, bytes)
    const { module } = file
    if (module !== undefined) return { ...file, module }
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw new Failure('invalid', `Cannot check a broken go.mod\n${safeLines(error.message)}`)
  }
  throw new Failure('invalid', `Cannot check a broken go.mod\n${name}: no module line`)
}

async function readSum(file: string, cwd: string): Promise<SumFile> {
  const name = shownName(file, cwd)
  return { name, ...checkedSums(name, await readBytes(file, name)) }
}

/** The folders that are not there, or hold no module. */
async function missingFolders(
  folders: readonly ReplacedByFolder[],
  base: string,
): Promise<Subject[]> {
  const missing: Subject[] = []
  for (const { path, version, folder, at } of folders) {
    const folderFault = await faultOf(resolve(base, folder), folder)
    if (folderFault === undefined) continue
    missing.push({ path, version, scope: 'build', requiredBy: [], at, folderFault })
  }
  return missing
}

async function faultOf(folder: string, shown: string): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined)
  if (found === undefined) return `there is no folder "${shown}"`
  if (!found.isDirectory()) return `"${shown}" is not a folder`
  return (await isFile(join(folder, 'go.mod'))) ? undefined : `"${shown}" has no go.mod`
}

async function readBytes(file: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('invalid', `Cannot read ${name}: ${safe(reason)}`, { cause: error })
  }
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() === true
}

/** Relative where that is shorter. */
function shownName(file: string, cwd: string): string {
  const short = relative(cwd, file)
  return safe(short.startsWith('..') || isAbsolute(short) ? file : short)
}

async function noGoMod(where: string, folder: string): Promise<Failure> {
  if (await isFile(join(folder, 'go.work'))) return noWorkspace(safe(join(folder, 'go.work')))
  return new Failure('invalid', `Cannot check: there is no go.mod ${where}`, {
    hint: 'Go to a Go project, or name one: headwater check FOLDER, go.mod, go.sum or MODULE[@VERSION]',
  })
}

function noWorkspace(name: string): Failure {
  return new Failure('invalid', `Cannot check "${name}": workspaces are not read yet`, {
    hint: "Check each module's folder",
  })
}

function noPattern(argument: string): Failure {
  return new Failure('invalid', `Cannot check "${safe(argument)}": it is a pattern of packages`, {
    hint: `Leave ${safe(argument)} out: all modules that go.mod requires are checked`,
  })
}

function nothingThere(argument: string): Failure {
  return new Failure(
    'invalid',
    `Cannot check "${safe(argument)}": there is no such file or folder`,
    { hint: 'A module is named as in go.mod: its path, or MODULE@VERSION' },
  )
}
