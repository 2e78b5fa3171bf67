import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { after, before, suite, test } from 'node:test'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { openTestGate } from '../../test/open-test-gate.ts'
import { selfSigned, type Identity } from '../../test/self-signed.ts'
import { tlsServer } from '../../test/web-server.ts'
import { readAll } from './read-answer.ts'
import { trustedAuthorities } from './trusted-authorities.ts'

const plain = (found: readonly string[] | undefined) => found?.map((pem) => pem.trim())

suite('trustedAuthorities()', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let one: Identity
  let two: Identity
  const at = (name: string) => join(folder.path, name)
  before(async () => {
    folder = await temporaryFolder('authorities')
    one = await selfSigned('localhost')
    two = await selfSigned('two.example')
    await mkdir(at('certs'))
    await mkdir(at('empty'))
    await writeFile(at('one.pem'), `# a comment\n${one.cert}\n`)
    await writeFile(at('certs/two.pem'), two.cert)
    await symlink('two.pem', at('certs/0a1b2c3d.0'))
    await symlink(at('one.pem'), at('certs/linked.pem'))
    await writeFile(at('certs/README'), 'nothing')
    await writeFile(at('key.pem'), one.key)
    await writeFile(at('torn.pem'), two.cert + one.cert.replace(/[A-Za-z0-9]{20}/, ''))
  })
  after(() => folder[Symbol.asyncDispose]())

  test('is undefined where nothing is named', async () => {
    assert.equal(await trustedAuthorities({}), undefined)
    assert.equal(await trustedAuthorities({ certFile: '', certDir: '' }), undefined)
  })

  test('adds outbound.ca to what Node.js knows', async () => {
    const found = await trustedAuthorities({ ca: at('one.pem') })
    assert.equal(found?.length, getCACertificates('default').length + 1)
    assert.equal(found?.at(-1)?.trim(), one.cert.trim())
  })

  test('replaces it with SSL_CERT_FILE and SSL_CERT_DIR, and adds outbound.ca to that', async () => {
    const [first, second] = [one.cert.trim(), two.cert.trim()]
    assert.deepEqual(plain(await trustedAuthorities({ certFile: at('one.pem') })), [first])
    const certDir = [at('empty'), at('certs')].join(delimiter)
    const ofFolders = plain(await trustedAuthorities({ certDir }))
    assert.deepEqual(ofFolders?.toSorted(), [first, second].toSorted())
    const all = await trustedAuthorities({ certFile: at('certs/two.pem'), ca: at('one.pem') })
    assert.deepEqual(plain(all), [second, first])
  })

  for (const [what, sources, reason] of [
    [
      'a file that is not there',
      { ca: 'none.pem' },
      /none\.pem \(outbound\.ca\): it does not exist$/,
    ],
    ['a folder', { ca: 'certs' }, /certs \(outbound\.ca\): it is a folder$/],
    ['a key', { ca: 'key.pem' }, /key\.pem \(outbound\.ca\): it has no certificate in PEM$/],
    ['a torn certificate', { ca: 'torn.pem' }, /one of its certificates is malformed$/],
    ['a variable for no file', { certFile: 'none.pem' }, /\(SSL_CERT_FILE\): it does not exist$/],
    ['a variable for no folder', { certDir: 'none' }, /\(SSL_CERT_DIR\): it does not exist$/],
    ['a variable for an empty folder', { certDir: 'empty' }, /it has no certificate$/],
  ] as const) {
    test(`says what is wrong with ${what}`, async () => {
      const named = Object.entries(sources).map(([name, file]) => [name, at(file)])
      await assert.rejects(trustedAuthorities(Object.fromEntries(named)), {
        name: 'Failure',
        code: 'invalid',
        message: reason,
      })
    })
  }

  test('gives what a gate takes', async () => {
    await using server = await tlsServer((_, response) => void response.end('trusted'), one)
    const ask = { url: server.url, purpose: 'page', maxBytes: 100 } as const
    for (const [ca, isTrusted] of [
      ['one.pem', true],
      ['certs/two.pem', false],
    ] as const) {
      const authorities = await trustedAuthorities({ ca: at(ca) })
      await using opened = openTestGate([], { ...(authorities && { authorities }) })
      const reading = opened.gate.ask(ask).then(readAll).then(String)
      if (isTrusted) assert.equal(await reading, 'trusted')
      else await assert.rejects(reading, { code: 'tls-invalid' })
    }
  })
})
