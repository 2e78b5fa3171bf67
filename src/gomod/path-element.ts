/** The three grammars of slash-separated paths, from narrow to wide. */
export type PathKind = 'module' | 'import' | 'file'

/** Every character of the text may stand in an element of such a path. */
const allowed: Record<PathKind, RegExp> = {
  module: /^[A-Za-z0-9._~-]*$/,
  import: /^[A-Za-z0-9._~+-]*$/,
  file: /^[\p{L}0-9!#$%&()+,.=@[\]^_{}~ -]*$/u,
}

/** Names that Windows keeps for devices, whatever extension follows. */
const windowsDevice = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

/**
 * The rule that `path` breaks as a path of the given kind, or undefined when it is well formed.
 * The host name and the major version suffix of module paths are not looked at.
 *
 * Source: x/mod/module.checkPath
 */
export function pathFault(path: string, kind: PathKind): string | undefined {
  if (!path.isWellFormed()) return 'it is not valid Unicode text'
  if (path === '') return 'it is empty'
  if (kind !== 'file' && path.startsWith('-')) return 'it begins with "-"'
  for (const element of path.split('/')) {
    const fault = elementFault(element, kind)
    if (fault !== undefined) return fault
  }
  return undefined
}

/**
 * The rule that `element`, the text between two slashes, breaks in a path of the given kind, or
 * undefined when it is well formed.
 *
 * Letters of file names are those of the Unicode version of the running Node, as in Go they are those
 * of the running Go: 17.0 both in Node 24 and in Go 1.27, 15.0 in Go 1.21 to 1.26.
 *
 * Source: x/mod/module.checkElem
 */
export function elementFault(element: string, kind: PathKind): string | undefined {
  if (element === '') return 'it has an empty element'
  const quoted = JSON.stringify(element)
  if (/^\.+$/.test(element)) return `element ${quoted} is only dots`
  if (kind === 'module' && element.startsWith('.')) return `element ${quoted} begins with a dot`
  if (element.endsWith('.')) return `element ${quoted} ends with a dot`
  if (!allowed[kind].test(element)) return `element ${quoted} has a character that is not allowed`
  const stem = element.split('.', 1)[0] ?? ''
  if (windowsDevice.test(stem)) return `element ${quoted} names a Windows device`
  if (kind !== 'file' && /~[0-9]+$/.test(stem)) {
    return `element ${quoted} looks like a short Windows file name`
  }
  return undefined
}
