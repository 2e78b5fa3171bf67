import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { GoCase } from './case.ts'
import { discoveryCases } from './discovery-cases.ts'
import { modFileCases } from './mod-file-cases.ts'
import { moduleCases } from './module-cases.ts'
import { pseudoCases } from './pseudo-cases.ts'
import { semverCases } from './semver-cases.ts'
import { zipCases } from './zip-cases.ts'

const tables: Readonly<Record<string, readonly GoCase[]>> = {
  'x/mod/semver': semverCases(),
  'x/mod/module': moduleCases(),
  'x/mod/module pseudo-versions': pseudoCases(),
  'x/mod/modfile': modFileCases(),
  'x/mod/zip': zipCases(),
  'cmd/go vcs': discoveryCases(),
}

for (const [table, cases] of Object.entries(tables)) {
  suite(`${table}, ${cases.length} cases`, () => {
    for (const { name, run } of cases) test(name, async () => void (await run()))
  })
}

test('the tables have at least 600 cases', () => {
  const count = Object.values(tables).reduce((sum, { length }) => sum + length, 0)
  assert.ok(count >= 600, `there are only ${count}`)
})
