import { commit } from '../../check/scene.ts'
import { goImport } from '../../forge/pages.ts'
import {
  corrupt,
  cutOff,
  garbage,
  status,
  throttled,
  unauthorized,
  unavailable,
} from '../../forge/reply.ts'
import type { Place } from '../place.ts'
import type { RotCase } from '../rot-case.ts'

/** The tag is put on a new commit, which is like the first one but for this. */
async function retag({ x, path }: Place, files: Readonly<Record<string, string>>): Promise<void> {
  const [hash = ''] = await x.commit([{ ...commit(path, { files }), remove: ['b.go'] }])
  await x.moveTag('v1.0.0', hash)
}

/** A module in a folder of the repository, which has its own tags. */
async function inFolder({ x, path, page }: Place, dir: string, tag: string): Promise<string> {
  const nested = `${path}/${dir}`
  const files = { [`${dir}/go.mod`]: `module ${nested}\n`, [`${dir}/c.go`]: 'package c\n' }
  await x.commit([{ files, tags: [tag] }])
  page(nested, goImport(path, 'git', x.url))
  return nested
}

const deleted: RotCase = {
  what: 'its tag is deleted',
  happens: ({ x }) => x.deleteTag('v1.0.0'),
  says: 'version-gone',
  confidence: 'corroborated',
}

/** What happens to a tag. */
export const tagCases: readonly RotCase[] = [
  { what: 'nothing happens', says: 'verified', confidence: 'corroborated' },
  deleted,
  {
    ...deleted,
    what: 'its tag is deleted, and only its go.mod is needed',
    claim: () => ({ scope: 'graph' }),
  },
  {
    ...deleted,
    what: 'its tag is deleted, and the path is private, but can be read',
    isPrivate: true,
    nearMissOf: 'private',
  },
  {
    what: 'all tags are deleted',
    happens: async ({ x }) => {
      await x.deleteTag('v1.0.0')
      await x.deleteTag('v1.1.0')
    },
    says: 'version-gone',
  },
  {
    what: 'its tag is written with a capital V now',
    happens: async ({ x }) => {
      await x.deleteTag('v1.0.0')
      await x.moveTag('V1.0.0', 0)
    },
    says: 'version-gone',
  },
  {
    what: 'its tag is pushed again between the looks',
    happens: async ({ x, before }) => {
      await x.deleteTag('v1.0.0')
      before(1, () => x.moveTag('v1.0.0', 0))
    },
    says: 'verified',
    nearMissOf: 'version-gone',
  },
  {
    what: 'its tag is pushed again between the looks, on another commit',
    happens: async ({ x, before }) => {
      await x.deleteTag('v1.0.0')
      before(1, () => x.moveTag('v1.0.0', 1))
    },
    says: 'version-moved',
    nearMissOf: 'version-gone',
  },
  ...(
    [
      ['401', unauthorized()],
      ['403', status(403)],
      ['404', status(404)],
      ['429', throttled(60)],
      ['500', status(500)],
      ['503', unavailable()],
      ['a list of refs that breaks off', cutOff(60)],
      ['a list of refs that is damaged', corrupt(8)],
      ['something that is no answer', garbage()],
    ] as const
  ).map(([what, reply]): RotCase => ({
    what: `its tag is deleted, and the second look gets ${what}`,
    happens: async ({ x, git }) => {
      await x.deleteTag('v1.0.0')
      git(reply, { from: 1 })
    },
    says: 'suspected version-gone',
    nearMissOf: 'version-gone',
  })),
  {
    what: 'the list of refs breaks off',
    happens: ({ git }) => git(cutOff(60)),
    says: 'unreachable',
    nearMissOf: 'tls-invalid',
  },
  {
    what: 'the list of refs is damaged',
    happens: ({ git }) => git(corrupt(8)),
    says: 'unreachable',
    nearMissOf: 'version-gone',
  },
  {
    what: 'the objects break off',
    happens: ({ git }) => git(cutOff(60), { from: 1 }),
    says: 'unreachable',
    nearMissOf: 'version-moved',
  },
  {
    what: 'its tag is moved to the next commit',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    says: 'version-moved',
    confidence: 'corroborated',
  },
  {
    what: 'its tag is moved to a commit with another README',
    happens: (place) => retag(place, { 'README.md': 'hello\n' }),
    says: 'version-moved',
  },
  {
    what: 'its tag is moved to a commit with another licence',
    happens: (place) => retag(place, { LICENSE: 'as you like\n' }),
    says: 'version-moved',
  },
  {
    what: 'its tag is moved to a commit with another go.mod',
    happens: (place) => retag(place, { 'go.mod': `module ${place.path}\n\ngo 1.21\n` }),
    says: 'version-moved',
  },
  {
    what: 'its tag is moved, and only its go.mod is needed, which is the same',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    claim: () => ({ scope: 'graph' }),
    says: 'verified',
    nearMissOf: 'version-moved',
  },
  {
    what: 'its tag is moved, and only its go.mod is needed, which is another',
    happens: (place) => retag(place, { 'go.mod': `module ${place.path}\n\ngo 1.21\n` }),
    claim: () => ({ scope: 'graph' }),
    says: 'version-moved',
  },
  {
    what: 'its tag is moved to a commit without go.mod',
    happens: async ({ x }) => {
      const [hash = ''] = await x.commit([{ fresh: true, files: { 'a.go': 'package a\n' } }])
      await x.moveTag('v1.0.0', hash)
    },
    says: 'version-moved',
  },
  {
    what: 'its tag is moved to a commit whose go.mod is of another major version',
    happens: (place) => retag(place, { 'go.mod': `module ${place.path}/v2\n` }),
    says: 'version-moved',
  },
  {
    what: 'its tag is moved to a commit whose go.mod is of another major version, and nothing is known of it',
    happens: (place) => retag(place, { 'go.mod': `module ${place.path}/v2\n` }),
    isWithoutSums: true,
    says: 'version-gone',
  },
  {
    what: 'its tag is moved and moved back',
    happens: async ({ x }) => {
      await x.moveTag('v1.0.0', 1)
      await x.moveTag('v1.0.0', 0)
    },
    says: 'verified',
    nearMissOf: 'version-moved',
  },
  {
    what: 'its tag is made anew on another commit with the same files, and nobody here knows the first one',
    happens: (place) => retag(place, {}),
    says: 'verified',
    nearMissOf: 'version-moved',
  },
  {
    what: 'its tag becomes an annotated one',
    happens: async ({ x }) => {
      const who = ['-c', 'user.name=x', '-c', 'user.email=x@x.test']
      await x.git(...who, 'tag', '-f', '-a', '-m', 'now signed', 'v1.0.0', x.commits[0] ?? '')
    },
    says: 'verified',
    nearMissOf: 'version-moved',
  },
  {
    what: 'HEAD names a branch that is not there',
    happens: ({ x }) => x.setHead('nowhere'),
    says: 'verified',
    nearMissOf: 'version-gone',
  },
  {
    what: 'its branch is deleted, and its tag stays',
    happens: ({ x }) => x.deleteBranch('main'),
    says: 'verified',
    nearMissOf: 'version-gone',
  },
  {
    what: 'a line of go.sum is wrong',
    claim: () => ({ goSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    says: 'version-moved',
    nearMissOf: 'verified',
  },
  {
    what: 'the line of go.sum for go.mod is wrong',
    claim: () => ({ goModSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    says: 'version-moved',
    nearMissOf: 'verified',
  },
  {
    what: 'go.sum has no line',
    isWithoutSums: true,
    says: 'verified',
    confidence: 'tentative',
  },
  {
    what: 'the tag of its folder is deleted',
    prepare: async (place) => `${await inFolder(place, 'sub', 'sub/v1.0.0')}@v1.0.0`,
    happens: ({ x }) => x.deleteTag('sub/v1.0.0'),
    says: 'version-gone',
  },
  {
    what: 'a tag of the same version, but not of its folder, is deleted',
    prepare: async (place) => `${await inFolder(place, 'sub', 'sub/v1.0.0')}@v1.0.0`,
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    says: 'verified',
    nearMissOf: 'version-gone',
  },
  {
    what: 'the tag of its folder is moved to a commit without that folder',
    prepare: async (place) => `${await inFolder(place, 'sub', 'sub/v1.0.0')}@v1.0.0`,
    happens: ({ x }) => x.moveTag('sub/v1.0.0', 0),
    says: 'version-moved',
  },
  {
    what: 'the tag of its major version is deleted',
    prepare: async (place) => `${await inFolder(place, 'v2', 'v2.0.0')}@v2.0.0`,
    happens: ({ x }) => x.deleteTag('v2.0.0'),
    says: 'version-gone',
  },
  {
    what: 'the tag of a version without go.mod is deleted',
    prepare: (place) => incompatible(place),
    happens: ({ x }) => x.deleteTag('v2.0.0'),
    says: 'version-gone',
  },
  {
    what: 'the tag of a version without go.mod is moved to a commit with one',
    prepare: (place) => incompatible(place),
    happens: async (place) => {
      const files = { 'go.mod': `module ${place.path}/v2\n` }
      const [hash = ''] = await place.x.commit([{ files }])
      await place.x.moveTag('v2.0.0', hash)
    },
    says: 'version-moved',
  },
]

async function incompatible({ x, path }: Place): Promise<string> {
  await x.commit([{ fresh: true, files: { 'a.go': 'package a\n' }, tags: ['v2.0.0'] }])
  return `${path}@v2.0.0+incompatible`
}
