import { statSync } from 'node:fs'

/**
 * Remembers which file is at a path, by what the system calls it.
 *
 * @returns whether the path still leads to that file: not when it was moved, removed, or another one was put in its place
 * @throws the system's error when there is none
 */
export function sameFile(path: string): () => boolean {
  const opened = statSync(path, { bigint: true })
  return () => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found?.dev === opened.dev && found.ino === opened.ino
  }
}
