import assert from 'node:assert/strict'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { compareWithGo } from '../vcs/compare.ts'
import { missing } from '../vcs/program-server.ts'
import { startNginx, type Nginx } from './nginx.ts'
import { layouts, plainRepositories } from './plain-repositories.ts'
import { reachAt } from './reach.ts'
import { questions, type Repositories } from './repositories.ts'

const skip = missing('nginx', 'go')

suite('a repository whose server gives plain files', { skip }, () => {
  let forge: Forge
  let home: Awaited<ReturnType<typeof temporaryFolder>>
  let made: Repositories
  let nginx: Nginx

  before(async () => {
    forge = await startForge()
    home = await temporaryFolder('nginx')
    made = await plainRepositories(forge)
    nginx = await startNginx(forge.folder, home.path)
  })
  after(async () => {
    await nginx[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await forge.close()
  })

  const reach = () => reachAt('https://git.test/', `http://127.0.0.1:${nginx.port}/git.test/`)

  for (const layout of layouts) {
    test(`gives what go gives when its objects are ${layout}`, async () => {
      // Go has all of such a repository after its first look, and tells no ref for a hash that it has already.
      const [hash = ''] = made.main.commits
      const { [hash.slice(0, 12)]: alone = '', ...others } = questions(made.main)
      for (const ask of [others, { [hash.slice(0, 12)]: alone }]) {
        const url = `https://git.test/main-${layout}.git`
        await compareWithGo({ root: 'over.test/m', vcs: 'git', url, ask, reach: reach() })
      }
    })
  }
})
