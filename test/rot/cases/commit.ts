import { cutOff } from '../../forge/reply.ts'
import type { Place } from '../place.ts'
import type { RotCase } from '../rot-case.ts'

/** A third commit, which no tag names; its version counts from v1.1.0. */
async function untagged({ x, path, pseudo }: Place): Promise<string> {
  await x.commit([{ files: { 'c.go': 'package a\n' } }])
  return `${path}@${await pseudo(2, 'v1.1.0')}`
}

const forced: RotCase = {
  what: 'its branch is forced back',
  prepare: untagged,
  happens: ({ x }) => x.forcePush('main', 1),
  says: 'commit-gone',
}

/** What happens to a commit that no tag names. */
export const commitCases: readonly RotCase[] = [
  { what: 'nothing happens', prepare: untagged, says: 'verified', confidence: 'corroborated' },
  forced,
  {
    ...forced,
    what: 'its branch is forced back, and only its go.mod is needed',
    claim: () => ({ scope: 'graph' }),
  },
  {
    ...forced,
    what: 'its branch is forced back, and the server drops what nothing leads to',
    happens: async ({ x }) => {
      await x.forcePush('main', 1)
      await x.prune()
    },
  },
  {
    ...forced,
    what: 'its branch is forced back, and a ref of a pull request keeps it, which go does not count',
    happens: async ({ x }) => {
      await x.git('update-ref', 'refs/pull/1/head', x.commits[2] ?? '')
      await x.forcePush('main', 1)
    },
  },
  {
    ...forced,
    what: 'its branch is forced back, and its full name is remembered, by which the server hands it out',
    remembers: true,
    says: 'commit-unreachable',
    nearMissOf: 'commit-gone',
  },
  {
    ...forced,
    what: 'its branch is forced back, its full name is remembered, and the server drops what nothing leads to',
    remembers: true,
    happens: async ({ x }) => {
      await x.forcePush('main', 1)
      await x.prune()
    },
    nearMissOf: 'commit-unreachable',
  },
  {
    ...forced,
    what: 'its branch is squashed into another commit with the same files',
    happens: async ({ x }) => {
      await x.forcePush('main', 1)
      await x.commit([{ files: { 'c.go': 'package a\n' }, message: 'squashed' }])
    },
  },
  {
    ...forced,
    what: 'its branch is forced back, and another branch has it',
    happens: async ({ x }) => {
      await x.forcePush('kept', 2)
      await x.forcePush('main', 1)
    },
    says: 'verified',
    nearMissOf: 'commit-gone',
  },
  {
    ...forced,
    what: 'its branch is forced back, and a tag leads to it',
    happens: async ({ x }) => {
      await x.moveTag('kept', 2)
      await x.forcePush('main', 1)
    },
    says: 'verified',
    nearMissOf: 'commit-gone',
  },
  {
    ...forced,
    what: 'its branch is renamed',
    happens: async ({ x }) => {
      await x.forcePush('trunk', 2)
      await x.setHead('trunk')
      await x.deleteBranch('main')
    },
    says: 'verified',
    nearMissOf: 'commit-gone',
  },
  {
    ...forced,
    what: 'its branch is forced back, and the second look gets nothing whole',
    happens: async ({ x, git }) => {
      await x.forcePush('main', 1)
      git(cutOff(60), { from: 2 })
    },
    // Nothing is asked for beside the two looks.
    level: 'refs',
    says: 'suspected commit-gone',
    nearMissOf: 'commit-gone',
  },
  {
    what: 'the history breaks off',
    prepare: untagged,
    happens: ({ git }) => git(cutOff(60), { from: 1 }),
    says: 'unreachable',
    nearMissOf: 'commit-gone',
  },
  {
    what: 'the tag that it counts from is deleted',
    prepare: untagged,
    happens: ({ x }) => x.deleteTag('v1.1.0'),
    says: 'pseudo-invalid',
    confidence: 'corroborated',
  },
  {
    what: 'the tag that it counts from is moved to where nothing leads from to it',
    prepare: untagged,
    happens: async ({ x }) => {
      const [hash = ''] = await x.commit([
        { from: null, branch: 'other', files: { 'd.go': 'package d\n' } },
      ])
      await x.moveTag('v1.1.0', hash)
    },
    says: 'pseudo-invalid',
  },
  {
    what: 'the tag that it counts from is moved, and still leads to it',
    prepare: untagged,
    happens: ({ x }) => x.moveTag('v1.1.0', 0),
    says: 'verified',
    nearMissOf: 'pseudo-invalid',
  },
  {
    what: 'a tag that it does not count from is deleted',
    prepare: untagged,
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    says: 'verified',
    nearMissOf: 'pseudo-invalid',
  },
  {
    what: 'it gets a tag of its own',
    prepare: untagged,
    happens: ({ x }) => x.moveTag('v1.2.0', 2),
    says: 'verified',
    nearMissOf: 'pseudo-invalid',
  },
  {
    what: 'the time in its version is not that of the commit',
    prepare: untagged,
    claim: ({ version }) => ({ version: version.replace(/0\.\d{14}/, '0.20010203040506') }),
    says: 'pseudo-invalid',
  },
  {
    what: 'the hash in its version is that of no commit',
    prepare: untagged,
    claim: ({ version }) => ({ version: version.replace(/[0-9a-f]{12}$/, '0123456789ab') }),
    says: 'commit-gone',
  },
  {
    what: 'a line of go.sum is wrong',
    prepare: untagged,
    claim: () => ({ goSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    says: 'gosum-mismatch',
  },
  {
    what: 'a line of go.sum is wrong, and the module cache had its content from this commit',
    prepare: untagged,
    claim: (_, { x }) => ({
      goSum: 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      cachedOrigin: { VCS: 'git', URL: x.url, Hash: x.commits[2] ?? '' },
    }),
    says: 'hash-unstable',
    nearMissOf: 'gosum-mismatch',
  },
  {
    what: 'the repository is gone',
    prepare: untagged,
    hasControl: true,
    happens: ({ x }) => x.deleteRepository(),
    says: 'repo-gone',
    nearMissOf: 'commit-gone',
  },
]
