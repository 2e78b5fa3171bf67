import type { TagSpec } from '../forge/commit-spec.ts'
import type { DeclaredModule } from './plan.ts'
import type { Random } from './random.ts'

/** Names of refs already given; git keeps no ref below another one. */
export type TakenNames = Set<string>

/** Takes a name if git can keep it beside those taken. */
export function take(taken: TakenNames, name: string): boolean {
  const clashes = [...taken].some(
    (other) => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`),
  )
  if (!clashes) taken.add(name)
  return !clashes
}

const oddBranches = [
  'feature/x',
  'v1',
  'v1.0.0',
  'v1.2',
  'v2',
  'v2.0.0',
  'v9.9.9',
  'deadbeef',
  '1234567',
  'release-1.0',
  'sub/v1.3.0',
  'Upper/Case',
  'a+b',
  'x@y',
  'v1.5.0-rc.1',
  'v0.0.0-20200102030405-0123456789ab',
  'refs/heads/odd',
  'HEAD2',
  '@x',
  'é',
  "it's",
  'v3.0.0+incompatible',
  'a!b',
  'x.y',
  'beef',
]

const plainVersions = ['v0.1.0', 'v0.2.0', 'v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.2.3', 'v1.10.0']

const oddVersions = [
  'v1',
  'v1.2',
  'v2',
  'v1.2.3+meta',
  'v1.2.3+other',
  'v1.4.0+meta',
  'v1.2.3-pre+meta',
  'v1.0.0-pre',
  'v1.0.0-rc.1',
  'v1.0.0-rc.10',
  'v1.5.0-rc.1',
  'v1.0.0-0.20200102030405',
  'v1.0.1-0.20200102030405-0123456789ab',
  'v0.0.0-20180101000000-abcdefabcdef',
  'v1.2.4-pre.0.20180101000000-abcdefabcdef',
  'v01.0.0',
  'v1.02.3',
  'V1.6.0',
  '1.5.0',
  'v1.7.0.1',
  'v1.9.0-01',
  'v1.9.0-a.01',
  'v1.8.0-alpha_b',
  'v1.2.3+incompatible',
  'v2.0.0+incompatible',
  'v2.3.0+meta',
  'v0.0.0',
  'v1.0.0-a-b.c',
  'v99999999999999999999.0.0',
  'v1.99999999999999999999.0',
  'v1.1.18446744073709551616',
  'release',
  'latest',
  'é',
  'deadbee',
  'abcdef0',
]

/** A tag's name, mostly of a module that some go.mod is for. */
export function tagName(random: Random, declared: readonly DeclaredModule[], odd: boolean): string {
  const stranger = { folder: '', major: random.pick([0, 1, 2, 3]) }
  const own = declared.length === 0 || random.chance(0.15) ? stranger : random.pick(declared)
  const { folder, major } = own
  const plain =
    major < 2
      ? random.pick(plainVersions)
      : `v${major}.${random.below(3)}.${random.below(2)}${random.chance(0.15) ? '-beta.1' : ''}`
  const version = odd && random.chance(0.3) ? random.pick(oddVersions) : plain
  const nested = odd && major > 1 && random.chance(0.1) ? `v${major}/` : ''
  return `${folder === '' ? '' : `${folder}/`}${nested}${version}`
}

/** Tags for one commit, with names that are still free. */
export function makeTags(
  random: Random,
  taken: TakenNames,
  names: () => string,
  dates: () => string | undefined,
): TagSpec[] {
  const many = random.pick([0, 0, 1, 1, 1, 2, 3])
  return Array.from({ length: many }, names)
    .filter((name) => take(taken, name))
    .map((name) => {
      if (!random.chance(0.3)) return { name }
      const date = dates()
      const tag = { name, annotated: true, message: `about ${name}\n` }
      return date === undefined ? tag : Object.assign(tag, { date })
    })
}

/** The branch of a commit: mostly the default one. */
export function branchName(random: Random, fallback: string, odd: boolean): string {
  if (random.chance(0.6)) return fallback
  return odd ? random.pick(oddBranches) : random.pick(['dev', 'next', 'main'])
}
