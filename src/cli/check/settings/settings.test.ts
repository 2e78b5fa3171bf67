import assert from 'node:assert/strict'
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { temporaryFolder } from '../../../../test/forge/temporary-folder.ts'
import { Failure } from '../../../failure.ts'
import { findSettings } from './find-settings.ts'
import { readSettings } from './read-settings.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const good = `fail-on = ["lost"]
allow-incomplete = true
level = "content"
private = ["corp.example/*"]

[[ignore]]
module = "github.com/acme/*"
version = "v1.2.3"
code = "repo-gone"
reason = "moving away"
expires = 2027-01-31

[[ignore]]
module = "github.com/acme/y"
code = "lost"
reason = "moving away"
expires = "2027-11-23"
`

async function read(text: string) {
  await using folder = await temporaryFolder('settings')
  const file = join(folder.path, '.headwater.toml')
  await writeFile(file, text)
  return await readSettings(file, '.headwater.toml', now)
}

test('readSettings() reads everything there is', async () => {
  const entry = { reason: 'moving away' }
  assert.deepEqual(await read(good), {
    failOn: ['lost'],
    allowIncomplete: true,
    level: 'content',
    private: ['corp.example/*'],
    ignores: [
      {
        ...entry,
        module: 'github.com/acme/*',
        version: 'v1.2.3',
        code: 'repo-gone',
        expires: '2027-01-31',
        where: '.headwater.toml:6',
      },
      {
        ...entry,
        module: 'github.com/acme/y',
        code: 'lost',
        expires: '2027-11-23',
        where: '.headwater.toml:13',
      },
    ],
  })
  assert.deepEqual(await read(''), { private: [], ignores: [] })
})

const ignore = '[[ignore]]\nmodule = "a.test/x"\ncode = "lost"\nreason = "r"\n'
const bad: [what: string, text: string, complaint: RegExp][] = [
  ['no TOML', 'a = [', /\.headwater\.toml:1: is not TOML/],
  ['an unknown key', 'fail-no = []', /:1: fail-no: is not a setting; did you mean "fail-on"\?$/],
  ['a key of an entry', `${ignore}expire = 1`, /:5: ignore\.expire: .*"expires"/],
  ['no day', `${ignore}expires = "soon"`, /:5: ignore\.expires: must be a day such as 2027-01-31$/],
  ['no expiry', ignore, /:1: ignore\.expires: is missing$/],
  ['no such day', `${ignore}expires = "2027-02-30"`, /:5: ignore\.expires: must be a day/],
  [
    'a time of day',
    `${ignore}expires = 2027-01-31T00:00:00Z`,
    /:5: ignore\.expires: must be a day/,
  ],
  ['more than a year', `${ignore}expires = 2027-12-01`, /:1: .*more than a year ahead$/],
  ['no reason', '[[ignore]]\nmodule="a"\ncode="lost"\nexpires=2027-01-01', /reason: is missing/],
  [
    'an empty reason',
    '[[ignore]]\nmodule="a"\ncode="lost"\nexpires=2027-01-01\nreason=" "',
    /:5: ignore\.reason: /,
  ],
  ['an unknown code', ignore.replace('lost', 'gone'), /:3: ignore\.code: "gone" is neither/],
  ['a code of what is fine', ignore.replace('lost', 'verified'), /ignore\.code: "verified"/],
  ['a URL for a module', ignore.replace('a.test', 'https://a.test'), /ignore\.module: /],
  ['half a version', `${ignore}version = "v1"\nexpires = 2027-01-01`, /ignore\.version: "v1"/],
  ['an unknown class', 'fail-on = ["bad"]', /:1: fail-on: "bad" is neither/],
  ['a level that runs code', 'level = "build"', /:1: level: must be one of "refs", "content"/],
  ['a rewrite', '[[rewrite]]\nfrom="a"\nto="b"', /rewrite: .*may not decide whom is asked/],
  ['a server', 'server = "https://evil.test"', /server: .*may not decide whom is asked/],
  ['credentials', '[[credentials]]\nhost = "a"\ntoken = "t0psecret"', /credentials: is not/],
]

suite('readSettings()', () => {
  for (const [what, text, complaint] of bad) {
    test(`readSettings() refuses ${what}, and says on which line`, async () => {
      await assert.rejects(read(text), (error) => {
        assert.ok(Failure.is(error, 'invalid'), String(error))
        assert.match(error.message, new RegExp(complaint.source, 'm'))
        assert.doesNotMatch(error.message, /t0psecret/)
        return true
      })
    })
  }
})

test('readSettings() lists all problems at once', async () => {
  await assert.rejects(read('level = 1\nserver = ""\n'), /for 2 reasons:\n {2}.*:1: .*\n {2}.*:2: /)
})

test('readSettings() reads plain files only: a link may lead anywhere', async () => {
  await using folder = await temporaryFolder('settings')
  const file = join(folder.path, '.headwater.toml')
  await writeFile(join(folder.path, 'secret.toml'), 'token = "t0psecret"')
  await symlink('secret.toml', file)
  await assert.rejects(readSettings(file, 'f', now), /f: is not a plain file$/)
})

test('findSettings() goes up to the top of the repository and no further', async () => {
  await using folder = await temporaryFolder('settings')
  const top = await realpath(folder.path)
  const [root, deep] = [join(top, 'root'), join(top, 'root/a/b')]
  await mkdir(deep, { recursive: true })
  await writeFile(join(top, '.headwater.toml'), '')
  assert.equal(await findSettings(deep, root), undefined)
  assert.equal(await findSettings(deep, undefined), undefined)
  for (const file of [join(root, '.headwater.toml'), join(deep, '.headwater.toml')]) {
    await writeFile(file, '')
    assert.equal(await findSettings(deep, root), file)
  }
  assert.equal(await findSettings(dirname(deep), undefined), undefined)
  assert.equal(await findSettings(deep, undefined), join(deep, '.headwater.toml'))
})
