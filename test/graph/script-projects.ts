import { readFile } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { parseTxtar } from '../scripts/engine/txtar.ts'
import type { Project } from './project.ts'

/** A go.mod or go.work among the files of a script of the go command. */
export interface ScriptProject {
  /** The script, without `.txt`, and the file as the script names it. */
  readonly name: string
  readonly project: Project
}

/** A Go version that the installed go takes, and the scripts take for its own. */
const someGo = '1.26'

/**
 * The projects that a script of the go command is given: one for every go.mod and go.work, and for every file that it
 * puts in the place of one, such as `go.mod.orig`. Of the files only those are kept that a module graph depends on.
 */
export async function projectsOf(
  scripts: string,
  script: string,
): Promise<readonly ScriptProject[]> {
  const { files } = parseTxtar(await readFile(join(scripts, `${script}.txt`)))
  const texts = new Map(
    files.map(({ name, content }) => [
      placeOf(name),
      content.toString().replaceAll('$goversion', someGo),
    ]),
  )
  const own = [...texts].filter(([name]) => /^go\.(?:mod|work)$/.test(basename(name)))
  return [...texts].flatMap(([name, text]) => {
    const [, kind] = /^go\.(mod|work)(?:[.-][^/]*)?$/.exec(basename(name)) ?? []
    if (kind === undefined || name.includes('/vendor/')) return []
    const root = posix.join(dirname(name), `go.${kind}`)
    const project = { root, files: { ...Object.fromEntries(own), [root]: text } }
    return [{ name: `${script} ${name}`, project }]
  })
}

/** Where a script finds a file, below `$WORK`. Source: `cmd/go/script_test.go` initScriptDirs */
function placeOf(name: string): string {
  return name.startsWith('$WORK/') ? name.slice('$WORK/'.length) : posix.join('gopath/src', name)
}
