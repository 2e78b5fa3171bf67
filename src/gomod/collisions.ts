import { foldKey } from './fold.ts'

interface Node {
  /** As first seen. */
  readonly path: string
  readonly isDirectory: boolean
  /** By folded name. */
  children: Map<string, Node> | undefined
}

/**
 * A function that takes the clean paths of a zip one after the other, and says why a path cannot
 * stand beside those before it: it or one of its parent directories is there already, differs in
 * letter case only, or is both a file and a directory. Undefined when it can. A directory may come
 * many times.
 *
 * Memory: one node for each path and each directory.
 *
 * Source: x/mod/zip.collisionChecker
 */
export function collisionChecker(): (path: string, isDirectory: boolean) => string | undefined {
  const root: Node = { path: '', isDirectory: true, children: undefined }

  // Files mostly come directory by directory.
  let recent = { directory: '', node: root }

  return function check(path, isDirectory) {
    const directory = path.slice(0, path.lastIndexOf('/') + 1)
    const known = directory === recent.directory
    let start = known ? directory.length : 0
    let parent = known ? recent.node : root
    let problem: string | undefined

    while (start <= path.length) {
      const slash = path.indexOf('/', start)
      const isLast = slash === -1
      const end = isLast ? path.length : slash
      const found: Node = {
        path: path.slice(0, end),
        isDirectory: isDirectory || !isLast,
        children: undefined,
      }
      if (isLast && problem === undefined) recent = { directory, node: parent }
      const key = foldKey(path.slice(start, end))
      parent.children ??= new Map()
      const node = parent.children.get(key)
      if (node === undefined) parent.children.set(key, found)
      else problem = clash(node, found) ?? problem
      parent = node ?? found
      start = end + 1
    }
    return problem
  }
}

function clash(earlier: Node, later: Node): string | undefined {
  if (earlier.path !== later.path) {
    return `differs only in letter case from ${JSON.stringify(earlier.path)}`
  }
  if (earlier.isDirectory !== later.isDirectory) {
    return `${JSON.stringify(later.path)} is a file and a directory`
  }
  return later.isDirectory ? undefined : 'comes more than once'
}
