import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { joinParts, type Part } from './join-parts.ts'

const part = (name: string, needs: readonly string[], isEntry: boolean, more = ''): Part => ({
  name,
  needs,
  isEntry,
  text: `order.push("${name}");${needs.map((need) => `require("./${need}");`).join('')}${more}`,
})

const parts = [
  part('main.cjs', ['shared.cjs'], true, 'exports.run=(name)=>require("./"+name).value'),
  part('large.cjs', ['shared.cjs', 'common.cjs'], true, `exports.value="large"//${'x'.repeat(99)}`),
  part('small.cjs', ['common.cjs'], true, 'exports.value=require("node:path").sep'),
  part('shared.cjs', [], false),
  part('common.cjs', [], false, 'exports.value="common"'),
]

test('joinParts() makes a file for each entry, with what nobody smaller has', () => {
  const files = joinParts(parts, 'main.cjs')
  const has = (file: string) =>
    parts.map(({ name }) => name).filter((name) => files.get(file)?.includes(`push("${name}")`))
  assert.deepEqual([...files.keys()].toSorted(), ['large.cjs', 'main.cjs', 'small.cjs'])
  assert.deepEqual(has('main.cjs'), ['main.cjs', 'shared.cjs'])
  assert.deepEqual(has('small.cjs'), ['small.cjs', 'common.cjs'])
  assert.deepEqual(has('large.cjs'), ['large.cjs'])
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
  assert.deepEqual(order, ['small.cjs'])
})
