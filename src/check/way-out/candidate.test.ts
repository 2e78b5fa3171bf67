import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { findCandidate, inOrder, type Candidate } from './candidate.ts'
import type { Standing } from './content-verifier.ts'

const orders: [versions: string[], from: string, order: string[]][] = [
  [[], 'v1.0.0', []],
  [['v1.0.0'], 'v1.0.0', []],
  [['v1.3.0', 'v1.0.1', 'v1.10.0'], 'v1.0.0', ['v1.0.1', 'v1.3.0', 'v1.10.0']],
  [['v1.0.1-rc.1', 'v1.2.0'], 'v1.0.0', ['v1.2.0', 'v1.0.1-rc.1']],
  [['v0.9.0', 'v1.0.1-rc.1'], 'v1.0.0', ['v1.0.1-rc.1', 'v0.9.0']],
  [['v0.8.0', 'v0.10.0', 'v0.9.0'], 'v1.0.0', ['v0.10.0', 'v0.9.0', 'v0.8.0']],
  [['v1.0.0', 'v0.1.0'], 'v0.0.0-20200102030405-0123456789ab', ['v0.1.0', 'v1.0.0']],
]

suite('inOrder()', () => {
  for (const [versions, from, order] of orders) {
    test(`gives [${order.join(' ')}] when leaving ${from} for one of [${versions.join(' ')}]`, () => {
      assert.deepEqual(inOrder(versions, from), order)
    })
  }
})

const path = 'github.com/acme/x'
const gone = new Failure('not-found', `${path}@v1.1.0 does not exist: no go.mod`)

interface Row {
  readonly what: string
  /** By version what it turns out to be; undefined where it cannot be read. */
  readonly versions: Readonly<Record<string, Standing | undefined>>
  readonly mayBeVerified?: boolean
  readonly latest?: string
  readonly retracted?: readonly string[]
  readonly found: Candidate
  readonly tried: readonly string[]
}

const rows: readonly Row[] = [
  {
    what: 'one that is not retracted',
    versions: { 'v1.1.0': 'verified', 'v1.2.0': 'verified' },
    retracted: ['v1.1.0'],
    found: { kind: 'verified', version: 'v1.2.0' },
    tried: ['v1.2.0'],
  },
  {
    what: 'a retracted one only where no other can be read',
    versions: { 'v1.1.0': 'readable', 'v1.2.0': undefined },
    retracted: ['v1.1.0'],
    found: { kind: 'readable', version: 'v1.1.0' },
    tried: ['v1.2.0', 'v1.1.0'],
  },
  {
    what: 'the first of three that verifies',
    versions: { 'v1.1.0': 'readable', 'v1.2.0': undefined, 'v1.3.0': 'verified' },
    found: { kind: 'verified', version: 'v1.3.0' },
    tried: ['v1.1.0', 'v1.2.0', 'v1.3.0'],
  },
  {
    what: 'the first that can be read where none of three verifies',
    versions: {
      'v1.1.0': undefined,
      'v1.2.0': 'readable',
      'v1.3.0': 'readable',
      'v1.4.0': 'verified',
    },
    found: { kind: 'readable', version: 'v1.2.0' },
    tried: ['v1.1.0', 'v1.2.0', 'v1.3.0'],
  },
  {
    what: 'the first that can be read at once where none can be verified',
    versions: { 'v1.1.0': 'readable', 'v1.2.0': 'readable' },
    mayBeVerified: false,
    found: { kind: 'readable', version: 'v1.1.0' },
    tried: ['v1.1.0'],
  },
  {
    what: 'none that is not what was published',
    versions: { 'v1.1.0': 'other' },
    found: {
      kind: 'unreadable',
      version: 'v1.1.0',
      why: 'its content is not what was published',
    },
    tried: ['v1.1.0'],
  },
  {
    what: 'none that cannot be read',
    versions: { 'v1.1.0': undefined },
    found: { kind: 'unreadable', version: 'v1.1.0', why: 'no go.mod' },
    tried: ['v1.1.0'],
  },
  {
    what: 'the newest commit where there are no tags',
    versions: {},
    latest: 'v0.0.0-20200102030405-0123456789ab',
    found: { kind: 'readable', version: 'v0.0.0-20200102030405-0123456789ab' },
    tried: ['v0.0.0-20200102030405-0123456789ab'],
  },
  { what: 'nothing in an empty repository', versions: {}, found: { kind: 'none' }, tried: [] },
]

test('findCandidate() asks nobody what is retracted where there is no choice', async () => {
  const candidate = await findCandidate(
    {
      source: { versions: async () => ['v1.0.0', 'v1.1.0'], latest: () => Promise.reject(gone) },
      verify: async () => 'readable',
      mayBeVerified: false,
      isRetracted: () => Promise.reject(new Error('asked')),
    },
    path,
    'v1.0.0',
  )
  assert.deepEqual(candidate, { kind: 'readable', version: 'v1.1.0' })
})

suite('findCandidate()', () => {
  for (const row of rows) {
    const { what, versions, mayBeVerified = true, latest, retracted = [], found, tried } = row
    test(`finds ${what}`, async () => {
      const asked: string[] = []
      const candidate = await findCandidate(
        {
          source: {
            versions: async () => Object.keys(versions),
            latest: async () => {
              if (latest === undefined) throw gone
              return { Version: latest, Time: '2020-01-02T03:04:05Z' }
            },
          },
          async verify(version) {
            asked.push(version)
            const standing = version === latest ? 'readable' : versions[version]
            if (standing === undefined) throw gone
            return standing
          },
          mayBeVerified,
          isRetracted: async (version) => retracted.includes(version),
        },
        path,
        'v1.0.0',
      )
      assert.deepEqual([candidate, asked], [found, tried])
    })
  }
})
