import { InvalidError } from '../invalid-error.ts'
import { checkPathMajor } from '../module-path.ts'
import { commentText, deprecationOf, isIndirect } from './comments.ts'
import { readGodebug, readGoVersion, readPath, readToolchain } from './directives.ts'
import { readInterval } from './interval.ts'
import type * as Mod from './mod-file.ts'
import { readReplacement } from './replacement.ts'
import { readStatements, type Directive } from './statements.ts'
import { about, pathMajorOf, readText, readVersion } from './values.ts'

type Readers = Map<string, (directive: Directive) => void>

/** Directives that still matter in the go.mod file of a dependency. Source: `modfile.ParseLax`. */
const laxDirectives = new Set(['module', 'go', 'require', 'retract', 'ignore'])
const modBlocks = 'module godebug require exclude replace retract tool ignore'
const workBlocks = 'godebug use replace'

/**
 * Reads a go.mod file. With `lax`, as the go command reads those of dependencies: unknown
 * directives and those that matter in the main module only are passed over, as are malformed
 * `retract` lines, and malformed `go` versions are cut down. Paths are not checked beyond their
 * major version suffix. `name` stands in error messages. Cost: linear in the length of the text.
 *
 * @throws ModFileError
 *
 * Source: `modfile.Parse` and `modfile.ParseLax` with no VersionFixer.
 */
export function parseModFile(
  name: string,
  text: string | Uint8Array,
  options: { lax?: boolean } = {},
): Mod.ModFile {
  const lax = options.lax ?? false
  const mod = { ...emptyShared(), ...emptyMod() }
  const readers: Readers = new Map([...sharedReaders(mod, lax), ...modReaders(mod, lax)])
  if (lax) for (const verb of readers.keys()) if (!laxDirectives.has(verb)) readers.delete(verb)
  readStatements(name, text, { readers, blocks: new Set(modBlocks.split(' ')), lax })
  return mod
}

/**
 * Reads a go.work file. `name` stands in error messages. Cost: linear in the length of the text.
 *
 * @throws ModFileError
 *
 * Source: `modfile.ParseWork` with no VersionFixer.
 */
export function parseWorkFile(name: string, text: string | Uint8Array): Mod.WorkFile {
  const use: Mod.PathDirective[] = []
  const work = { ...emptyShared(), use }
  const readers = sharedReaders(work, false).set('use', pathReader(use))
  readStatements(name, text, { readers, blocks: new Set(workBlocks.split(' ')), lax: false })
  return work
}

interface Shared {
  go?: string
  toolchain?: string
  godebug: Mod.GodebugDirective[]
  replace: Mod.ReplaceDirective[]
}

interface ModOnly {
  module?: Mod.ModuleDirective
  require: Mod.RequireDirective[]
  exclude: Mod.VersionDirective[]
  retract: Mod.RetractDirective[]
  tool: Mod.PathDirective[]
  ignore: Mod.PathDirective[]
}

function emptyShared(): Shared {
  return { godebug: [], replace: [] }
}

function emptyMod(): ModOnly {
  return { require: [], exclude: [], retract: [], tool: [], ignore: [] }
}

function sharedReaders(shared: Shared, lax: boolean): Readers {
  return new Map([
    [
      'go',
      ({ args }) => {
        refuseSecond('go', shared.go)
        shared.go = readGoVersion(args, lax)
      },
    ],
    [
      'toolchain',
      ({ args }) => {
        refuseSecond('toolchain', shared.toolchain)
        shared.toolchain = readToolchain(args)
      },
    ],
    ['godebug', ({ args }) => void shared.godebug.push(readGodebug(args))],
    [
      'replace',
      ({ args, line }) => void shared.replace.push({ ...readReplacement(args), line: line.line }),
    ],
  ])
}

function modReaders(mod: ModOnly, lax: boolean): Readers {
  return new Map([
    ['module', (directive) => readModule(mod, directive)],
    [
      'require',
      (directive) => {
        const indirect = isIndirect(directive.line)
        mod.require.push({ ...readModuleVersion(directive), indirect })
      },
    ],
    ['exclude', (directive) => void mod.exclude.push(readModuleVersion(directive))],
    ['retract', (directive) => readRetract(mod, directive, lax)],
    ['tool', pathReader(mod.tool)],
    ['ignore', pathReader(mod.ignore)],
  ])
}

function readModule(mod: ModOnly, { args, line, block }: Directive): void {
  refuseSecond('module', mod.module)
  const deprecated = deprecationOf(line, block)
  // Even a malformed line counts as the one module line.
  mod.module = { path: '', deprecated, line: line.line }
  mod.module = { ...mod.module, path: readPath('module', args) }
}

function readModuleVersion({ verb, args, line }: Directive): Mod.VersionDirective {
  const [pathToken, versionToken, ...more] = args
  if (pathToken === undefined || versionToken === undefined || more.length > 0) {
    throw new InvalidError(`${verb} needs "module/path v1.2.3"`)
  }
  return about(`${verb} ${JSON.stringify(pathToken)}`, () => {
    const path = readText(pathToken)
    const version = readVersion(versionToken)
    checkPathMajor(version, pathMajorOf(path))
    return { path, version, line: line.line }
  })
}

function readRetract(mod: ModOnly, { args, line, block }: Directive, lax: boolean): void {
  try {
    const { interval, rest } = readInterval(args)
    if (rest.length > 0 && !lax) {
      throw new InvalidError(
        `retract is followed by ${JSON.stringify(rest.join(' '))} after the version`,
      )
    }
    mod.retract.push({ ...interval, rationale: commentText(line, block), line: line.line })
  } catch (error) {
    // Later releases may know more forms of interval.
    if (!lax || !(error instanceof InvalidError)) throw error
  }
}

function pathReader(list: Mod.PathDirective[]): (directive: Directive) => void {
  return ({ verb, args, line }) => void list.push({ path: readPath(verb, args), line: line.line })
}

function refuseSecond(verb: string, earlier: unknown): void {
  if (earlier !== undefined) throw new InvalidError(`${verb} may stand in the file only once`)
}
