import { modulePaths } from './module-paths.ts'
import type { Plan } from './plan.ts'
import type { Planted } from './plant.ts'
import { randomFrom, type Random } from './random.ts'

/** What is asked of one repository. */
export interface Questions {
  /** Module paths whose versions are to be listed. */
  readonly lists: readonly string[]
  /** `module@query`. */
  readonly queries: readonly string[]
}

/** Draws what to ask: of each kind of question some, and not more than `most` in all. */
export async function drawQuestions(plan: Plan, planted: Planted, most = 48): Promise<Questions> {
  const random = randomFrom(`${plan.seed}/questions`)
  const paths = modulePaths(plan)
  const declared = plan.declared.map(({ path }) => path)
  const likely = [plan.root, plan.root, ...declared, ...declared, ...declared, random.pick(paths)]
  const commits = await commitsOf(planted)
  const queries = new Set<string>()
  const add = (path: string, query: string) => queries.add(`${path}@${query}`)

  for (const path of random.some(likely, 3, 1)) add(path, 'latest')
  add(plan.root, 'latest')
  for (const tag of random.some(plan.tags, 24, 14)) {
    const [, folder = '', version = tag] = /^(?:(.*)\/)?([^/]*)$/.exec(tag) ?? []
    const own = [plan.root, folder].filter(Boolean).join('/')
    const major = /^v(\d+)\./.exec(version)?.[1] ?? '0'
    if (!isAskable(version)) continue
    if (Number(major) < 2 || random.chance(0.4)) add(own, version)
    if (Number(major) > 1 && !/v\d+$/.test(own)) add(`${own}/v${major}`, version)
    if (random.chance(0.1)) add(random.pick(likely), version)
    if (random.chance(Number(major) > 1 ? 0.5 : 0.1)) add(own, `${version}+incompatible`)
    if (random.chance(0.15)) add(own, tag)
    if (random.chance(0.1)) add(own, `${version.replace(/\+.*/, '')}+extra`)
  }
  for (const branch of random.some(plan.branches.filter(isAskable), 4, 1))
    add(random.pick(likely), branch)
  for (const query of random.some(fixed, 5, 2)) add(random.pick(likely), query)
  for (const commit of random.some(commits, 9, 6)) {
    const { hash } = commit
    const path = random.pick(likely)
    if (random.chance(0.75)) add(path, hash.slice(0, random.pick([12, 12, 40, 64, 7, 8, 11])))
    for (let many = random.below(4); many > 0; many--) addPseudo(random.pick(likely), commit)
  }
  function addPseudo(path: string, commit: Commit): void {
    const major = Number(/[./]v(\d+)$/.exec(path)?.[1] ?? 0)
    const folder = plan.declared.find((one) => one.path === path)?.folder ?? ''
    const own = versionsIn(plan.tags, folder === '' ? '' : `${folder}/`).filter((version) =>
      major === 0 ? /^v[01]\./.test(version) : version.startsWith(`v${major}.`),
    )
    const bases = random.chance(0.8) ? own : versionsIn(plan.tags)
    add(path, pseudo(random, commit, major, bases))
  }
  const drawn = [...queries].filter((query) => isPlain(query))
  return { lists: random.some(paths, 8, 4), queries: random.some(drawn, most, most) }
}

/**
 * Queries for any module. No prefix of an `+incompatible` major is among them, such as `v2`: of its own repository go
 * reads the list by that prefix, and without the other majors' tags it judges the old ones otherwise than in the list
 * that a proxy gives it.
 */
const fixed = [
  'HEAD',
  'v1',
  'v1.2',
  '<v1.2.0',
  '<=v1.2.3',
  '>v1.0.0',
  '>=v1.1.0',
  '>v9.0.0',
  '<v0.0.1',
  'v1.99.0',
  'no-such-branch',
  'refs/heads/main',
  'refs/pull/1/head',
  'origin/main',
  '0123456',
  'v0.0.0-20200102030405-0123456789ab',
  'v1.2.3+meta',
  'deadbeef',
]

/** Neither side could be asked these: `none` and the like mean something else, and some are no argument at all. */
function isAskable(query: string): boolean {
  return !/^(latest|none|upgrade|patch)$/.test(query) && !/[@<>!]/.test(query)
}

/** An argument that reads the same for both programs. */
function isPlain(argument: string): boolean {
  return /^[^@\s]+@[^@\s\\-][^@\s\\]*$/.test(argument)
}

interface Commit {
  readonly hash: string
  /** Seconds, as git reads them. */
  readonly time: number
}

async function commitsOf({ repository, commits }: Planted): Promise<Commit[]> {
  const lines = await repository.git(
    'log',
    '--no-walk=unsorted',
    '--format=%H %ct',
    ...commits,
    '--',
  )
  return lines.split('\n').map((line) => {
    const [hash = '', time = ''] = line.split(' ')
    return { hash, time: Number(time) || 0 }
  })
}

/** Versions that tags are for: of all modules, or of the one whose tags begin so. */
function versionsIn(tags: readonly string[], prefix?: string): string[] {
  const own = tags.filter((tag) => prefix === undefined || tag.replace(/[^/]*$/, '') === prefix)
  return own.flatMap((tag) => /(?:^|\/)(v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(tag)?.[1] ?? [])
}

/** A pseudo-version of a commit, right or a little wrong. */
function pseudo(
  random: Random,
  { hash, time }: Commit,
  major: number,
  versions: readonly string[],
): string {
  const wrong = random.chance(0.2)
  const shift = wrong ? random.pick([0, 1, -1, 60, 3600]) : 0
  const digits = stamp(time + shift)
  const rev = hash.slice(0, wrong ? random.pick([12, 12, 11, 13, 7, 40]) : 12)
  const tail = `${wrong && random.chance(0.1) ? digits.slice(0, 13) : digits}-${rev}`
  const base = versions.length > 0 && random.chance(0.6) ? random.pick(versions) : ''
  if (base === '') return `v${random.pick([major, major, major, 0, 1])}.0.0-${tail}`
  const suffix = random.chance(/^v[01]\./.test(base) ? 0.04 : 0.4) ? '+incompatible' : ''
  if (base.includes('-')) return `${base}.0.${tail}${suffix}`
  const [first = '', minor = '', patch = ''] = base.split('.')
  return `${first}.${minor}.${BigInt(patch) + (wrong && random.chance(0.3) ? 0n : 1n)}-0.${tail}${suffix}`
}

function stamp(seconds: number): string {
  const time = new Date(Math.max(0, Math.min(seconds, 253402300799)) * 1000)
  return time.toISOString().replaceAll(/[-:T]|\..*/g, '')
}
