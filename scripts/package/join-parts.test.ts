import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { joinParts, type Part } from './join-parts.ts'

const part = (
  name: string,
  needs: readonly string[],
  later: readonly string[] = [],
  more = '',
): Part => ({
  name,
  needs,
  later,
  text: `order.push("${name}");${needs.map((need) => `require("./${need}");`).join('')}${more}`,
})

const parts = [
  part(
    'main.cjs',
    ['shared.cjs'],
    ['large.cjs', 'small.cjs'],
    'exports.run=(name)=>require("./"+name).value',
  ),
  part(
    'large.cjs',
    ['shared.cjs', 'common.cjs'],
    ['last.cjs'],
    `exports.value="large"//${'x'.repeat(99)}`,
  ),
  part(
    'small.cjs',
    ['common.cjs'],
    [],
    'const path=whenUsed("node:path");exports.value=path.join(path.default.sep,require("node:path").sep)',
  ),
  part('last.cjs', ['deep.cjs', 'common.cjs'], ['large.cjs'], 'exports.value="last"'),
  part('shared.cjs', []),
  part('common.cjs', [], [], 'exports.value="common"'),
  part('deep.cjs', []),
]

test('joinParts() gives what several need to the one that is always loaded first, or needs least', () => {
  const files = joinParts(parts, 'main.cjs')
  const has = (file: string) =>
    parts.map(({ name }) => name).filter((name) => files.get(file)?.includes(`push("${name}")`))
  assert.deepEqual([...files.keys()].toSorted(), ['large.cjs', 'last.cjs', 'main.cjs', 'small.cjs'])
  assert.deepEqual(has('main.cjs'), ['main.cjs', 'shared.cjs'])
  assert.deepEqual(has('small.cjs'), ['small.cjs', 'common.cjs'])
  assert.deepEqual(has('large.cjs'), ['large.cjs'])
  assert.deepEqual(has('last.cjs'), ['last.cjs', 'deep.cjs'])
})

test('joinParts() gives what a command and its later parts need to no other command that needs more', () => {
  const files = joinParts(
    [
      part('main.cjs', [], ['check.cjs', 'serve.cjs']),
      part('serve.cjs', ['judge.cjs'], [], '//'.padEnd(99, 'x')),
      part('check.cjs', [], ['run.cjs']),
      part('run.cjs', ['judge.cjs'], ['report.cjs']),
      part('report.cjs', ['judge.cjs']),
      part('judge.cjs', []),
    ],
    'main.cjs',
  )
  const holders = [...files].filter(([, text]) => text.includes('push("judge.cjs")'))
  assert.deepEqual(
    holders.map(([file]) => file),
    ['run.cjs'],
  )
})

test('joinParts() gives what several need to the first on the way that needs it', () => {
  const files = joinParts(
    [
      part('main.cjs', [], ['help.cjs', 'check.cjs', 'explain.cjs']),
      part('help.cjs', ['words.cjs']),
      part('check.cjs', ['words.cjs', 'store.cjs'], ['run.cjs'], '//'.padEnd(99, 'x')),
      part('run.cjs', ['graph.cjs']),
      part('explain.cjs', ['store.cjs', 'graph.cjs', 'words.cjs']),
      part('words.cjs', []),
      part('store.cjs', []),
      part('graph.cjs', []),
    ],
    'main.cjs',
    ['help.cjs', 'check.cjs', 'run.cjs'],
  )
  const fileOf = (name: string) =>
    [...files].find(([, text]) => text.includes(`push("${name}")`))?.[0]
  assert.deepEqual(['words.cjs', 'store.cjs', 'graph.cjs'].map(fileOf), [
    'help.cjs',
    'check.cjs',
    'run.cjs',
  ])
})

test('joinParts() makes files that load each other when they are needed, and each part once', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-parts-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of joinParts(parts, 'main.cjs')) writeFileSync(join(folder, name), text)
  const order: string[] = []
  Reflect.set(globalThis, 'order', order)
  t.after(() => Reflect.deleteProperty(globalThis, 'order'))
  const { run } = createRequire(import.meta.url)(join(folder, 'main.cjs')) as {
    run: (name: string) => string
  }
  assert.deepEqual(order, ['main.cjs', 'shared.cjs'])
  assert.equal(run('large.cjs'), 'large')
  assert.deepEqual(order.splice(0), ['main.cjs', 'shared.cjs', 'large.cjs', 'common.cjs'])
  assert.equal(run('small.cjs'), join('/'))
  assert.equal(run('large.cjs'), 'large')
  assert.equal(run('last.cjs'), 'last')
  assert.deepEqual(order, ['small.cjs', 'last.cjs', 'deep.cjs'])
})
