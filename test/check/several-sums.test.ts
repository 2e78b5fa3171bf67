import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { check, scene, type Scene } from './scene.ts'

/** Two modules that need the same, the go.sum of the second with another hash for `x`. */
async function twoModules({ home }: Scene): Promise<void> {
  const [mod, sum] = await Promise.all(
    ['go.mod', 'go.sum'].map((name) => readFile(join(home.folder, name), 'utf8')),
  )
  for (const name of ['a', 'b']) {
    const folder = join(home.folder, 'tree', name)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'go.mod'), mod?.replace('ledger', name) ?? '')
    const other = `h1:${'A'.repeat(43)}=`
    const own = name === 'a' ? sum : sum?.replace(/(?<=x v1\.0\.0 )\S+/, other)
    await writeFile(join(folder, 'go.sum'), own ?? '')
  }
}

for (const [what, work] of [
  ['the modules of a tree', undefined],
  ['a workspace', 'go 1.20\n\nuse ./a\nuse ./b\n'],
] as const) {
  test(`headwater check judges each hash that the go.sum files of ${what} have for one version`, async () => {
    await using at = await scene()
    await twoModules(at)
    if (work !== undefined) await writeFile(join(at.home.folder, 'tree/go.work'), work)
    const { code, stdout } = await check(at.home, ['--json', 'tree'])
    const { modules } = JSON.parse(stdout) as Report
    const codes = modules.map(({ path, verdict }) => `${path.split('/').at(-1)} ${verdict.code}`)
    assert.equal(code, 1)
    assert.deepEqual(codes.toSorted(), ['ok unchanged', 'x unchanged', 'x version-moved'])
  })
}

test('headwater check takes what GOPRIVATE names for private', async () => {
  await using at = await scene()
  await at.x.deleteRepository()
  const said = async (env: Record<string, string>) => {
    const { code, stdout } = await check(at.home, ['--json'], undefined, { env })
    const x = (JSON.parse(stdout) as Report).modules.find(({ path }) => path.endsWith('/x'))
    return [code, x?.verdict.code]
  }
  assert.deepEqual(await said({ GOPRIVATE: 'other.example,github.com/acme' }), [3, 'private'])
  assert.deepEqual(await said({ GOPRIVATE: 'github.com/other' }), [1, 'repo-gone'])
})
