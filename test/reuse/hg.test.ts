import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { goDirect, type Go } from '../oracle/go.ts'
import { headwater, headwaterHome } from '../oracle/headwater.ts'
import { plainly } from '../vcs/compare.ts'
import { missing, startServer, type ProgramServer } from '../vcs/program-server.ts'
import { workFolder, type WorkFolder } from '../vcs/work-folder.ts'
import { goSays, objectsIn, reusedOfAll, type Told } from './ask-go.ts'

const webArgs = (port: number) => `serve --web-conf web.conf -a 127.0.0.1 -p ${port}`.split(' ')
const queries = ['hg.test/m@latest', 'hg.test/m@nope', 'hg.test/m/sub@v0']

suite('go mod download -reuse of a Mercurial module', { skip: missing('hg', 'go') }, () => {
  let work: WorkFolder
  let server: ProgramServer
  let forge: Forge
  let go: Go
  before(async () => {
    work = await workFolder('hg-reuse')
    await work.run('m', 'hg', 'init')
    const files = { 'go.mod': 'module hg.test/m\n', 'sub/go.mod': 'module hg.test/m/sub\n' }
    await work.write('m', files)
    await commit('2024-01-02')
    await work.run('m', 'hg', 'tag', '-r', '0', '-d', '2024-02-02 +0000', 'v0.1.0')
    await work.write('.', { 'web.conf': `[paths]\n/ = ${work.path}/*\n` })
    server = await startServer('hg', webArgs, { cwd: work.path, env: work.env })
    forge = await startForge()
    const page = goImport('hg.test/m', 'hg', `http://127.0.0.1:${server.port}/m`)
    for (const path of ['hg.test/m', 'hg.test/m/sub']) forge.pages.set(path, page)
    go = await goDirect(forge, { env: { ...plainly, USER: 'a', HGRCPATH: '' } })
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
    await server[Symbol.asyncDispose]()
    await work[Symbol.asyncDispose]()
  })

  const commit = (date: string) =>
    work.run('m', 'hg', 'commit', '-q', '-A', '-m', 'x', '-d', `${date} +0000`)

  test('takes up what headwater fetch told, as long as no head has moved', async () => {
    await using home = await headwaterHome(forge)
    const ours = objectsIn(await headwater(['fetch', '--json', ...queries], { home }))
    const theirs = await goSays(go, queries)
    for (const [index, query] of queries.entries()) {
      const [a, b] = [ours, theirs].map((all) => (JSON.parse(all[index] ?? '') as Told).Origin)
      assert.deepEqual(a, b, query)
    }
    assert.deepEqual(
      await reusedOfAll(go, queries, ours),
      queries.map(() => true),
    )

    await work.write('m', { 'a.go': 'package m\n' })
    await commit('2024-03-02')
    assert.deepEqual(
      await reusedOfAll(go, queries, ours),
      queries.map(() => false),
    )
  })
})
