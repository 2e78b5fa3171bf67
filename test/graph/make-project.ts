import type { ModuleVersion } from '../../src/gomod/graph/module-graph.ts'
import { randomFrom, type Random } from '../fuzz/random.ts'
import { goLineOf, mainPath, makeModules, requireLines, type Age } from './make-modules.ts'
import type { MadeModule } from './made-registry.ts'
import type { Project } from './project.ts'

/** A made project, and the modules there are in its world. */
export interface MadeProject {
  readonly project: Project
  readonly modules: readonly MadeModule[]
}

/** What kind of project is made. */
export interface Profile {
  readonly main: Age
  readonly modules: Age
  readonly isWorkspace: boolean
}

/** Makes a project up. The same seed and profile make the same. */
export function makeProject(seed: string, profile: Profile): MadeProject {
  const random = randomFrom(seed)
  const modules = makeModules(profile.modules, random.fork('modules'))
  const make = profile.isWorkspace ? workspace : module
  return { modules, project: make(modules, profile.main, random.fork('project')) }
}

function module(modules: readonly MadeModule[], age: Age, random: Random): Project {
  const { text, files } = goMod(0, '.', modules, age, random)
  return { root: 'go.mod', files: { ...files, 'go.mod': text } }
}

function workspace(modules: readonly MadeModule[], age: Age, random: Random): Project {
  const files: Record<string, string> = {}
  const uses: string[] = []
  const replacing = random.below(4)
  for (let index = 0; index < 2 + random.below(3); index += 1) {
    const folder = random.chance(0.2) ? `deep/m${index}` : `m${index}`
    const made = goMod(index, folder, modules, age, random.fork(folder), index === replacing)
    Object.assign(files, made.files, { [`${folder}/go.mod`]: made.text })
    uses.push(`use ./${folder}\n`)
  }
  const { lines, files: folders } = replaceLines('.', modules, random.fork('work'))
  const toolchain = random.chance(0.3) ? 'toolchain go1.26.1\n' : ''
  const go = random.chance(0.2) ? '1.25.0' : '1.26'
  const text = `go ${go}\n${toolchain}${uses.join('')}${random.chance(0.4) ? lines : ''}`
  return { root: 'go.work', files: { ...files, ...folders, 'go.work': text } }
}

interface MadeFile {
  readonly text: string
  /** What its `replace` lines name. */
  readonly files: Readonly<Record<string, string>>
}

function goMod(
  index: number,
  folder: string,
  modules: readonly MadeModule[],
  age: Age,
  random: Random,
  mayReplace = true,
): MadeFile {
  const go = goLineOf(age, random)
  const toolchain = random.pick(['', '', '', 'toolchain go1.22.0\n', 'toolchain default\n'])
  const hasToolchain = go !== '' && random.chance(0.5)
  const { lines, files } = replaceLines(folder, modules, random.fork('replace'))
  const excluded = random
    .some(modules, 2)
    .map(({ path, version }) => `exclude ${path} ${version}\n`)
  const tool = random.chance(0.2) ? `tool ${random.pick(modules).path}/cmd\n` : ''
  const parts = [
    `module ${mainPath(index)}\n`,
    go === '' ? '' : `go ${go}\n`,
    hasToolchain ? toolchain : '',
    requireLines(modules, 6, random.fork('require')),
    random.chance(0.35) ? excluded.join('') : '',
    mayReplace && random.chance(0.5) ? lines : '',
    tool,
    random.chance(0.1) ? 'retract [v1.0.0, v1.1.0]\n' : '',
  ]
  return { text: parts.join(''), files }
}

/** Replaces a few paths, each at most once, by other modules and by folders. */
function replaceLines(
  folder: string,
  modules: readonly MadeModule[],
  random: Random,
): { readonly lines: string; readonly files: Readonly<Record<string, string>> } {
  const files: Record<string, string> = {}
  const lines: string[] = []
  for (const { path, version } of random.some(onePerPath(modules), 3)) {
    if (path.startsWith(mainPath(0).slice(0, -1))) continue
    const from = random.chance(0.4) ? `${path} ${version}` : path
    if (random.chance(0.5)) {
      const to = random.pick(modules)
      lines.push(`replace ${from} => ${to.path} ${to.version}\n`)
      continue
    }
    const place = `local/${lines.length}`
    lines.push(`replace ${from} => ./${place}\n`)
    files[`${folder}/${place}/go.mod`.replace(/^\.\//, '')] =
      `module local.test/any\n${random.chance(0.5) ? 'go 1.20\n' : ''}${requireLines(modules, 3, random)}`
  }
  return { lines: lines.join(''), files }
}

function onePerPath<T extends ModuleVersion>(modules: readonly T[]): T[] {
  return [...new Map(modules.map((module) => [module.path, module])).values()]
}
