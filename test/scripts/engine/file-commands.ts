import { chmod, mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { usage, type Commands } from './command.ts'
import { unquoteGo } from './go-text.ts'
import { removeTree } from './remove-tree.ts'
import type { CommandOutput, ScriptState } from './state.ts'

/** Commands on files and folders. */
export const fileCommands: Commands = {
  cat: {
    async run(state, args): Promise<CommandOutput> {
      usage(args.length > 0, 'cat file…')
      const texts = await Promise.all(args.map((name) => readFile(state.path(name), 'utf8')))
      return { stdout: texts.join(''), stderr: '' }
    },
  },
  chmod: {
    async run(state, [mode = '', ...names]) {
      usage(/^\d+$/.test(mode) && names.length > 0, 'chmod mode path…')
      // Go reads a number as octal when it begins with 0, and only then
      const bits = Number.parseInt(mode, mode.startsWith('0') ? 8 : 10)
      for (const name of names) await chmod(state.path(name), bits)
    },
  },
  cp: { run: copy },
  exists: { run: exists },
  mkdir: {
    async run(state, names) {
      usage(names.length > 0, 'mkdir path…')
      for (const name of names) await mkdir(state.path(name), { recursive: true })
    },
  },
  mv: {
    async run(state, args) {
      const [from = '', to = ''] = args
      usage(args.length === 2, 'mv old new')
      await rename(state.path(from), state.path(to))
    },
  },
  replace: { run: replace },
  rm: {
    async run(state, names) {
      usage(names.length > 0, 'rm path…')
      for (const name of names) await removeTree(state.path(name))
    },
  },
  symlink: {
    async run(state, args) {
      const [path = '', arrow, target = ''] = args
      usage(args.length === 3 && arrow === '->', 'symlink path -> target')
      await symlink(target, state.path(path))
    },
  },
}

async function copy(state: ScriptState, args: readonly string[]): Promise<void> {
  usage(args.length >= 2, 'cp source… target')
  const target = state.path(args.at(-1) ?? '')
  const isFolder = await stat(target).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (args.length > 2 && !isFolder) throw new Error(`${target} is no folder`)
  for (const source of args.slice(0, -1)) {
    const to = isFolder ? join(target, basename(source)) : target
    if (source === 'stdout' || source === 'stderr') await writeFile(to, state[source])
    else {
      const from = state.path(source)
      const mode = (await stat(from)).mode & 0o777
      await writeFile(to, await readFile(from), { mode })
    }
  }
}

async function exists(state: ScriptState, args: readonly string[]): Promise<void> {
  const flags = new Set<string>()
  let names = args
  while (names[0] === '-readonly' || names[0] === '-exec') {
    flags.add(names[0])
    names = names.slice(1)
  }
  usage(names.length > 0, 'exists [-readonly] [-exec] file…')
  for (const name of names) {
    const { mode } = await stat(state.path(name))
    if (flags.has('-readonly') && (mode & 0o222) !== 0) throw new Error(`${name} is writable`)
    if (flags.has('-exec') && (mode & 0o111) === 0) throw new Error(`${name} is not executable`)
  }
}

/** All pairs at once, from left to right, the first that fits. Source: `strings.NewReplacer`. */
async function replace(state: ScriptState, args: readonly string[]): Promise<void> {
  usage(args.length % 2 === 1, 'replace [old new]… file')
  const file = state.path(args.at(-1) ?? '')
  const words = args.slice(0, -1).map(unquoteGo)
  const pairs = words.flatMap((old, index) =>
    index % 2 === 0 ? [[old, words[index + 1] ?? ''] as const] : [],
  )
  const text = await readFile(file, 'utf8')
  let replaced = ''
  for (let at = 0; at < text.length;) {
    const [old = text[at] ?? '', neu = old] = pairs.find(([old]) => text.startsWith(old, at)) ?? []
    replaced += neu
    at += old.length
  }
  await writeFile(file, replaced)
}
