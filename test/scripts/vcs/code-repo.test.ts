import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openPromise } from 'yauzl'
import { escapePath } from '../../../src/gomod/escape.ts'
import { answers } from '../../fidelity/downloads.ts'
import { codeRepoLatest, codeRepoRows, codeRepoVersions } from '../../go-tables/code-repo-rows.ts'
import type { ModDownload } from '../../oracle/go.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type RunningHeadwater,
} from '../../oracle/headwater.ts'
import { missing } from '../../vcs/program-server.ts'
import { startVcsTest } from './server.ts'

const skip = missing('go', 'git', 'hg')

suite('the tables of coderepo_test', { skip }, () => {
  const parts = new AsyncDisposableStack()
  let server: RunningHeadwater
  const found = new Map<string, ModDownload>()
  const heads = codeRepoLatest.map(([module]) => `${module}@HEAD`)

  before(async () => {
    const vcs = parts.use(await startVcsTest())
    const home = parts.use(await headwaterHome(vcs))
    const args = [...codeRepoRows.map(({ module, query }) => `${module}@${query}`), ...heads]
    const outcome = await headwater(['fetch', '--json', ...args], { home, timeoutMs: 300_000 })
    for (const [index, answer] of (await answers(outcome, args)).entries()) {
      found.set(args[index] ?? '', answer)
    }
    server = parts.use(await startHeadwater(home))
  })
  after(() => parts.disposeAsync())

  for (const row of codeRepoRows) {
    const asked = `${row.module}@${row.query}`
    test(`fetch() finds ${row.version ?? 'nothing'} when asked for ${asked}`, async () => {
      const answer = found.get(asked)
      assert.ok(answer)
      if (row.refused) return assert.notEqual(answer.Error, undefined)
      assert.equal(answer.Error, undefined)
      assert.equal(answer.Version, row.version)
      assert.equal(answer.Info?.Time, row.time)
      assert.equal((answer.Origin ?? answer.Info?.Origin)?.Hash, row.hash)
      if (row.goMod !== undefined) assert.equal(answer.GoMod, row.goMod)
      if (row.sum !== undefined) assert.equal(answer.Sum, row.sum)
      return row.files && assert.deepEqual(await zipNames(answer), row.files)
    })
  }

  for (const [module, version] of codeRepoLatest) {
    test(`fetch() finds ${version ?? 'nothing'} when asked for HEAD of ${module}`, () => {
      const answer = found.get(`${module}@HEAD`)
      if (version === undefined) assert.notEqual(answer?.Error, undefined)
      else assert.equal(answer?.Version, version)
    })
  }

  for (const [module, prefix, versions] of codeRepoVersions) {
    test(`/@v/list of ${module} has ${versions.length} versions ${prefix}…`, async () => {
      const response = await fetch(`${server.url}/${escapePath(module)}/@v/list`)
      const listed = (await response.text()).split('\n').filter((line) => line !== '')
      const asked = listed.filter((version) => version.startsWith(prefix))
      assert.deepEqual(asked, versions)
    })
  }
})

/** From the root of the module, in the order of the zip. */
async function zipNames({ Path, Version, Zip = '' }: ModDownload): Promise<string[]> {
  const names: string[] = []
  const zip = await openPromise(Zip)
  for await (const { fileName } of zip.eachEntry()) {
    names.push(fileName.slice(`${Path}@${Version}/`.length))
  }
  return names
}
