import { lstat } from 'node:fs/promises'
import { posix, relative, resolve, sep } from 'node:path'
import { safeLine } from '../../safe-text.ts'
import type { BuildPlace } from '../target/read-files.ts'
import type { BuildMessage } from './build.ts'

/** Most messages of one command. */
const mostMessages = 10
/** Most lines that may be messages: each takes a look at the disk. */
const mostLines = 100
/** Longer text is cut. */
const mostText = 500

/**
 * The messages of go about lines of a project's own files. A `//line` directive in code of others may have go name any
 * file, so a file counts only where it is there, in the folder of a main module.
 *
 * @param output what go said, run in the folder of the place
 * Source: cmd/go/internal/work.showOutput, cmd/go/internal/load.PackageError
 */
export async function ownMessages(output: string, place: BuildPlace): Promise<BuildMessage[]> {
  const found: BuildMessage[] = []
  const told = [
    ...output.matchAll(/^(?:vet: )?(\S[^\n]*?):(\d{1,7})(?::\d+)?: ([^\n]+(?:\n\t[^\n]+)*)/gm),
  ]
  for (const [, name = '', line = '', text = ''] of told.slice(0, mostLines)) {
    if (found.length === mostMessages) break
    const file = await ownFile(name, place)
    if (file === undefined || Number(line) === 0) continue
    const words = safeLine(text.replaceAll(/\n\t+/g, ' ').trim())
    const short = words.length > mostText ? `${words.slice(0, mostText)}…` : words
    found.push({ file, line: Number(line), text: short })
  }
  return found
}

/** A file of a main module, named as the go.mod of the place is; undefined for any other. */
async function ownFile(
  name: string,
  { folder, name: shownAs, mains }: BuildPlace,
): Promise<string | undefined> {
  const path = resolve(folder, name)
  if (!mains.some((main) => path.startsWith(main.folder + sep))) return undefined
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isFile() !== true) return undefined
  const beside = posix.dirname(shownAs.replaceAll('\\', '/'))
  return safeLine(posix.join(beside, relative(folder, path).split(sep).join('/')))
}
