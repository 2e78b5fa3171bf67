import { execFileSync } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'

/** `go` and `git` that note what they do, for whoever has {@link WatchedPrograms.path} as PATH. */
export interface WatchedPrograms extends AsyncDisposable {
  readonly path: string
  /** Processes of go and git begun so far, those that git begins for itself among them. */
  readonly started: () => Promise<number>
  /** Seconds of processor time that finished go commands took, with all they began. */
  readonly goSeconds: () => Promise<number>
}

/** Puts wrappers in front of both programs. git tells of its own helpers by itself (git's trace2). */
export async function watchedPrograms(): Promise<WatchedPrograms> {
  const folder = await temporaryFolder('programs')
  const file = (name: string) => join(folder.path, name)
  const wrappers = {
    git: `export GIT_TRACE2_EVENT='${file('trace')}'\nexec '${real('git')}' "$@"\n`,
    go: `echo >> '${file('go-started')}'\n'${real('go')}' "$@"\ncode=$?\ntimes >> '${file('go-times')}'\nexit $code\n`,
  }
  for (const [name, script] of Object.entries(wrappers)) {
    await writeFile(file(name), `#!/bin/sh\n${script}`)
    await chmod(file(name), 0o755)
  }
  const read = (name: string) => readFile(file(name), 'utf8').catch(() => '')
  return {
    path: `${folder.path}:${process.env['PATH'] ?? ''}`,
    async started() {
      const gits = (await read('trace')).match(/^\{"event":"start",/gm)?.length ?? 0
      return gits + (await read('go-started')).length
    },
    async goSeconds() {
      const times = (await read('go-times')).matchAll(/(\d+)m([\d.]+)s/g)
      return [...times].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0)
    },
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  }
}

function real(program: string): string {
  return execFileSync('/bin/sh', ['-c', `command -v ${program}`])
    .toString()
    .trim()
}
