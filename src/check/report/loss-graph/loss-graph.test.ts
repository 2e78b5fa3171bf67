import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { manyOf, moduleOf, reportOf } from '../reports.test-data.ts'
import { findings, fine } from '../samples.test-data.ts'
import { tangle } from '../tangle.test-data.ts'
import { bestCut } from './best-cut.ts'
import { boxHeight, layOut, type Layout } from './lay-out.ts'
import { lossGraph, type LossGraph } from './loss-graph.ts'
import { pathTree } from './path-tree.ts'
import { condensed, stepText } from './steps.ts'

const graphOf = (report: Parameters<typeof lossGraph>[0]): LossGraph => {
  const graph = lossGraph(report)
  assert.ok(graph)
  return graph
}

const lost = (name: string, ...ways: string[][]) =>
  moduleOf(`${name}@v1.0.0`, 'repo-gone', { paths: { shortest: ways, more: 0 } })

test('lossGraph() has only what is on a shortest way to a finding', () => {
  const { nodes, edges, undrawn } = graphOf(findings)
  assert.deepEqual(
    [...nodes.keys()],
    [
      '',
      'corp.example/cli-kit@v1.8.0',
      'github.com/adrg/xdg@v0.5.1',
      'k8s.io/apiserver@v0.36.0',
      'github.com/google/cel-go@v0.29.0',
      'github.com/docker/cli@v29.1.0',
      'vbom.ml/util@v0.0.0-20180919145318-efcd4e0f9787',
      'sigs.k8s.io/controller-runtime@v0.24.1',
    ],
  )
  assert.equal(edges.length, 8)
  assert.equal(undrawn, 0)
})

test('lossGraph() is nothing without findings, and without ways to them', () => {
  assert.equal(lossGraph(fine), undefined)
  assert.equal(lossGraph(reportOf(manyOf(2, 'a.test', 'repo-gone'))), undefined)
})

test('lossGraph() takes the loudest class that an edge leads to', () => {
  const way = [['a.test/step@v1.0.0']]
  const moved = moduleOf('a.test/moved', 'version-moved', { paths: { shortest: way, more: 0 } })
  const { edges } = graphOf(reportOf([lost('a.test/lost', ...way), moved]))
  assert.deepEqual(
    edges.map(({ from, to, class: of }) => [from, to, of]),
    [
      ['', 'a.test/step@v1.0.0', 'changed'],
      ['a.test/step@v1.0.0', 'a.test/moved@v1.0.0', 'changed'],
      ['a.test/step@v1.0.0', 'a.test/lost@v1.0.0', 'lost'],
    ],
  )
})

test('lossGraph() draws at most 24 nodes, the loudest first, and counts what it leaves out', () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    lost(`a.test/x${index}`, [`b.test/y${index}@v1.0.0`]),
  )
  const moved = moduleOf('z.test/moved', 'version-moved', { paths: { shortest: [], more: 3 } })
  const { nodes, undrawn } = graphOf(reportOf([...many, moved]))
  assert.equal(nodes.size, 24)
  assert.equal(undrawn, 41 - 12)
  assert.equal(nodes.get('z.test/moved@v1.0.0')?.hidden, 3)
})

test('condensed() keeps both ends of a long way', () => {
  const way = condensed(['a@1', 'b@1', 'c@1', 'd@1', 'e@1'])
  assert.deepEqual(way.map(stepText), [
    { kind: 'step', name: 'a', version: '1' },
    { kind: 'gap', name: '3 modules', version: 'in between' },
    { kind: 'step', name: 'e', version: '1' },
  ])
  assert.deepEqual(condensed(['a', 'b', 'c']), ['a', 'b', 'c'])
})

test('bestCut() is the module that parts the most findings', () => {
  const cut = bestCut(tangle, graphOf(tangle))
  assert.equal(cut?.id, 'corp.example/platform@v1.2.3')
  assert.equal(cut?.parts.length, 12)
})

test('bestCut() prefers the module that an advice raises', () => {
  const cut = bestCut(findings, graphOf(findings))
  assert.deepEqual([cut?.id, cut?.parts.length], ['k8s.io/apiserver@v0.36.0', 1])
})

suite('bestCut() never parts what can be reached otherwise', () => {
  const way = ['a.test/step@v1.0.0']
  const other = moduleOf('a.test/other', 'verified', { requiredBy: ['corp.example/main'] })
  test('through a requirement that is not drawn', () => {
    const finding = {
      ...lost('a.test/lost', way),
      requiredBy: ['a.test/step@v1.0.0', 'a.test/other@v0.9.0'],
    }
    const report = reportOf([finding, other])
    assert.equal(bestCut(report, graphOf(report)), undefined)
    const alone = reportOf([lost('a.test/lost', way), other])
    assert.equal(bestCut(alone, graphOf(alone))?.id, 'a.test/step@v1.0.0')
  })
  test('through somebody who is not known', () => {
    const finding = lost('a.test/lost', way)
    const report = reportOf([{ ...finding, paths: { shortest: [way], more: 1 } }])
    assert.equal(bestCut(report, graphOf(report)), undefined)
  })
})

function overlaps({ spots, boxWidth }: Layout): string[] {
  const all = [...spots]
  return all.flatMap(([id, a], index) =>
    all
      .slice(index + 1)
      .filter(([, b]) => Math.abs(a.x - b.x) < boxWidth && Math.abs(a.y - b.y) < boxHeight)
      .map(([other]) => `${id} and ${other}`),
  )
}

suite('layOut()', () => {
  const circle = reportOf([
    lost('a.test/f', ['a.test/x@v1.0.0', 'a.test/y@v1.0.0']),
    lost('a.test/g', ['a.test/y@v1.0.0', 'a.test/x@v1.0.0']),
  ])
  for (const [name, report] of Object.entries({ findings, tangle, circle })) {
    test(`layOut() of ${name} keeps boxes apart, within the picture, and edges forward`, () => {
      const graph = graphOf(report)
      const layout = layOut(graph, new Map([['', 2]]))
      assert.deepEqual(overlaps(layout), [])
      for (const { x, y } of layout.spots.values()) {
        assert.ok(x >= 0 && x + layout.boxWidth <= layout.width, `x ${x}`)
        assert.ok(y >= 0 && y + boxHeight <= layout.height, `y ${y}`)
      }
      const back = layout.routes.filter(
        ({ points }) => (points.at(-1)?.x ?? 0) < (points[0]?.x ?? 0),
      )
      assert.equal(back.length, name === 'circle' ? 1 : 0)
    })
  }
})

test('pathTree() puts shared ways together, and what has no known way aside', () => {
  const { branches, loose } = pathTree(tangle)
  const platform = branches.find(({ id }) => id === 'corp.example/platform@v1.2.3')
  assert.equal(platform?.branches.length, 11)
  const part0 = platform?.branches.find(({ id }) => id.startsWith('gone.example/lib/part0'))
  assert.equal(part0?.module?.path, 'gone.example/lib/part0')
  assert.equal(part0?.branches[0]?.module?.path, 'deep.example/below')
  assert.deepEqual(
    loose.map(({ path }) => path),
    ['unknown.example/way'],
  )
})
