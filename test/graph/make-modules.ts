import type { ModuleVersion } from '../../src/gomod/graph/module-graph.ts'
import type { Random } from '../fuzz/random.ts'
import type { MadeModule } from './made-registry.ts'

/** How the modules of a made graph are spread over the ages of Go. */
export type Age = 'new' | 'old' | 'mixed'

/** go lines by age; '' is none. */
const goLines: Readonly<Record<Age, readonly string[]>> = {
  new: ['1.17', '1.18', '1.20', '1.21', '1.21.0', '1.22.3', '1.24'],
  old: ['', '1.11', '1.13', '1.16'],
  mixed: ['', '1.13', '1.16', '1.17', '1.17', '1.20', '1.21', '1.22.3', '1.25.0'],
}

/** The path of the n-th main module. */
export function mainPath(index: number): string {
  return `ex.test/main${index}`
}

/** A go line of an age; '' when it has none. */
export function goLineOf(age: Age, random: Random): string {
  return random.pick(goLines[age])
}

/**
 * Makes up modules which require each other in all directions, some of them versions of main modules, some with a major
 * version in their path or `+incompatible`.
 */
export function makeModules(age: Age, random: Random): readonly MadeModule[] {
  const all = Array.from({ length: 3 + random.below(9) }, (_, index) => versionsOf(index, random))
  all.push(...[0, 1].map((index) => [{ path: mainPath(index), version: 'v1.0.0' }]))
  const versions = all.flat()
  return versions.map(({ path, version }) => {
    const isPlain = version.endsWith('+incompatible')
    const goMod = isPlain ? `module ${path}\n` : goModOf(path, versions, age, random)
    return { path, version, goMod }
  })
}

/** `require` lines for at most `most` of the versions, some of them twice with different ones. */
export function requireLines(
  versions: readonly ModuleVersion[],
  most: number,
  random: Random,
): string {
  return random
    .some(versions, most)
    .map(
      ({ path, version }) =>
        `require ${path} ${version}${random.chance(0.3) ? ' // indirect' : ''}\n`,
    )
    .join('')
}

function versionsOf(index: number, random: Random): ModuleVersion[] {
  const path = `ex.test/${String.fromCodePoint(97 + index)}`
  const kind = random.below(10)
  const some = (versions: readonly string[], at = path) =>
    random.some(versions, 3, 1).map((version) => ({ path: at, version }))
  if (kind === 0) return some(['v2.0.0', 'v2.1.0', 'v2.1.1-rc.1'], `${path}/v2`)
  if (kind === 1) return some(['v1.0.0', 'v2.0.0+incompatible', 'v3.1.0+incompatible'])
  if (kind === 2) return some(['v0.0.0-20250102030405-0123456789ab', 'v0.1.0-beta', 'v0.1.0'])
  return some(['v1.0.0', 'v1.1.0', 'v1.2.0-pre', 'v1.2.0', 'v1.10.0'])
}

function goModOf(
  path: string,
  versions: readonly ModuleVersion[],
  age: Age,
  random: Random,
): string {
  const go = goLineOf(age, random)
  const extra = random.chance(0.1) ? `exclude ${path} v1.0.0\nreplace ${path} => ../ignored\n` : ''
  const head = `module ${path}\n${go === '' ? '' : `go ${go}\n`}`
  return head + requireLines(versions, 4, random) + extra
}
