import type { PlatformPath } from 'node:path'

/** What is at a path. */
export type FileKind = 'file' | 'folder' | 'other'

/** The modules in the folders below one. */
export interface ModulesBelow {
  /** Paths of their go.mod files, in byte order. */
  readonly files: readonly string[]
  /** Folders that could not be read, as shown to people. */
  readonly unread: readonly string[]
}

/**
 * The files that a project is read from: those of this machine, or those of a repository at one commit. Paths are
 * absolute, and made with `path`.
 */
export interface ProjectTree {
  readonly path: PlatformPath
  /** What is there, symbolic links followed; undefined where nothing is. */
  kindOf(file: string): Promise<FileKind | undefined>
  /**
   * Reads a file.
   *
   * @throws Failure `invalid` when that is not possible, or it has more than `maxBytes`
   */
  read(file: string, maxBytes: number): Promise<Uint8Array>
  /**
   * Finds the modules below a folder, whichever is in it included. Passed over are folders that no pattern of the go
   * command matches, those named `node_modules`, and symbolic links.
   *
   * @throws Failure `invalid` when there are absurdly many folders
   */
  modulesBelow(folder: string): Promise<ModulesBelow>
  /** The repository that a folder is part of; undefined where there is none. */
  repositoryOf(folder: string): Promise<string | undefined>
  /** A path as people are shown it. */
  shown(file: string): string
}

/**
 * Whether a folder of this name has no modules of a project.
 *
 * Source: `go help packages`: testdata, vendor, and names that begin with "." or "_"
 */
export function isPassedOver(name: string): boolean {
  return /^[._]|^(?:testdata|vendor|node_modules)$/.test(name)
}
