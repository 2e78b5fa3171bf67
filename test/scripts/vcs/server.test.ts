import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { missing } from '../../vcs/program-server.ts'
import { startVcsTest, vcsTestHost, type VcsTest } from './server.ts'

suite('startVcsTest()', { skip: missing('go', 'git') }, () => {
  let vcs: VcsTest
  before(async () => {
    vcs = await startVcsTest()
  })
  after(() => vcs[Symbol.asyncDispose]())

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${vcs.url}/${vcsTestHost}${path}`, { redirect: 'manual', headers })

  const rows: [path: string, status: number, expected: RegExp][] = [
    [
      '/go/v2module/v2/?go-get=1',
      200,
      /go-import.*git https:\/\/vcs-test\.golang\.org\/git\/v2repo/,
    ],
    ['/go/v2module/v2?go-get=1', 301, /^v2\/\?go-get=1$/],
    ['/go/gitreposubdir?go-get=1', 200, /gitreposubdir foo\/subdir/],
    [
      '/insecure/go/insecure?go-get=1',
      302,
      /^http:\/\/vcs-test\.golang\.org\/go\/insecure\?go-get=1$/,
    ],
    [
      '/git/hello/info/refs?service=git-upload-pack',
      200,
      /fc3a09f3dc5cfe0d7a743ea18f1f5226e68b3777/,
    ],
    ['/git/no-such/info/refs', 404, /not found/],
    ['/bzr/hello', 501, /bzr/],
    ['/auth/or401', 401, /^ACCESS DENIED, buddy/],
    ['/auth/or404/vcs-test.golang.org/auth/or404/@v/list', 404, /^File\? What file\?/],
    ['/auth/or401/.access', 400, /leading dot/],
  ]
  for (const [path, status, expected] of rows) {
    test(`answers ${status} when asked for ${path}`, async () => {
      const response = await ask(path)
      assert.equal(response.status, status)
      assert.match(response.headers.get('location') ?? (await response.text()), expected)
    })
  }

  test('opens a guarded folder to whoever has the password', async () => {
    const authorization = `Basic ${Buffer.from('aladdin:opensesame').toString('base64')}`
    const path = `/auth/or401/${vcsTestHost}/auth/or401/@v/`
    const list = await ask(`${path}list`, { authorization })
    const version = (await list.text()).trim()
    assert.equal(version, 'v0.0.0-20190405155051-52df474c8a8b')
    const zip = await ask(`${path}${version}.zip`, { authorization })
    assert.equal(Buffer.from(await zip.arrayBuffer()).toString('latin1', 0, 2), 'PK')
  })

  test('leaves the host of a repository that lies elsewhere alone but for that repository', async () => {
    const refs = 'info/refs?service=git-upload-pack'
    const there = await fetch(`${vcs.url}/github.com/rsc/vgotest1/${refs}`)
    assert.match(
      await there.text(),
      /80d85c5d4d17598a0e9055e7c175a32b415d6128 refs\/tags\/v1\.0\.0/,
    )
    assert.equal((await fetch(`${vcs.url}/github.com/rsc/other/${refs}`)).status, 404)
  })
})
