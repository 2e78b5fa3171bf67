import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createZipWriter } from '../../../src/origin/zip/write-zip.ts'
import { usage, type Command, type Commands } from '../engine/command.ts'
import { commonCommands } from '../engine/common-commands.ts'
import { unquoteGo } from '../engine/go-text.ts'
import { program } from '../engine/run-program.ts'

/** What a script wants to be served. */
export interface Handled {
  readonly kind: string
  readonly folder: string
  /** At that moment. */
  readonly env: Readonly<Record<string, string>>
}

const programs = ['bzr', 'fossil', 'git', 'svn', 'svnadmin']

/**
 * The commands of a vcstest script; `handle` takes what the script says to serve. Source: cmd/go/internal/vcweb/script.go.
 */
export function vcsCommands(hg: Command, handle: (handled: Handled) => void): Commands {
  return {
    ...commonCommands,
    ...Object.fromEntries(programs.map((name) => [name, program(name)])),
    hg,
    at: {
      run(state, args) {
        const [time = ''] = args
        usage(args.length === 1 && !Number.isNaN(Date.parse(time)), 'at time')
        state.setEnv('GIT_COMMITTER_DATE', time)
        state.setEnv('GIT_AUTHOR_DATE', time)
      },
    },
    handle: {
      run(state, args) {
        const [kind = '', folder = ''] = args
        usage(args.length === 1 || args.length === 2, 'handle server [folder]')
        handle({ kind, folder: state.path(folder), env: { ...state.env } })
      },
    },
    modzip: {
      async run(state, args) {
        const [file = '', module = '', folder = ''] = args
        usage(args.length === 3 && module.includes('@'), 'modzip file path@version folder')
        await zipFolder(state.path(file), module, state.path(folder))
      },
    },
    unquote: {
      run(_state, args) {
        const [text = ''] = args
        usage(args.length === 1, 'unquote text')
        return { stdout: unquoteGo(text), stderr: '' }
      },
    },
  }
}

async function zipFolder(file: string, module: string, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const parts: Uint8Array[] = []
  const writer = createZipWriter(async (bytes) => void parts.push(bytes))
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const content = await readFile(path)
    const name = `${module}/${path.slice(folder.length + 1)}`
    await writer.add(name, content.length, Readable.from([content]))
  }
  await writer.finish()
  writer.close()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, Buffer.concat(parts))
}
