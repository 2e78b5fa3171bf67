import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'

/** A folder in which a test makes repositories with their own programs. */
export interface WorkFolder extends AsyncDisposable {
  readonly path: string
  /** Environment of those programs. */
  readonly env: Readonly<Record<string, string>>
  /** Runs a program that must succeed in a folder below, and gives its output. */
  readonly run: (below: string, program: string, ...args: string[]) => Promise<string>
  /** Writes files below; `-> target` makes a symbolic link, undefined removes. */
  readonly write: (
    below: string,
    files: Readonly<Record<string, string | undefined>>,
  ) => Promise<void>
}

/** Makes an empty one. */
export async function workFolder(label: string): Promise<WorkFolder> {
  const folder = await temporaryFolder(label)
  const { path } = folder
  const env = isolated(path, {
    HGRCPATH: '',
    HGUSER: 'a',
    USER: 'a',
    FOSSIL_HOME: path,
    no_proxy: '*',
  })
  return {
    path,
    env,
    async run(below, program, ...args) {
      const cwd = join(path, below)
      await mkdir(cwd, { recursive: true })
      return must(program, args, { cwd, env })
    },
    async write(below, files) {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, below, name)
        await mkdir(dirname(file), { recursive: true })
        await rm(file, { force: true })
        if (content?.startsWith('-> ')) await symlink(content.slice(3), file)
        else if (content !== undefined) await writeFile(file, content)
      }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
