import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { loadModuleGraph } from './load-module-graph.ts'
import { mainAlone, readFrom, workspace, type MadeModules } from './made-modules.test-data.ts'
import type { GraphRoots } from './module-graph.ts'
import { waysTo } from './ways-to.ts'

interface Row {
  readonly what: string
  readonly roots: GraphRoots
  readonly modules: MadeModules
  /** `path@version`, the ways with `>` between their modules and `|` between them, and how many more. */
  readonly answers: readonly (readonly [target: string, ways: string, more: number])[]
}

const old = (requires: string): GraphRoots =>
  mainAlone(`module m\ngo 1.16\nrequire (\n${requires}\n)`)

const table: readonly Row[] = [
  {
    what: 'the two shortest ways, by path where they are as long',
    roots: old('a v1.0.0\nc v1.0.0\nb v1.0.0\nd v1.0.0'),
    modules: {
      'a@v1.0.0': 'require e v1.0.0',
      'b@v1.0.0': 'require t v1.0.0',
      'c@v1.0.0': 'require t v1.0.0',
      'd@v1.0.0': 'require t v1.0.0',
      'e@v1.0.0': 'require t v1.0.0',
    },
    answers: [
      ['t@v1.0.0', 'b@v1.0.0|c@v1.0.0', 2],
      ['e@v1.0.0', 'a@v1.0.0', 0],
      ['b@v1.0.0', '', 0],
    ],
  },
  {
    what: 'ways of one length by path, whatever the order of lines, and each module once',
    roots: old('a v1.0.0'),
    modules: {
      'a@v1.0.0': 'require (\nz v1.0.0\ny v1.0.0\nx v1.0.0\n)',
      'x@v1.0.0': 'require (\nt v1.0.0\nt v1.0.0\n)',
      'y@v1.0.0': 'require t v1.0.0',
      'z@v1.0.0': 'require t v1.0.0',
    },
    answers: [['t@v1.0.0', 'a@v1.0.0>x@v1.0.0|a@v1.0.0>y@v1.0.0', 1]],
  },
  {
    what: 'no way of more than a hundred steps',
    roots: old('c0 v1.0.0'),
    modules: Object.fromEntries(
      Array.from({ length: 110 }, (_, at) => [`c${at}@v1.0.0`, `require c${at + 1} v1.0.0`]),
    ),
    answers: [
      ['c100@v1.0.0', Array.from({ length: 100 }, (_, at) => `c${at}@v1.0.0`).join('>'), 0],
      ['c101@v1.0.0', '', 0],
    ],
  },
  {
    what: 'a longer way where a shorter one is through the same module',
    roots: old('a v1.0.0\nb v1.0.0'),
    modules: {
      'a@v1.0.0': 'require (\nc v1.0.0\nt v1.0.0\n)',
      'b@v1.0.0': 'require d v1.0.0',
      'c@v1.0.0': 'require d v1.0.0',
      'd@v1.0.0': 'require t v1.0.0',
    },
    answers: [
      ['t@v1.0.0', 'a@v1.0.0|b@v1.0.0>d@v1.0.0', 0],
      ['d@v1.0.0', 'b@v1.0.0|a@v1.0.0>c@v1.0.0', 0],
    ],
  },
  {
    what: 'no way for what go.mod names itself, but who else requires it',
    roots: old('t v1.0.0\na v1.0.0\nb v1.0.0 // indirect'),
    modules: { 'a@v1.0.0': 'require t v1.0.0', 'b@v1.0.0': 'require t v1.0.0' },
    answers: [
      ['t@v1.0.0', '', 2],
      ['b@v1.0.0', '', 0],
    ],
  },
  {
    what: 'what leads to an indirect line',
    roots: mainAlone(
      'module m\ngo 1.17\nrequire (\na v1.0.0\nb v1.0.0 // indirect\nt v1.0.0 // indirect\n)',
    ),
    modules: {
      'a@v1.0.0': 'go 1.17\nrequire (\nb v1.0.0\nt v1.0.0\n)',
      'b@v1.0.0': 'go 1.17\nrequire t v1.0.0',
    },
    answers: [
      ['t@v1.0.0', 'a@v1.0.0|a@v1.0.0>b@v1.0.0', 0],
      ['b@v1.0.0', 'a@v1.0.0', 0],
    ],
  },
  {
    what: 'who requires a lower version where only an indirect line raises it',
    roots: mainAlone('module m\ngo 1.17\nrequire (\na v1.0.0\nb v1.1.0 // indirect\n)'),
    modules: {
      'a@v1.0.0': 'go 1.17\nrequire b v1.0.0',
      'b@v1.1.0': 'go 1.17\nrequire t v1.0.0',
    },
    answers: [
      ['b@v1.1.0', 'a@v1.0.0', 0],
      ['b@v1.0.0', 'a@v1.0.0', 0],
      ['t@v1.0.0', 'a@v1.0.0>b@v1.1.0', 0],
    ],
  },
  {
    what: 'a way from an indirect line where no direct one leads there',
    roots: old('a v1.0.0 // indirect'),
    modules: { 'a@v1.0.0': 'require t v1.0.0' },
    answers: [['t@v1.0.0', 'a@v1.0.0', 0]],
  },
  {
    what: 'no way through the module itself',
    roots: old('a v1.0.0'),
    modules: {
      'a@v1.0.0': 'require t v1.0.0',
      't@v1.0.0': 'require b v1.0.0',
      'b@v1.0.0': 'require t v1.0.0',
    },
    answers: [['t@v1.0.0', 'a@v1.0.0', 1]],
  },
  {
    what: 'ways from every module of a workspace',
    roots: workspace('go 1.20\nuse (\n./m\n./n\n)', {
      './m': 'module m\ngo 1.20\nrequire a v1.0.0\nrequire n v0.1.0',
      './n': 'module n\ngo 1.20\nrequire b v1.0.0\nrequire a v0.9.0',
    }),
    modules: {
      'a@v1.0.0': 'go 1.20\nrequire t v1.0.0',
      'b@v1.0.0': 'go 1.20\nrequire t v1.0.0',
    },
    answers: [
      ['t@v1.0.0', 'a@v1.0.0|b@v1.0.0', 0],
      ['a@v1.0.0', '', 0],
    ],
  },
]

suite('waysTo()', () => {
  for (const { what, roots, modules, answers } of table) {
    test(`waysTo() gives ${what}`, async () => {
      const ways = waysTo(await loadModuleGraph(roots, readFrom(modules)), roots.mains)
      for (const [target, expected, more] of answers) {
        const [path = '', version = ''] = target.split('@')
        const { shortest, more: others } = ways({ path, version })
        assert.equal(shortest.map((way) => way.join('>')).join('|'), expected, target)
        assert.equal(others, more, target)
      }
    })
  }
})
