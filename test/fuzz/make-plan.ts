import type { CommitSpec, TagSpec } from '../forge/commit-spec.ts'
import { makeGoMod } from './make-go-mod.ts'
import { branchName, makeTags, tagName, take } from './make-refs.ts'
import { makeRawTree } from './make-raw-tree.ts'
import { makeTree } from './make-tree.ts'
import { oddHeaders } from './odd-headers.ts'
import type { DeclaredModule, Feature, OddObject, Plan } from './plan.ts'
import { profiles } from './profiles.ts'
import { randomFrom, type Random } from './random.ts'

/** The repository of a seed. What is left out of the features is not drawn; the rest stays as it is. */
export function makePlan(seed: number, without: ReadonlySet<Feature> = new Set()): Plan {
  const random = randomFrom(String(seed))
  const profile = random.fork('profile').pick(profiles)
  const has = (feature: Feature) => !without.has(feature) && !profile.without.has(feature)
  const draw = (feature: Feature, often: number): Random | undefined => {
    const fork = random.fork(feature)
    return fork.chance(often) && has(feature) ? fork : undefined
  }

  const objectFormat = draw('sha256', 0.12) ? 'sha256' : 'sha1'
  const place = placeOf(random.fork('place'), seed, draw('vanity', 0.3))
  const nested = draw('nested-modules', 0.6)
  const folders = ['', ...(place.isGopkg ? [] : (nested?.some(folderNames, 2, 1) ?? []))]
  const majors = draw('majors', 0.6)?.some([2, 3], 2, 1) ?? []
  const main = random.pick(['main', 'main', 'master', 'trunk', 'v1'])

  const branches = new Set([main])
  const takenTags = new Set<string>()
  const commits: CommitSpec[] = []
  const odd: OddObject[] = []
  const declared: DeclaredModule[] = []
  const many = (profile.eachIsVersion ? 8 : 2) + random.fork('many').below(7)
  for (let index = 0; index < many; index++) {
    const step = random.fork(`commit ${index}`)
    const dates = dateMaker(step.fork('dates'), has('odd-dates'))
    const tree = treeOf(step.fork('tree'), index)
    const name = branchName(step.fork('branch'), main, has('odd-branches'))
    const branch = branches.has(name) || take(branches, name) ? name : main
    const pull = step.fork('pull')
    const isPull = pull.chance(0.1) && has('pull-requests') && index > 0
    const date = dates()
    const tagged = step.fork('tags')
    const nameOfTag = () => tagName(tagged, declared, has('odd-tags'))
    const tags = isPull ? [] : makeTags(tagged, takenTags, nameOfTag, dates)
    if (profile.eachIsVersion) tags.push(...versionTags(index))
    commits.push({
      ...tree,
      branch: isPull ? `refs/pull/${index}/head` : branch,
      ...parentsOf(step.fork('parents'), index, has('merges')),
      ...(date && { date }),
      tags,
    })
    const object = draw('odd-objects', 0.25)?.fork(String(index))
    if (object?.chance(0.4)) odd.push(...oddObject(object, index))
  }

  /** A tag of each module's own for one commit. */
  function versionTags(index: number): TagSpec[] {
    const modules = new Map(declared.map((one) => [one.path, one]))
    return [...modules.values()]
      .map(({ folder, major }) => `${folder === '' ? '' : `${folder}/`}v${major || 1}.7.${index}`)
      .filter((name) => take(takenTags, name))
      .map((name) => ({ name }))
  }

  function oddObject(object: Random, on: number): OddObject[] {
    const kind = object.pick(oddKinds)
    const name = tagName(object, declared, has('odd-tags'))
    if (!take(takenTags, name)) return []
    const headers = kind === 'commit' ? { headers: object.pick(oddHeaders) } : {}
    return [{ ref: `refs/tags/${name}`, on, kind, ...headers }]
  }

  function treeOf(step: Random, index: number): Partial<CommitSpec> {
    const goMods: Record<string, string> = {}
    const remove: string[] = []
    for (const folder of folders) {
      const own = step.fork(`module ${folder}`)
      const isLegacy = profile.legacy && folder === '' && own.chance(0.9)
      const isFirst = (index === 0 || profile.eachIsVersion) && !own.chance(0.08)
      const usual = random.fork(`major of ${folder}`).pick([0, ...majors])
      const major = own.chance(0.15) ? own.pick([0, ...majors]) : usual
      const nestedMajor = major > 1 && own.chance(0.5)
      const base = [place.root, folder].filter(Boolean).join('/')
      const name = [folder, nestedMajor ? `v${major}` : '', 'go.mod'].filter(Boolean).join('/')
      const path = major > 1 && !place.isGopkg ? `${base}/v${major}` : base
      const odd = has('odd-go-mod') ? profile.goMods : 0
      const task = { path, odd, retractions: has('retractions') }
      if (isLegacy) continue
      if (isFirst || own.chance(0.3)) {
        goMods[name] = makeGoMod(own.fork('text'), task)
        declared.push({ path, folder, major: place.major || major })
      } else if (own.chance(0.06)) remove.push(name)
    }
    const raw = step.fork('raw')
    if (raw.chance(0.06 * profile.trees) && has('raw-trees') && objectFormat === 'sha1')
      return { rawTree: makeRawTree(raw, goMods['go.mod'] ?? `module ${place.root}\n`) }
    const { files, submodules, ...rest } = makeTree(step.fork('files'), folders, has, profile.trees)
    const links = Object.keys(rest.symlinks ?? {})
    const kept = Object.entries({ ...files, ...goMods }).filter(([name]) => !links.includes(name))
    const length = objectFormat === 'sha1' ? 40 : 64
    const modules = Object.keys(submodules ?? {}).map((name) => [name, 'c'.repeat(length)] as const)
    return {
      files: Object.fromEntries(kept),
      ...rest,
      ...(profile.eachIsVersion && { fresh: true }),
      submodules: Object.fromEntries(modules),
      ...(index > 0 && { remove }),
    }
  }

  const head = draw('odd-head', 0.15)
  return {
    seed,
    without,
    ...place,
    page: random.fork('page').pick(pageKinds),
    commits,
    odd,
    objectFormat,
    head: head ? head.pick(['none', ...branches]) : main,
    ...(head?.chance(0.3) && { detached: head.below(many) }),
    folders,
    majors,
    declared,
    tags: [...takenTags],
    branches: [...branches],
  }
}

const folderNames = ['sub', 'a/b', 'go', 'cmd/tool', 'Upper', 'x.y', 'internal', 'vendor/dep', 'v2']

interface Placing extends Pick<Plan, 'at' | 'root' | 'subdir'> {
  readonly isGopkg: boolean
  /** That the root's own path ends in; 0 for none. */
  readonly major: number
}

function placeOf(random: Random, seed: number, vanity: Random | undefined): Placing {
  const name = `f${seed}`
  const at = `github.com/acme/${name}`
  if (!vanity) return { at, root: at, isGopkg: false, major: 0 }
  const kind = vanity.pick(['gopkg', 'vanity', 'subdir', 'major'])
  if (kind === 'gopkg') {
    const major = 1 + vanity.below(3)
    const root = `gopkg.in/${name}.v${major}${vanity.chance(0.1) ? '-unstable' : ''}`
    return { at: root, root, isGopkg: true, major }
  }
  const root = `vanity.test/${name}${kind === 'major' ? '/v2' : ''}`
  return {
    at,
    root,
    isGopkg: false,
    major: kind === 'major' ? 2 : 0,
    ...(kind === 'subdir' && { subdir: random.pick(['sub', 'go', 'a/b']) }),
  }
}

function parentsOf(
  random: Random,
  index: number,
  merges: boolean,
): Pick<CommitSpec, 'from' | 'merge'> {
  if (index === 0) return { from: null }
  if (merges && random.chance(0.05)) return { from: null }
  const from = merges && random.chance(0.25) ? random.below(index) : index - 1
  if (!merges || index < 2 || !random.chance(0.25)) return { from }
  const merge = random
    .some(
      Array.from({ length: index }, (_, place) => place),
      2,
      1,
    )
    .filter((place) => place !== from)
  return { from, merge }
}

/** Dates of one commit and its tags: mostly none, which makes every commit a minute younger than the one before. */
function dateMaker(random: Random, odd: boolean): () => string | undefined {
  return () =>
    odd && random.chance(0.3)
      ? random.pick([
          '2020-01-02T03:04:05Z',
          '2020-01-02T03:05:05Z',
          '2019-12-31T23:59:59Z',
          '1970-01-01T00:00:00Z',
          '1970-01-01T00:00:01Z',
          '2001-09-09T01:46:40Z',
          '2038-01-19T03:14:08Z',
          '2099-12-31T23:59:59Z',
          '9999-12-31T23:59:59Z',
          '2024-02-29T12:00:00Z',
        ])
      : undefined
}

const pageKinds = ['plain', 'plain', 'plain', 'not-found', 'stranger', 'twice', 'cut'] as const

const oddKinds = ['tree', 'blob', 'tag-of-tag', 'tag-of-tree', 'commit', 'commit'] as const
