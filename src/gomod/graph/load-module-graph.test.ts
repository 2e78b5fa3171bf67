import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { InvalidError } from '../invalid-error.ts'
import { parseModFile } from '../mod-file/parse.ts'
import { loadModuleGraph } from './load-module-graph.ts'
import {
  edgesOf,
  mainAlone,
  readFrom,
  shown,
  workspace,
  type MadeModules,
} from './made-modules.test-data.ts'
import type { GraphRoots, ModuleVersion } from './module-graph.ts'

const names = (modules: readonly ModuleVersion[]) => modules.map(shown).join(' ')

/** What `a@v1` requires leads on to `c@v1`, which needs `d@v1`; `a@v2` needs nothing. */
const chain = (go: string): MadeModules => ({
  'a@v1.0.0': `go ${go}\nrequire b v1.0.0`,
  'b@v1.0.0': `go ${go}\nrequire c v1.0.0`,
  'c@v1.0.0': `go ${go}\nrequire d v1.0.0`,
  'd@v1.0.0': `go ${go}`,
})

interface Row {
  readonly what: string
  readonly roots: GraphRoots
  readonly modules: MadeModules
  readonly list: string
  readonly download?: string
  readonly loaded?: string
}

const table: readonly Row[] = [
  {
    what: 'the whole graph below Go 1.17',
    roots: mainAlone('module m\ngo 1.16\nrequire a v1.0.0'),
    modules: chain('1.20'),
    list: 'm a@v1.0.0 b@v1.0.0 c@v1.0.0 d@v1.0.0',
    download: 'a@v1.0.0 b@v1.0.0 c@v1.0.0 d@v1.0.0',
    loaded: 'a@v1.0.0 b@v1.0.0 c@v1.0.0 d@v1.0.0',
  },
  {
    what: 'one step beyond go.mod from Go 1.17 on',
    roots: mainAlone('module m\ngo 1.17\nrequire a v1.0.0'),
    modules: chain('1.17'),
    list: 'm a@v1.0.0 b@v1.0.0',
    download: 'a@v1.0.0',
    loaded: 'a@v1.0.0',
  },
  {
    what: 'all that an older module requires',
    roots: mainAlone('module m\ngo 1.17\nrequire a v1.0.0'),
    modules: { ...chain('1.17'), 'a@v1.0.0': 'go 1.16\nrequire b v1.0.0' },
    list: 'm a@v1.0.0 b@v1.0.0 c@v1.0.0 d@v1.0.0',
    download: 'a@v1.0.0',
  },
  {
    what: 'the highest version required, and what a lower one requires',
    roots: mainAlone('module m\ngo 1.16\nrequire (\na v1.0.0\nb v1.1.0\n)'),
    modules: { ...chain('1.16'), 'b@v1.1.0': '' },
    list: 'm a@v1.0.0 b@v1.1.0 c@v1.0.0 d@v1.0.0',
  },
  {
    what: 'what is required no more when go.mod is below what it needs',
    roots: mainAlone('module m\ngo 1.17\nrequire (\na v1.0.0\nb v1.0.0\n)'),
    modules: {
      'a@v1.0.0': 'go 1.17\nrequire b v1.1.0',
      'b@v1.0.0': 'go 1.17\nrequire c v1.0.0',
      'b@v1.1.0': 'go 1.17',
    },
    list: 'm a@v1.0.0 b@v1.1.0',
    download: 'a@v1.0.0 b@v1.1.0',
    loaded: 'a@v1.0.0 b@v1.0.0 b@v1.1.0',
  },
  {
    what: 'a path that go.mod names twice',
    roots: mainAlone('module m\ngo 1.17\nrequire (\nb v1.1.0\nb v1.0.0\n)'),
    modules: { 'b@v1.0.0': 'go 1.17\nrequire c v1.0.0', 'b@v1.1.0': 'go 1.17' },
    list: 'm b@v1.1.0',
    download: 'b@v1.1.0',
    loaded: 'b@v1.1.0',
  },
  {
    what: 'a circle back to the main module',
    roots: mainAlone('module m\ngo 1.16\nrequire a v1.0.0'),
    modules: { 'a@v1.0.0': 'require m v1.5.0', 'm@v1.5.0': 'require (\na v1.0.0\nc v1.0.0\n)' },
    list: 'm a@v1.0.0 c@v1.0.0',
    loaded: 'a@v1.0.0 c@v1.0.0 m@v1.5.0',
  },
  {
    what: 'nothing of what is excluded',
    roots: mainAlone(
      'module m\ngo 1.16\nrequire (\na v1.0.0\ne v1.0.0\n)\nexclude (\nb v1.0.0\ne v1.0.0\n)',
    ),
    modules: chain('1.16'),
    list: 'm a@v1.0.0',
    download: 'a@v1.0.0',
  },
  {
    what: 'the requirements of replacements, not their paths',
    roots: mainAlone(
      'module m\ngo 1.16\nrequire (\na v1.0.0\nf v1.0.0\n)\n' +
        'replace a => z v1.0.0\nreplace a v1.0.0 => y v1.0.0\nreplace f => ../f',
    ),
    modules: { 'y@v1.0.0': 'require b v1.0.0', '../f': 'require g v1.0.0', 'b@v1.0.0': '' },
    list: 'm a@v1.0.0 b@v1.0.0 f@v1.0.0 g@v1.0.0',
    download: 'a@v1.0.0 b@v1.0.0 g@v1.0.0',
    loaded: 'a@v1.0.0 b@v1.0.0 f@v1.0.0 g@v1.0.0',
  },
  {
    what: 'what one folder requires for all versions it replaces',
    roots: mainAlone(
      'module m\ngo 1.16\nrequire (\na v1.0.0\nb v1.0.0\n)\nreplace a => ../a\nreplace m => ../m',
    ),
    modules: { 'b@v1.0.0': 'require a v1.1.0', '../a': 'require m v1.0.0', '../m': '' },
    list: 'm a@v1.1.0 b@v1.0.0',
    download: 'b@v1.0.0',
    loaded: 'a@v1.0.0 a@v1.1.0 b@v1.0.0 m@v1.0.0',
  },
  {
    what: 'the union of a workspace and what its modules select',
    roots: workspace('go 1.20\nuse (\n./m\n./n\n)', {
      './n': 'module n\ngo 1.20\nrequire b v1.0.0',
      './m': 'module m\ngo 1.20\nrequire a v1.0.0\nrequire n v0.1.0',
    }),
    modules: {
      'a@v1.0.0': 'go 1.20\nrequire b v1.1.0',
      'b@v1.0.0': 'go 1.20\nrequire c v1.0.0',
      'b@v1.1.0': 'go 1.20\nrequire d v1.0.0',
      'd@v1.0.0': 'go 1.20\nrequire e v1.0.0',
      'n@v0.1.0': 'go 1.20\nrequire x v1.0.0',
    },
    list: 'm n a@v1.0.0 b@v1.1.0 c@v1.0.0 d@v1.0.0 e@v1.0.0 x@v1.0.0',
    download: 'a@v1.0.0 b@v1.1.0 c@v1.0.0 d@v1.0.0 e@v1.0.0 x@v1.0.0',
  },
]

suite('loadModuleGraph()', () => {
  for (const { what, roots, modules, list, download, loaded } of table) {
    test(`loadModuleGraph() takes ${what}`, async () => {
      const asked: string[] = []
      const graph = await loadModuleGraph(roots, readFrom(modules, asked))
      assert.equal(names(graph.buildList), list)
      if (download !== undefined) assert.equal(names(graph.download), download)
      if (loaded !== undefined) assert.equal(names(graph.loaded), loaded)
      assert.equal(new Set(asked).size, asked.length, 'each go.mod is read once')
    })
  }
})

test('loadModuleGraph() shows requirements as go mod graph does', async () => {
  const roots = mainAlone(
    'module m\ngo 1.21.0\ntoolchain go1.22.3\nrequire (\nb v1.0.0 // indirect\na v1.0.0\n)',
  )
  const graph = await loadModuleGraph(
    roots,
    readFrom({
      'a@v1.0.0': 'go 1.22.1\nrequire b v1.1.0',
      'b@v1.0.0': 'go 1.17',
      'b@v1.1.0': 'go 1.17\nrequire c v1.0.0',
    }),
  )
  assert.deepEqual(edgesOf(graph, [{ path: 'm', version: '' }]), [
    'm a@v1.0.0',
    'm b@v1.1.0',
    'm go@1.22.1',
    'm toolchain@go1.22.3',
    'a@v1.0.0 b@v1.1.0',
    'a@v1.0.0 go@1.22.1',
    'b@v1.1.0 c@v1.0.0',
    'go@1.22.1 toolchain@go1.22.1',
  ])
})

test('loadModuleGraph() gives the fewest roots below Go 1.17 when go.mod has to change', async () => {
  const roots = mainAlone(
    'module m\ngo 1.16\nrequire (\na v1.0.0\nb v1.0.0 // indirect\nd v1.0.0\n)',
  )
  const modules = {
    ...chain('1.16'),
    'a@v1.0.0': 'require b v1.1.0',
    'b@v1.1.0': 'require d v1.1.0',
  }
  const graph = await loadModuleGraph(roots, readFrom(modules))
  assert.equal(
    names(graph.requirementsOf({ path: 'm', version: '' })),
    'a@v1.0.0 c@v1.0.0 d@v1.1.0 go@1.16',
  )
  assert.equal(names(graph.buildList), 'm a@v1.0.0 b@v1.1.0 c@v1.0.0 d@v1.1.0')
})

test('loadModuleGraph() goes on without a go.mod that cannot be had', async () => {
  const roots = mainAlone('module m\ngo 1.16\nrequire (\na v1.0.0\nc v1.0.0\n)')
  const { buildList, missing, loaded } = await loadModuleGraph(
    roots,
    readFrom({ 'c@v1.0.0': 'require d v1.0.0' }),
  )
  assert.equal(names(buildList), 'm a@v1.0.0 c@v1.0.0 d@v1.0.0')
  assert.equal(names(missing), 'a@v1.0.0 d@v1.0.0')
  assert.equal(names(loaded), 'a@v1.0.0 c@v1.0.0 d@v1.0.0')
})

test('loadModuleGraph() ends with what reading throws, and reads no further', async () => {
  const asked: string[] = []
  const read = readFrom(chain('1.16'), asked)
  const roots = mainAlone('module m\ngo 1.16\nrequire (\na v1.0.0\nx v1.0.0\n)')
  const loading = loadModuleGraph(roots, async (module, of) => {
    if (module.path === 'x') throw new Error('broken')
    return read(module, of)
  })
  await assert.rejects(loading, /^Error: broken$/)
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(!asked.includes('c@v1.0.0'), asked.join(' '))
})

const endless = async ({ version }: ModuleVersion) => {
  const next = Number(version.slice('v1.0.'.length)) + 1
  return parseModFile('go.mod', `module a\nrequire a v1.0.${next}`)
}

test('loadModuleGraph() ends a graph that has no end', async () => {
  const roots = mainAlone('module m\nrequire a v1.0.0')
  await assert.rejects(loadModuleGraph(roots, endless), InvalidError)
})

/** What contradicts itself, and what is said of it. */
const refused: readonly (readonly [what: string, roots: GraphRoots, message: RegExp])[] = [
  [
    'a replaced twice',
    mainAlone('module m\nreplace a => ../a\nreplace a => ../b'),
    /^the go.mod of "m" replaces "a" both with "..\/a" and with "..\/b"$/,
  ],
  [
    'a replaced with two folders in a workspace',
    workspace('go 1.20\nuse (\n./m\n./n\n)', {
      './m': 'module m\nreplace a => ./a',
      './n': 'module n\nreplace a => ./a',
    }),
    /^the workspace replaces "a" both with ".\/m\/a" and with ".\/n\/a"$/,
  ],
  [
    'a module of a workspace replaced',
    workspace('go 1.20\nuse ./m\nreplace m => ../m', { './m': 'module m' }),
    /^go.work replaces every version of "m", which is one of its own modules$/,
  ],
  [
    'a module twice in a workspace',
    workspace('go 1.20\nuse (\n./m\n./n\n)', { './m': 'module m', './n': 'module m' }),
    /^go.work uses two modules "m"$/,
  ],
]
for (const [what, roots, message] of refused) {
  test(`loadModuleGraph() refuses ${what}`, async () => {
    const loading = loadModuleGraph(roots, readFrom({}))
    await assert.rejects(loading, { name: 'InvalidError', message })
  })
}

test('loadModuleGraph() takes the replacement of a go.work first, and folders relative to it', async () => {
  const roots = workspace('go 1.20\nuse (\n./m\n./n\n)\nreplace a => ./x', {
    './m': 'module m\ngo 1.20\nrequire (\na v1.0.0\nb v1.0.0\n)\nreplace a => ./a',
    './n': 'module n\ngo 1.20\nreplace a => ./a\nreplace b v1.0.0 => ../b/./b',
  })
  const { replacementOf, download } = await loadModuleGraph(roots, readFrom({}))
  assert.deepEqual(replacementOf({ path: 'a', version: 'v1.0.0' }), { path: './x', version: '' })
  assert.deepEqual(replacementOf({ path: 'b', version: 'v1.0.0' }), { path: './b/b', version: '' })
  assert.equal(shown(replacementOf({ path: 'b', version: 'v1.1.0' })), 'b@v1.1.0')
  assert.deepEqual(download, [])
})

test('loadModuleGraph() replaces no main module, and takes the last of the modules that replace', async () => {
  const roots = workspace('go 1.20\nuse (\n./m\n./n\n)', {
    './m': 'module m\ngo 1.20\nreplace b v1.0.0 => ./b',
    './n': 'module n\ngo 1.20\nreplace b => ./b\nreplace m => ./m',
  })
  const { replacementOf } = await loadModuleGraph(roots, readFrom({}))
  assert.equal(shown(replacementOf({ path: 'b', version: 'v1.0.0' })), './n/b')
  assert.equal(shown(replacementOf({ path: 'm', version: 'v1.0.0' })), './n/m')
  assert.equal(shown(replacementOf({ path: 'm', version: '' })), 'm')
})
