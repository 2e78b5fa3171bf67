import { dirname, posix } from 'node:path'

/** The files of a project by their slash-separated names. */
export type ProjectFiles = Readonly<Record<string, string>>

/** A project as a go command finds it. */
export interface Project {
  readonly files: ProjectFiles
  /** The name of the go.mod or go.work that counts. */
  readonly root: string
}

/** What two programs say of a project's module graph. */
export interface GraphAnswer {
  /** The lines of `go list -m all`, with what stands in the place of a module. */
  readonly list: readonly string[]
  /** The lines of `go mod graph`. */
  readonly edges: readonly string[]
  /** What `go mod graph` reads the go.mod of, as `path@version` after `replace`, in order of the bytes. */
  readonly loaded: readonly string[]
  /** The same of `go list -m all`, which also reads the go.mod of everything it lists. */
  readonly listed: readonly string[]
  /** What `go mod download` takes, as `path@version` after `replace`, each once. */
  readonly download: readonly string[]
}

/** The folder of a file; '.' for the topmost. */
export function folderOf(name: string): string {
  return dirname(name)
}

/** The name of a file in a folder of the project, whatever way the folder is written. */
export function inFolder(folder: string, name: string): string {
  return posix.join(folder, name)
}
