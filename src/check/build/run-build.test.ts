import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { offline } from '../../../test/forge/isolation.ts'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { readyGo, runBuild } from './run-build.ts'

const sum = `h1:${'A'.repeat(43)}=`
const path = 'github.com/acme/x'

/** A project that needs one module, whose proxy never answers. */
test('runBuild() ends go when it is stopped, and go asks nobody but the proxy', async () => {
  await using folder = await temporaryFolder('build')
  const project = join(folder.path, 'project')
  const home = join(folder.path, 'home')
  await mkdir(project)
  await mkdir(home)
  await writeFile(
    join(project, 'go.mod'),
    `module corp.example/a\n\ngo 1.20\n\nrequire ${path} v1.0.0\n`,
  )
  await writeFile(join(project, 'go.sum'), `${path} v1.0.0 ${sum}\n${path} v1.0.0/go.mod ${sum}\n`)
  await writeFile(join(project, 'a.go'), `package a\n\nimport _ "${path}"\n`)
  const asked: string[] = []
  await using proxy = createServer((request) => asked.push(request.url ?? '')).listen(
    0,
    '127.0.0.1',
  )
  await once(proxy, 'listening')
  const env = {
    ...offline,
    GOCACHE: join(folder.path, 'gocache'),
    GOPROXY: 'http://127.0.0.1:9,direct',
    GOPRIVATE: 'github.com/*',
    GOFLAGS: '-mod=mod',
  }
  const mains = [{ path: 'corp.example/a', folder: project }]
  const places = [{ folder: project, name: 'go.mod', work: undefined, mains }]
  const stop = new AbortController()
  const go = await readyGo(places, env, stop.signal)
  const building = runBuild(go, places, [{ path, version: 'v1.0.0' }], {
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    moduleCache: join(folder.path, 'modules'),
    home,
    signal: stop.signal,
    now: Date.now,
  })
  await Promise.race([once(proxy, 'request'), building])
  stop.abort()
  await assert.rejects(building, { code: 'stopped' })
  assert.match(asked.join(), /^\/github\.com\/acme\/x\/@v\/v1\.0\.0\.(?:mod|zip|info)$/)
  proxy.closeAllConnections()
})
