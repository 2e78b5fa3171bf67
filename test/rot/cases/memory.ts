import { commit, goMod } from '../../check/scene.ts'
import { status } from '../../forge/reply.ts'
import { repository } from '../../forge/repository.ts'
import type { Place } from '../place.ts'
import type { RotCase } from '../rot-case.ts'

/** The tag names a new commit with the same files. */
async function remade({ x, path }: Place): Promise<void> {
  const [hash = ''] = await x.commit([{ ...commit(path), remove: ['b.go'] }])
  await x.moveTag('v1.0.0', hash)
}

/** The import page names a folder of another repository, which has the module with more files. */
function elsewhere(more: Readonly<Record<string, string>>): NonNullable<RotCase['happens']> {
  return async ({ forge, path, page, codeHost }) => {
    const files = { 'go.mod': goMod(path), 'a.go': 'package a\n', ...more }
    const inside = Object.entries(files).map(([name, text]) => [`sub/${name}`, text])
    const copy = await repository(forge, `${codeHost}/copy/x`, [
      { files: Object.fromEntries(inside), tags: ['sub/v1.0.0'] },
    ])
    const content = `${path} git ${copy.url} sub`
    page(path, { body: `<head><meta name="go-import" content="${content}"></head>` })
  }
}

/** What the module cache says of where it had the content. */
const cachedAt =
  (index: number): NonNullable<RotCase['claim']> =>
  (_, { x }) => ({ cachedOrigin: { VCS: 'git', URL: x.url, Hash: x.commits[index] ?? '' } })

const refs = { remembers: true, level: 'refs' } as const

/** What a machine says that has seen the version before, or whose module cache has. */
export const memoryCases: readonly RotCase[] = [
  { ...refs, what: 'nothing happens', says: 'unchanged', confidence: 'corroborated' },
  {
    ...refs,
    what: 'nothing happens, and go.sum has no line',
    isWithoutSums: true,
    says: 'unchanged',
    confidence: 'tentative',
  },
  {
    ...refs,
    what: 'nothing happens, and all is read anew',
    level: 'content',
    says: 'verified',
    nearMissOf: 'pending',
  },
  {
    ...refs,
    what: 'nobody may be asked any more',
    isStopped: true,
    says: 'pending',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its content is known from the day before, and nobody is asked',
    days: [0, 1],
    endsOffline: true,
    says: 'stale',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its content is known, its tag is deleted, and nobody is asked the next day',
    days: [0, 1],
    endsOffline: true,
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    says: 'stale',
    nearMissOf: 'version-gone',
  },
  {
    what: 'its tag was seen gone the day before, and nobody is asked',
    days: [0, 1],
    endsOffline: true,
    hasControl: true,
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    says: 'stale',
    nearMissOf: 'pending',
  },
  {
    what: 'nothing is known of it, and nobody is asked',
    days: [0],
    endsOffline: true,
    says: 'pending',
    nearMissOf: 'stale',
  },
  {
    what: 'only the module cache tells of it, and nobody is asked',
    days: [0],
    endsOffline: true,
    claim: cachedAt(0),
    says: 'stale',
  },
  {
    ...refs,
    what: 'a line of go.sum is wrong',
    claim: () => ({ goSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    says: 'version-moved',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its tag is made anew with the same files',
    happens: remade,
    says: 'recreated',
    confidence: 'corroborated',
  },
  {
    ...refs,
    what: 'its tag is made anew with the same files, and is looked at for weeks, now that its commit is known',
    happens: remade,
    days: [0, 1, 30],
    says: 'recreated',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its tag is made anew with the same files, and is put back',
    happens: async (place) => {
      await remade(place)
      place.before(2, () => place.x.moveTag('v1.0.0', 0))
    },
    days: [0, 1],
    says: 'unchanged',
    nearMissOf: 'recreated',
  },
  {
    ...refs,
    what: 'its tag becomes an annotated one of the same commit',
    happens: async ({ x }) => {
      const who = ['-c', 'user.name=x', '-c', 'user.email=x@x.test']
      await x.git(...who, 'tag', '-f', '-a', '-m', 'now signed', 'v1.0.0', x.commits[0] ?? '')
    },
    says: 'unchanged',
    nearMissOf: 'recreated',
  },
  {
    ...refs,
    what: 'its tag is moved',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    says: 'version-moved',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its tag is moved, and is looked at again, now that its commit is known',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    days: [0, 1],
    says: 'version-moved',
  },
  {
    ...refs,
    what: 'its tag is moved, and go.sum has no line',
    isWithoutSums: true,
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    says: 'version-moved',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its tag is moved, go.sum has no line, and is looked at again, now that its commit is known',
    isWithoutSums: true,
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    days: [0, 1, 2],
    says: 'version-moved',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its import page names a folder of another repository with other files, and go.sum has no line',
    isWithoutSums: true,
    happens: elsewhere({ 'b.go': 'package a\n' }),
    days: [0, 1],
    says: 'import-retargeted',
  },
  {
    ...refs,
    what: 'its import page names a folder of another repository with the same files, and go.sum has no line',
    isWithoutSums: true,
    happens: elsewhere({}),
    says: 'import-moved',
    nearMissOf: 'import-retargeted',
  },
  {
    ...refs,
    what: 'its import page names a folder of another repository with the same files since the day before',
    happens: elsewhere({}),
    days: [0, 1],
    says: 'import-moved',
    nearMissOf: 'recreated',
  },
  {
    ...refs,
    what: 'its tag is deleted',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    says: 'version-gone',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its host is in trouble',
    happens: ({ git }) => git(status(500)),
    says: 'unreachable',
    nearMissOf: 'unchanged',
  },
  {
    ...refs,
    what: 'its tag is deleted, and that is seen on three days',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    days: [0, 2, 4],
    says: 'version-gone',
    confidence: 'confirmed',
  },
  {
    ...refs,
    what: 'its tag is deleted, and that is seen three times on one day',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    days: [0, 0.1, 0.2],
    says: 'version-gone',
    confidence: 'corroborated',
  },
  {
    ...refs,
    what: 'its tag is deleted, and that is seen twice in a week',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    days: [0, 7],
    says: 'version-gone',
    confidence: 'corroborated',
  },
  {
    ...refs,
    what: 'its repository is deleted, and that is seen on four days',
    hasControl: true,
    happens: ({ x }) => x.deleteRepository(),
    days: [0, 1, 2, 3.1],
    says: 'repo-gone',
    confidence: 'confirmed',
  },
  {
    ...refs,
    what: 'its host is in trouble for weeks',
    hasControl: true,
    happens: ({ git }) => git(status(500)),
    days: [0, 5, 10, 15],
    says: 'unreachable',
    confidence: 'tentative',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'nothing happens, and the module cache tells of the commit',
    level: 'refs',
    claim: cachedAt(0),
    says: 'unchanged',
    confidence: 'tentative',
  },
  {
    what: 'nothing happens, and the module cache tells of another commit',
    level: 'refs',
    claim: cachedAt(1),
    says: 'recreated',
    nearMissOf: 'unchanged',
  },
  {
    what: 'its tag is moved, and the module cache tells of the first commit',
    level: 'refs',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    claim: cachedAt(0),
    says: 'version-moved',
    nearMissOf: 'hash-unstable',
  },
  {
    what: 'its content is not what go.sum says, and the module cache had that from this commit',
    claim: (claim, place) => ({
      ...cachedAt(0)(claim, place),
      goSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    }),
    says: 'hash-unstable',
    nearMissOf: 'version-moved',
  },
  {
    what: 'nothing happens, and go.sum has no line for what the module cache tells of',
    level: 'refs',
    isWithoutSums: true,
    claim: cachedAt(0),
    says: 'verified',
    nearMissOf: 'unchanged',
  },
]
