import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { CommitSpec } from '../forge/commit-spec.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { askBoth } from './ask-both.ts'
import { startGoSide, type GoSide } from './ask-go.ts'
import { planHosts } from './plan.ts'

/** A repository on which go and Headwater once did not say the same, cut down to what mattered. */
interface Past {
  readonly about: string
  readonly commits: readonly CommitSpec[]
  readonly arrange?: (made: Repository) => Promise<void>
  /** `@query` of the module at the root, or `/below@query`. */
  readonly queries?: readonly string[]
  /** Module paths below the root whose versions were asked for. */
  readonly lists?: readonly string[]
  /** How many of the queries go refuses. */
  readonly refused: number
}

const goMod = (more = '') => ({ 'go.mod': `module github.com/acme/past\n${more}` })

const pasts: readonly Past[] = [
  {
    about: 'a version with build metadata that is no tag stands for the one without it',
    commits: [{ files: goMod(), tags: ['v1.2.0'] }],
    queries: ['@v1.2.0+extra', '@v1.3.0+extra'],
    refused: 1,
  },
  {
    about: 'the only version of an untagged module retracts itself',
    commits: [{ files: goMod('retract [v0.0.0-0, v9.9.9]\n') }],
    queries: ['@latest', '@main'],
    refused: 1,
  },
  {
    about: 'git refuses a name in the tree, so that no time will mend it',
    commits: [
      {
        rawTree: [
          { mode: '100644', name: '.git', content: 'x\n' },
          { mode: '100644', name: 'go.mod', content: goMod()['go.mod'] },
        ],
        tags: ['v1.0.0'],
      },
    ],
    queries: ['@v1.0.0'],
    refused: 1,
  },
  {
    about: 'a list depends on a tag that names no commit',
    commits: [{ files: { 'a.go': 'package a\n' }, tags: ['v1.0.0'] }],
    arrange: async (made) => {
      await made.git('update-ref', 'refs/tags/v2.0.0', await made.git('rev-parse', 'main^{tree}'))
    },
    queries: ['@v1.0.0', '@v2.0.0', '@main', '@latest'],
    lists: ['', '/v2'],
    refused: 2,
  },
  {
    about: 'attributes change the go.mod in the archive, and with it what is vendored',
    commits: [
      {
        files: {
          ...goMod('go 1.25\n'),
          '.gitattributes': '*.mod working-tree-encoding=UTF-16\n',
          'b/vendor/v.go': 'package v\n',
          'vendor/modules.txt': '# x\n',
        },
        tags: ['v1.0.0'],
      },
    ],
    queries: ['@v1.0.0'],
    refused: 0,
  },
]

suite('go and Headwater', () => {
  let forge: Forge
  let go: GoSide
  before(async () => {
    forge = await startForge({ hosts: planHosts })
    go = await startGoSide(forge)
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
  })

  for (const { about, commits, arrange, queries = [], lists = [], refused } of pasts) {
    test(`askBoth() finds no disagreement when ${about}`, async () => {
      const made = await repository(forge, 'github.com/acme/past', commits)
      await arrange?.(made)
      const all = queries.map((query) => made.path + query)
      const questions = { queries: all, lists: lists.map((below) => made.path + below) }
      const outcome = await askBoth(forge, go, made.path, questions, new Set(all))
      await made.deleteRepository()
      assert.deepEqual(outcome, { refused, disagreements: [], cacheDependent: [] })
    })
  }
})
