import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { ModFile, WorkFile } from '../../gomod/mod-file/mod-file.ts'
import { parseModFile, parseWorkFile } from '../../gomod/mod-file/parse.ts'
import { parseModulesTxt, type ModulesTxt } from '../../gomod/modules-txt.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import { safeLine, safeLines } from '../../safe-text.ts'
import { checkedSums } from './checked-sums.ts'
import type { ProjectTree } from './project-tree.ts'
import type { SumFile } from './sum-table.ts'

/** The go.mod of a main module, which has a module line. */
export type MainModFile = ModFile & { readonly module: NonNullable<ModFile['module']> }

/** The largest go.sum or modules.txt in bytes: a million lines. */
const maxList = 128 * 2 ** 20

/**
 * Reads the go.mod of a main module.
 *
 * @throws Failure `invalid` naming each fault with its line
 */
export async function readMainModFile(tree: ProjectTree, path: string): Promise<MainModFile> {
  const name = tree.shown(path)
  const bytes = await tree.read(path, MAX_GO_MOD)
  const file = unlessBroken('go.mod', () => parseModFile(name, bytes))
  const { module } = file
  if (module === undefined) throw broken('go.mod', `${name}: no module line`)
  return { ...file, module }
}

/**
 * Reads the go.mod of a module that a folder replaces.
 *
 * @throws Failure `invalid` naming each fault with its line
 */
export async function readReplacingModFile(tree: ProjectTree, path: string): Promise<ModFile> {
  const bytes = await tree.read(path, MAX_GO_MOD)
  return unlessBroken('go.mod', () => parseModFile(tree.shown(path), bytes, { lax: true }))
}

/**
 * Reads a go.work.
 *
 * @throws Failure `invalid` naming each fault with its line
 */
export async function readWorkFile(tree: ProjectTree, path: string): Promise<WorkFile> {
  const bytes = await tree.read(path, MAX_GO_MOD)
  return unlessBroken('go.work', () => parseWorkFile(tree.shown(path), bytes))
}

/**
 * Reads a go.sum, and tells what is to be remarked on it.
 *
 * @throws Failure `invalid` naming each fault with its line
 */
export async function readSumFile(
  tree: ProjectTree,
  path: string,
): Promise<SumFile & { readonly notes: readonly string[] }> {
  const name = tree.shown(path)
  return { name, ...checkedSums(name, await tree.read(path, maxList)) }
}

/**
 * Reads a vendor/modules.txt.
 *
 * @throws Failure `invalid` when it has an unfinished merge
 */
export async function readModulesTxt(tree: ProjectTree, path: string): Promise<ModulesTxt> {
  const name = tree.shown(path)
  const file = parseModulesTxt(await tree.read(path, maxList))
  const [line] = file.conflicts
  if (line === undefined) return file
  throw broken('modules.txt', `${name}:${line}: the file has an unfinished merge`)
}

/** A file of this kind that does not say what it must; the text names the place. */
export function broken(kind: string, text: string): Failure {
  return new Failure('invalid', `Cannot check a broken ${kind}\n${safeLines(text)}`)
}

/** Faults of one file, of which the first ten are told; the same for all kinds of file. */
export function brokenAt(kind: string, texts: readonly string[]): Failure {
  return broken(kind, texts.slice(0, 10).map(safeLine).join('\n'))
}

function unlessBroken<T>(kind: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw broken(kind, error.message)
  }
}
