import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { findProgram } from '../scripts/engine/run-program.ts'

/** A PATH; disposing of it ends what serves there. */
export interface QuickHg extends AsyncDisposable {
  readonly path: string
}

/**
 * A PATH for go, which runs `hg` hundreds of times, each of which loads all of Mercurial. There `hg` is `chg`, the client
 * that comes with Mercurial, of servers that have it loaded; only a command with settings of its own is `hg` itself. The
 * servers end within a second when their folder is gone. Where there is no chg, `path` as it is. Source: chg(1),
 * `mercurial/chgserver.py`.
 */
export async function quickHg(path = process.env['PATH'] ?? ''): Promise<QuickHg> {
  const [hg, chg] = await Promise.all(['hg', 'chg'].map((name) => findProgram(name, path)))
  if (hg === undefined || chg === undefined) return { path, async [Symbol.asyncDispose]() {} }
  const folder = await temporaryFolder('chg')
  const settings = `CHGHG='${hg}' CHGSOCKNAME='${join(folder.path, 'server')}'`
  const withSettings = `case "$1" in --config*) exec '${hg}' "$@" ;; esac`
  const script = `#!/bin/sh\n${withSettings}\n${settings} exec '${chg}' "$@"\n`
  await writeFile(join(folder.path, 'hg'), script, { mode: 0o755 })
  return {
    path: `${folder.path}${delimiter}${path}`,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
