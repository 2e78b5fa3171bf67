import { commit } from '../../check/scene.ts'
import type { Place } from '../place.ts'
import type { RotCase } from '../rot-case.ts'

/** v1.0.0 declares another path. */
async function declaring({ x }: Place, path: string): Promise<void> {
  const [hash = ''] = await x.commit([{ ...commit(path), remove: ['b.go'] }])
  await x.moveTag('v1.0.0', hash)
}

/** The newest go.mod, of v1.2.0, says so. */
async function newest({ x, path }: Place, text: string, deprecated = ''): Promise<void> {
  const comment = deprecated === '' ? '' : `// Deprecated: ${deprecated}\n`
  const file = `${comment}module ${path}\n\ngo 1.20\n\n${text}\n`
  await x.commit([{ files: { 'go.mod': file }, tags: ['v1.2.0'] }])
}

/** What go.mod declares, and what the newest one says of a version. */
export const declaredCases: readonly RotCase[] = [
  {
    what: 'its go.mod declares another path',
    happens: async (place) => declaring(place, 'other.test/x'),
    isWithoutSums: true,
    says: 'path-mismatch',
  },
  {
    what: 'its go.mod declares the path that it replaces',
    happens: async (place) => declaring(place, 'other.test/x'),
    isWithoutSums: true,
    claim: () => ({ replaces: { path: 'other.test/x', version: '' } }),
    says: 'verified',
    nearMissOf: 'path-mismatch',
  },
  {
    what: 'its go.mod declares a third path',
    happens: async (place) => declaring(place, 'other.test/x'),
    isWithoutSums: true,
    claim: () => ({ replaces: { path: 'third.test/x', version: '' } }),
    says: 'path-mismatch',
  },
  {
    what: 'it has no go.mod',
    happens: async ({ x }) => {
      const [hash = ''] = await x.commit([{ fresh: true, files: { 'a.go': 'package a\n' } }])
      await x.moveTag('v1.0.0', hash)
    },
    isWithoutSums: true,
    says: 'verified',
    nearMissOf: 'path-mismatch',
  },
  {
    what: 'the newest go.mod retracts it',
    happens: (place) => newest(place, 'retract v1.0.0 // broken'),
    says: 'retracted',
  },
  {
    what: 'the newest go.mod retracts a range that it is in',
    happens: (place) => newest(place, 'retract [v0.9.0, v1.0.5]'),
    says: 'retracted',
  },
  {
    what: 'the newest go.mod retracts another version',
    happens: (place) => newest(place, 'retract v1.1.0 // broken'),
    says: 'verified',
    nearMissOf: 'retracted',
  },
  {
    what: 'the newest go.mod advises against the module',
    happens: (place) => newest(place, '', 'use other.test/x'),
    says: 'deprecated',
  },
  {
    what: 'the newest go.mod retracts it, and advises against the module',
    happens: (place) => newest(place, 'retract v1.0.0', 'use other.test/x'),
    says: 'retracted',
    nearMissOf: 'deprecated',
    notices: ['deprecated'],
  },
  {
    what: 'the newest go.mod retracts it, and its tag is deleted',
    happens: async (place) => {
      await newest(place, 'retract v1.0.0')
      await place.x.deleteTag('v1.0.0')
    },
    says: 'version-gone',
    nearMissOf: 'retracted',
  },
  {
    what: 'the newest go.mod retracts it, and its tag is moved',
    happens: async (place) => {
      await newest(place, 'retract v1.0.0')
      await place.x.moveTag('v1.0.0', 1)
    },
    says: 'version-moved',
    nearMissOf: 'retracted',
    notices: ['retracted'],
  },
  {
    what: 'the folder that replaces it is not there',
    happens: () => {},
    claim: () => ({ folderFault: 'there is no folder "../x"' }),
    says: 'replace-missing',
    confidence: 'corroborated',
  },
  {
    what: 'another module replaces it, and is there',
    claim: () => ({ replaces: { path: 'other.test/x', version: 'v1.0.0' } }),
    says: 'verified',
    nearMissOf: 'replace-missing',
  },
  {
    what: 'another module replaces it, and its tag is deleted',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    claim: () => ({ replaces: { path: 'other.test/x', version: 'v1.0.0' } }),
    says: 'version-gone',
    nearMissOf: 'replace-missing',
  },
]
