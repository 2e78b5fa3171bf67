import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { loadModuleGraph } from '../../../gomod/graph/load-module-graph.ts'
import {
  mainAlone,
  readFrom,
  type MadeModules,
} from '../../../gomod/graph/made-modules.test-data.ts'
import type { Subject } from '../../subject.ts'
import { bumpFinder, type Bump } from './find-bump.ts'
import type { RaisedVersion } from './search-bump.ts'

/** What `a.test/m` at its only version is needed by; it is lost. */
interface Row {
  readonly what: string
  /** The go.mod of the project, without its `module` line. */
  readonly main: string
  readonly modules: MadeModules
  /** As `go get` would be told them; '' for none, `?` where it is not known. */
  readonly bump: string
  /** Versions of `a.test/m` that are as they should be. */
  readonly fine?: readonly string[]
  readonly isSmallest?: boolean
}

const lost = 'require a.test/m v1.0.0'

const rows: readonly Row[] = [
  {
    what: 'the smallest version of its one parent that does without',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/m v1.0.0 // indirect',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': lost,
      'a.test/p@v1.2.0': '',
      'a.test/p@v1.3.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.2.0',
  },
  {
    what: 'a prerelease only where no release helps',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': lost,
      'a.test/p@v1.2.0-rc.1': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.2.0-rc.1',
  },
  {
    what: 'a release above a prerelease that would do, too',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0-rc.1': '',
      'a.test/p@v1.1.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0',
  },
  {
    what: 'a version that is not retracted, rather than a smaller one that is',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/p@v1.2.0': '',
      'a.test/p@v1.3.0': 'retract v1.1.0\nretract [v1.3.0, v1.4.0]',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.2.0',
  },
  {
    what: 'a retracted version where no other helps',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'retract v1.1.0',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0 (retracted)',
  },
  {
    what: 'what several must be raised to, and leaves alone who follows from that',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0\nrequire a.test/r v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/q@v1.0.0': lost,
      'a.test/q@v1.1.0': '',
      'a.test/r@v1.0.0': 'go 1.20\nrequire a.test/q v1.0.0',
      'a.test/r@v1.1.0': 'go 1.20\nrequire a.test/q v1.0.0',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0 a.test/q@v1.1.0',
  },
  {
    what: 'nothing where the newest still needs it',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: { 'a.test/p@v1.0.0': lost, 'a.test/p@v1.1.0': lost, 'a.test/m@v1.0.0': '' },
    bump: '',
  },
  {
    what: 'nothing where the project asks for it itself',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/m v1.0.0',
    modules: { 'a.test/p@v1.0.0': lost, 'a.test/p@v1.1.0': '', 'a.test/m@v1.0.0': '' },
    bump: '',
  },
  {
    what: 'the parent nearest to it, though it is indirect',
    main: 'go 1.20\nrequire a.test/d v1.0.0\nrequire (\na.test/p v1.0.0 // indirect\na.test/m v1.0.0 // indirect\n)',
    modules: {
      'a.test/d@v1.0.0': 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/m v1.0.0 // indirect',
      'a.test/d@v2.0.0': '',
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/m@v1.0.0': '',
    },
    // The go.mod of d keeps naming it, so that raising p alone does less.
    bump: 'a.test/d@v2.0.0',
  },
  {
    what: 'the parent that imports it, where others only name it',
    main: 'go 1.20\nrequire a.test/d v1.0.0\nrequire (\na.test/p v1.0.0 // indirect\na.test/m v1.0.0 // indirect\n)',
    modules: {
      'a.test/d@v1.0.0': 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/m v1.0.0 // indirect',
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': lost,
      'a.test/p@v1.2.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.2.0, named',
  },
  {
    what: 'an indirect parent where who leads to that does not name the module',
    main: 'go 1.16\nrequire a.test/d v1.0.0',
    modules: {
      'a.test/d@v1.0.0': 'require a.test/p v1.0.0',
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/m@v1.0.0': '',
    },
    // p@v1.0.0 stays in the graph of a project below Go 1.17, with all that it requires.
    bump: '',
  },
  {
    what: 'one parent that raises another with it',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0\nrequire a.test/m v1.0.0 // indirect',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'require a.test/q v1.1.0',
      'a.test/q@v1.0.0': lost,
      'a.test/q@v1.1.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0',
  },
  {
    what: 'two parents together',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/q@v1.0.0': lost,
      'a.test/q@v1.1.0': lost,
      'a.test/q@v1.2.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0 a.test/q@v1.2.0',
  },
  {
    what: 'nothing where one of two ways stays',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/q@v1.0.0': lost,
      'a.test/m@v1.0.0': '',
    },
    bump: '',
  },
  {
    what: 'a line that leads nowhere any more goes with what led to it',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0 // indirect\nrequire a.test/m v1.0.0 // indirect',
    modules: {
      'a.test/p@v1.0.0': 'go 1.20\nrequire a.test/q v1.0.0\nrequire a.test/m v1.0.0 // indirect',
      'a.test/p@v1.1.0': '',
      'a.test/q@v1.0.0': lost,
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0',
  },
  {
    what: 'nothing where an indirect line has a reason that is not known',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0 // indirect\nrequire a.test/m v1.0.0 // indirect',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': '',
      'a.test/q@v1.0.0': lost,
      'a.test/m@v1.0.0': '',
    },
    bump: '',
  },
  {
    what: 'a version that asks for another version, which is fine',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'require a.test/m v1.1.0',
      'a.test/m@v1.0.0': '',
      'a.test/m@v1.1.0': '',
    },
    fine: ['v1.1.0'],
    bump: 'a.test/p@v1.1.0, m v1.1.0',
  },
  {
    what: 'who still asks for a version below the one that is built',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/m v1.1.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'require a.test/m v1.1.0',
      'a.test/m@v1.0.0': '',
      'a.test/m@v1.1.0': '',
    },
    fine: ['v1.1.0'],
    bump: 'a.test/p@v1.1.0, m v1.1.0',
  },
  {
    what: 'none that asks for another version, which is lost, too',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'require a.test/m v1.1.0',
      'a.test/m@v1.0.0': '',
      'a.test/m@v1.1.0': '',
    },
    bump: '',
  },
  {
    what: 'no version whose own requirements are not known',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nrequire a.test/q v1.0.0',
    modules: {
      'a.test/p@v1.0.0': lost,
      'a.test/p@v1.1.0': 'require a.test/q v1.1.0',
      'a.test/q@v1.0.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: '',
  },
  {
    what: 'no version that the project excludes',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nexclude a.test/p v1.1.0',
    modules: { 'a.test/p@v1.0.0': lost, 'a.test/p@v1.1.0': '', 'a.test/m@v1.0.0': '' },
    bump: '',
  },
  {
    what: 'no parent that something else stands for',
    main: 'go 1.20\nrequire a.test/p v1.0.0\nreplace a.test/p => a.test/fork v1.0.0',
    modules: { 'a.test/fork@v1.0.0': lost, 'a.test/p@v1.1.0': '', 'a.test/m@v1.0.0': '' },
    bump: '',
  },
  {
    what: 'the newest that helps, when there are too many to find the smallest',
    main: 'go 1.20\nrequire a.test/p v1.0.0',
    modules: {
      ...Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [`a.test/p@v1.0.${index}`, lost]),
      ),
      'a.test/p@v1.1.0': '',
      'a.test/m@v1.0.0': '',
    },
    bump: 'a.test/p@v1.1.0',
    isSmallest: false,
  },
]

const subject: Subject = {
  path: 'a.test/m',
  version: 'v1.0.0',
  scope: 'build',
  requiredBy: [],
}

async function bumpIn({ main, modules, fine = [] }: Row, signal: AbortSignal): Promise<Bump> {
  const roots = mainAlone(`module corp.test/main\n${main}`)
  const read = readFrom(modules)
  const graph = await loadModuleGraph(roots, read)
  const find = bumpFinder([{ roots, graph, read }], {
    versions: async (path) =>
      Object.keys(modules).flatMap((name) =>
        name.startsWith(`${path}@`) ? name.slice(path.length + 1) : [],
      ),
    isFine: async ({ version }) => fine.includes(version),
    signal,
  })
  return find(subject)
}

const shownStep = ({ path, version, isRetracted }: RaisedVersion) =>
  `${path}@${version}${isRetracted ? ' (retracted)' : ''}`

const never = new AbortController().signal

suite('bumpFinder()', () => {
  for (const row of rows) {
    test(`finds ${row.what}`, async () => {
      const bump = await bumpIn(row, never)
      const told =
        bump.kind === 'found'
          ? [
              bump.steps.map(shownStep).join(' '),
              ...(bump.left === undefined ? [] : [`m ${bump.left}`]),
              ...(bump.isNamed ? ['named'] : []),
            ].join(', ')
          : bump.kind === 'unknown'
            ? '?'
            : ''
      assert.equal(told, row.bump)
      if (bump.kind === 'found') assert.equal(bump.isSmallest, row.isSmallest ?? true)
    })
  }

  test('knows nothing once the time is over', async () => {
    const [row] = rows
    assert.ok(row)
    assert.equal((await bumpIn(row, AbortSignal.abort())).kind, 'unknown')
  })
})
