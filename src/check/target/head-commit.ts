import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** The largest packed-refs that is read, in bytes. */
const maxRefs = 64 * 2 ** 20

/** Symbolic refs that lead to one another, as git follows them. */
const mostSteps = 5

/**
 * The commit that a git work tree has checked out, in hex; undefined where that cannot be told, as without commits, or
 * where refs are kept in another way than as files. No program is run.
 *
 * @param folder the one that has `.git`, a folder or a file that names one
 * Source: gitrepository-layout(5), git-worktree(1)
 */
export async function headCommit(folder: string): Promise<string | undefined> {
  const own = await gitFolder(join(folder, '.git'))
  const shared = await textOf(join(own, 'commondir'))
  const common = shared === undefined ? own : resolve(own, shared)
  let name = 'HEAD'
  for (let step = 0; step < mostSteps; step++) {
    const text =
      (await textOf(join(own, name))) ??
      (await textOf(join(common, name))) ??
      (await packed(join(common, 'packed-refs'), name))
    if (text === undefined || isCommit(text)) return text
    const [, next] = /^ref: *(refs\/.*)$/.exec(text) ?? []
    if (next === undefined || next.split('/').includes('..')) return undefined
    name = next
  }
  return undefined
}

async function gitFolder(path: string): Promise<string> {
  const text = await textOf(path)
  const [, named] = /^gitdir: (.*)$/.exec(text ?? '') ?? []
  return named === undefined ? path : resolve(path, '..', named)
}

async function packed(file: string, name: string): Promise<string | undefined> {
  const lines = (await textOf(file))?.split('\n') ?? []
  const line = lines.find((text) => text.endsWith(` ${name}`))
  const [hash = ''] = line?.split(' ') ?? []
  return isCommit(hash) ? hash : undefined
}

/** A file's text without white space at its end; undefined for what is no file, or cannot be read. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    if (!found.isFile() || found.size > maxRefs) return undefined
    return (await readFile(file, 'utf8')).trimEnd()
  } catch {
    return undefined
  }
}

function isCommit(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}
