import { isConflictMarker } from './conflict-marker.ts'
import { fields } from './mod-file/chars.ts'
import { decodeText } from './mod-file/decode.ts'
import { InvalidError } from './invalid-error.ts'
import { checkImportPath } from './module-path.ts'
import { compareVersions, isValid } from './semver.ts'

/** What vendor/modules.txt says of a module; version '' stands for a `replace` line without a version. */
export interface VendoredModule {
  readonly path: string
  readonly version: string
  /** The line that names it first, from 1. */
  readonly line: number
  /** Whether go.mod required it when the folder was made; not written before Go 1.14. */
  readonly explicit: boolean
  /** How many packages of it are in the folder. */
  readonly packages: number
  /** What replaced it: a folder has the version ''. */
  readonly replacement?: { readonly path: string; readonly version: string }
}

/** The content of a vendor/modules.txt. */
export interface ModulesTxt {
  /** Each module version once, in the order of the file. */
  readonly modules: readonly VendoredModule[]
  /** Whether the folder was made for a go.work. */
  readonly workspace: boolean
  /** Lines of an unfinished merge, from 1; the go command passes over them. */
  readonly conflicts: readonly number[]
}

interface Found {
  path: string
  version: string
  line: number
  explicit: boolean
  packages: number
  replacement?: { path: string; version: string }
}

/**
 * Reads a vendor/modules.txt. What is not understood is passed over, as in Go. Never throws. Cost: linear in the length
 * of the text.
 *
 * Source: `cmd/go/internal/modload.readVendorList`, `modulesTextIsForWorkspace`
 */
export function parseModulesTxt(text: string | Uint8Array): ModulesTxt {
  const found = new Map<string, Found>()
  const conflicts: number[] = []
  const lines = decodeText(text).split('\n')
  let current: Found | undefined

  function named(path: string, version: string, line: number): Found {
    const key = `${path}@${version}`
    const known = found.get(key) ?? { path, version, line, explicit: false, packages: 0 }
    found.set(key, known)
    return known
  }

  /** `# path version`, `# path version => other version`, `# path => ./folder` and the like. */
  function moduleLine(words: readonly string[], line: number): Found | undefined {
    const [, path = '', second = ''] = words
    const hasVersion = isValid(second)
    if (!hasVersion && second !== '=>') return undefined
    const module = named(path, hasVersion ? second : '', line)
    const [arrow, newPath, newVersion = '', ...more] = words.slice(hasVersion ? 3 : 2)
    const isKnown = arrow === '=>' && newPath !== undefined && more.length === 0
    if (isKnown && (newVersion === '' || isValid(newVersion))) {
      module.replacement = { path: newPath, version: newVersion }
    }
    return module
  }

  for (const [index, content] of lines.entries()) {
    const line = index + 1
    if (isConflictMarker(content)) conflicts.push(line)
    else if (content.startsWith('# ')) {
      const words = fields(content)
      if (words.length >= 3) current = moduleLine(words, line)
    } else if (current !== undefined && content.startsWith('## ')) {
      current.explicit ||= annotations(content).includes('explicit')
    } else if (current !== undefined && isPackage(content)) current.packages += 1
  }
  const [first = ''] = lines
  const workspace = first.startsWith('## ') && annotations(first).includes('workspace')
  return { modules: [...found.values()], workspace, conflicts }
}

/** The modules whose packages are in the folder: of each path the highest version. */
export function vendoredVersions({ modules }: ModulesTxt): ReadonlyMap<string, string> {
  const versions = new Map<string, string>()
  for (const { path, version, packages } of modules) {
    const known = versions.get(path)
    if (packages === 0 || (known !== undefined && compareVersions(known, version) >= 0)) continue
    versions.set(path, version)
  }
  return versions
}

function annotations(line: string): string[] {
  return line
    .slice('## '.length)
    .split(';')
    .map((entry) => entry.trim())
}

function isPackage(line: string): boolean {
  const [path, ...more] = fields(line)
  if (path === undefined || more.length > 0) return false
  try {
    checkImportPath(path)
    return true
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    return false
  }
}
