import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Failure } from '../failure.ts'
import { escapePath, escapeVersion } from '../gomod/escape.ts'
import { decodeTarget } from './decode-target.ts'
import { ask, memoryMirror, serve } from './memory-mirror.conformance.ts'
import { parseQuestion } from './parse-request.ts'

const m = '/example.com/m'

/** What the mirror is asked for each request target. */
const good: [target: string, call: string][] = [
  [`${m}/@v/list`, 'list example.com/m default'],
  [`${m}/@latest`, 'latest example.com/m default'],
  [`${m}/@v/v1.2.3.info`, 'info example.com/m v1.2.3 default'],
  [`${m}/@v/v1.2.3.mod`, 'mod example.com/m v1.2.3 default'],
  [`${m}/@v/v1.2.3.zip`, 'zip example.com/m v1.2.3 default'],
  [`${m}/@v/v0.0.0.info`, 'info example.com/m v0.0.0 default'],
  [`${m}/v2/@v/v2.0.0.zip`, 'zip example.com/m/v2 v2.0.0 default'],
  [`${m}/@v/v2.0.0+incompatible.info`, 'info example.com/m v2.0.0+incompatible default'],
  [`${m}/@v/v2.0.0%2Bincompatible.zip`, 'zip example.com/m v2.0.0+incompatible default'],
  [
    `${m}/@v/v0.0.0-20260102030405-0123456789ab.mod`,
    'mod example.com/m v0.0.0-20260102030405-0123456789ab default',
  ],
  [`${m}/@v/v1.0.0-rc.1.mod`, 'mod example.com/m v1.0.0-rc.1 default'],
  ['/gopkg.in/yaml.v3/@v/v3.0.1.zip', 'zip gopkg.in/yaml.v3 v3.0.1 default'],
  ['/gopkg.in/x.v2-unstable/@v/v2.0.0.mod', 'mod gopkg.in/x.v2-unstable v2.0.0 default'],
  [
    '/gopkg.in/x.v1/@v/v0.0.0-20260102030405-0123456789ab.zip',
    'zip gopkg.in/x.v1 v0.0.0-20260102030405-0123456789ab default',
  ],
  ['/go.uber.org/zap/@v/list', 'list go.uber.org/zap default'],
  ['/example.com/@v/list', 'list example.com default'],
  ['/a.b/c~d/e_f/g-h.i/@latest', 'latest a.b/c~d/e_f/g-h.i default'],
  // Capitals, as the go command sends them and plain.
  ['/github.com/%21azure/x/@v/list', 'list github.com/Azure/x default'],
  ['/github.com/!azure/x/@v/list', 'list github.com/Azure/x default'],
  ['/github.com/!b!u!r/!x/@latest', 'latest github.com/BUR/X default'],
  [`${m}/@v/v1.0.0-%21r%21c1.info`, 'info example.com/m v1.0.0-RC1 default'],
  [`${m}/@v/v1.0.0-!r!c1.zip`, 'zip example.com/m v1.0.0-RC1 default'],
  [`${m}/@v/!h!e!a!d.info`, 'query example.com/m HEAD default'],
  // Needless percent-encoding means the same.
  ['/%65xample.com/%6D/@v/list', 'list example.com/m default'],
  [`${m}/%40v/list`, 'list example.com/m default'],
  [`${m}/@v/v1%2e2%2E3.info`, 'info example.com/m v1.2.3 default'],
  [`${m}/@v/%6cist`, 'list example.com/m default'],
  // Revisions that are no canonical version of this module.
  [`${m}/@v/master.info`, 'query example.com/m master default'],
  [`${m}/@v/v1.info`, 'query example.com/m v1 default'],
  [`${m}/@v/v1.2.info`, 'query example.com/m v1.2 default'],
  [`${m}/@v/latest.info`, 'query example.com/m latest default'],
  [`${m}/@v/list.info`, 'query example.com/m list default'],
  [`${m}/@v/1.2.3.info`, 'query example.com/m 1.2.3 default'],
  [`${m}/@v/v01.2.3.info`, 'query example.com/m v01.2.3 default'],
  [`${m}/@v/v1.2.3+meta.info`, 'query example.com/m v1.2.3+meta default'],
  [`${m}/@v/v2.0.0.info`, 'query example.com/m v2.0.0 default'],
  [`${m}/v2/@v/v1.0.0.info`, 'query example.com/m/v2 v1.0.0 default'],
  [`${m}/@v/0123456789abcdef.info`, 'query example.com/m 0123456789abcdef default'],
  [`${m}/@v/release-1.x.info`, 'query example.com/m release-1.x default'],
  [`${m}/@v/v1.2.3.zip.info`, 'query example.com/m v1.2.3.zip default'],
  [`${m}/@v/a.info.info`, 'query example.com/m a.info default'],
  [`${m}/@v/@.info`, 'query example.com/m @ default'],
  [`${m}/@v/a%23b.info`, 'query example.com/m a#b default'],
  [`${m}/@v/a%25b.info`, 'query example.com/m a%b default'],
  [`${m}/@v/a-.info`, 'query example.com/m a- default'],
  // The other door.
  [`/cached-only${m}/@v/list`, 'list example.com/m cached-only'],
  [`/cached-only${m}/@latest`, 'latest example.com/m cached-only'],
  [`/cached-only${m}/@v/v1.2.3.zip`, 'zip example.com/m v1.2.3 cached-only'],
  [`/cached-only${m}/@v/master.info`, 'query example.com/m master cached-only'],
  ['/cached-only/github.com/%21azure/x/@v/list', 'list github.com/Azure/x cached-only'],
  [`/strict${m}/@v/list`, 'list example.com/m strict'],
  [`/strict${m}/@v/v1.2.3.zip`, 'zip example.com/m v1.2.3 strict'],
  // Query strings mean nothing; a proxy sends whole URLs.
  [`${m}/@v/list?go-get=1`, 'list example.com/m default'],
  [`${m}/@v/v1.2.3.info?a=/@v/../%00&%`, 'info example.com/m v1.2.3 default'],
  [`${m}/@latest?`, 'latest example.com/m default'],
  [`http://mirror.example:3000${m}/@v/list`, 'list example.com/m default'],
  [`HTTPS://mirror.example${m}/@v/v1.2.3.mod?x`, 'mod example.com/m v1.2.3 default'],
]

for (const [target, call] of good) {
  test(`parseQuestion() reads ${target}`, () => {
    const question = parseQuestion(decodeTarget(target), 'default') ?? assert.fail('no question')
    const { kind, path, door } = question
    const words = [kind, path]
    if (question.kind === 'query') words.push(question.revision)
    if ('version' in question) words.push(question.version)
    assert.equal([...words, door].join(' '), call)
  })
}

const escape = /it has a capital, a "!" without a small letter, or a character outside ASCII/
const dots = /only dots|segment of dots/

/** Request targets that no client should send, and why. */
const bad: [target: string, reason: RegExp][] = [
  // Percent-encoding and other things below the protocol.
  [`${m}/@v/%zz.info`, /incomplete percent-encoding/],
  [`${m}/@v/%.info`, /incomplete percent-encoding/],
  [`${m}/@v/list%`, /incomplete percent-encoding/],
  [`${m}/@v/list%2`, /incomplete percent-encoding/],
  [`${m}/@v/a%2fb.info`, /percent-encoded slash/],
  [`${m}%2F@v/list`, /percent-encoded slash/],
  [`/example.com%2Fm/@v/list`, /percent-encoded slash/],
  [`${m}/@v/a%00.info`, /control character/],
  [`${m}%00/@v/list`, /control character/],
  [`${m}/@v/a%0a.info`, /control character/],
  [`${m}/@v/a%0D%0Ab.info`, /control character/],
  [`${m}/@v/a%7f.info`, /control character/],
  [`${m}/@v/a%C2%85.info`, /control character/],
  [`${m}/@v/a%1b[31m.info`, /control character/],
  [`${m}/@v/a\\b.info`, /backslash/],
  [`${m}/@v/a%5cb.info`, /backslash/],
  [`${m}\\@v\\list`, /backslash/],
  [`${m}/@v/%ff.info`, /not of UTF-8/],
  [`${m}/@v/%c0%ae.info`, /not of UTF-8/],
  [`${m}/@v/%ed%a0%80.info`, /not of UTF-8/],
  [`${m}/@v/%f4%90%80%80.info`, /not of UTF-8/],
  [`${m}/@v/%e6%bc.info`, /not of UTF-8/],
  [`${m}/../@v/list`, /segment of dots/],
  [`/example.com/../m/@v/list`, /segment of dots/],
  [`/..${m}/@v/list`, /segment of dots/],
  [`${m}/./@v/list`, /segment of dots/],
  [`${m}/%2e%2e/@v/list`, /segment of dots/],
  [`${m}/%2E/@v/list`, /segment of dots/],
  [`${m}/@v/..`, /segment of dots/],
  [`/.`, /segment of dots/],
  [`/cached-only/..${m}/@v/list`, /segment of dots/],
  [`//example.com/m/@v/list`, /empty segment/],
  [`/example.com//m/@v/list`, /empty segment/],
  [`${m}//@v/list`, /empty segment/],
  [`${m}/@v//list`, /empty segment/],
  [`//`, /empty segment/],
  [`http://host//@v/list`, /empty segment/],
  [`${m}/@v/list#top`, /fragment/],
  [`${m}/${'x'.repeat(4096)}/@v/list`, /longer than 4096 bytes/],
  [`${m}/@v/list?${'x'.repeat(4096)}`, /longer than 4096 bytes/],
  // Module paths.
  [`/@v/list`, /it is empty/],
  [`/@latest`, /it is empty/],
  [`/m/@v/list`, /has no dot/],
  [`/example/m/@v/list`, /has no dot/],
  [`/Example.com/m/@v/list`, escape],
  [`/example.com/M/@v/list`, escape],
  [`/github.com/Azure/x/@latest`, escape],
  [`/github.com/Azure/x/@v/v1.0.0.info`, escape],
  [`/github.com/!/x/@v/list`, escape],
  [`/github.com/!!azure/x/@v/list`, escape],
  [`/github.com/!Azure/x/@v/list`, escape],
  [`/github.com/!1/x/@v/list`, escape],
  [`/github.com/azure!/@v/list`, escape],
  [`/github.com/%21%21a/@v/list`, escape],
  [`/github.com/%41zure/@v/list`, escape],
  [`/github.com/%2521azure/x/@v/list`, /character that is not allowed/],
  [`/!example.com/m/@v/list`, /not a lower-case host name/],
  [`/exa_mple.com/m/@v/list`, /not a lower-case host name/],
  [`/-x=true/@v/list`, /begins with "-"/],
  [`/-modfile=a.b/@v/list`, /begins with "-"/],
  [`/--upload-pack=a.b/m/@v/list`, /begins with "-"/],
  [`/example.com/.git/@v/list`, /begins with a dot/],
  [`/.example.com/m/@v/list`, /begins with a dot/],
  [`/example.com/m./@v/list`, /ends with a dot/],
  [`/example.com/.../@v/list`, dots],
  [`/example.com/a%20b/@v/list`, /character that is not allowed/],
  [`/example.com/a+b/@v/list`, /character that is not allowed/],
  [`/example.com/a:b/@v/list`, /character that is not allowed/],
  [`/example.com:8080/m/@v/list`, /character that is not allowed/],
  [`/example.com/a@b/@v/list`, /character that is not allowed/],
  [`/user@example.com/m/@v/list`, /character that is not allowed/],
  [`/example.com/m%C3%BCll/@v/list`, escape],
  [`/example.com/%E2%84%AA/@v/list`, escape],
  [`/example.com/con/@v/list`, /Windows device/],
  [`/example.com/aux.go/@v/list`, /Windows device/],
  [`/example.com/a~1/@v/list`, /short Windows file name/],
  [`/example.com/m/v1/@v/list`, /major version suffix/],
  [`/example.com/m/v0/@latest`, /major version suffix/],
  [`/example.com/m/v02/@v/list`, /major version suffix/],
  [`/example.com/m/v1.2/@v/list`, /major version suffix/],
  [`/gopkg.in/yaml/@v/list`, /major version suffix/],
  [`/gopkg.in/yaml.v03/@v/list`, /major version suffix/],
  [`/cached-only/@v/list`, /it is empty/],
  [`/cached-only/m/@v/list`, /has no dot/],
  [`/cached-only/cached-only${m}/@v/list`, /has no dot/],
  [`/archive${m}/@v/list`, /has no dot/],
  [`/strict/strict${m}/@v/list`, /has no dot/],
  // What is asked of the module.
  [`${m}/@v`, /No such file "@v"/],
  [`${m}/@v/`, /No such file "@v\/"/],
  [`${m}/@`, /No such file "@"/],
  [`${m}/@latest/`, /No such file "@latest\/"/],
  [`${m}/@latest/x`, /No such file/],
  [`${m}/@latest.info`, /No such file/],
  [`${m}/@v/list/`, /No such file/],
  [`${m}/@v/list.txt`, /No such file/],
  [`${m}/@v/LIST`, /No such file/],
  [`${m}/@v/v1.2.3`, /No such file/],
  [`${m}/@v/v1.2.3.ziphash`, /No such file/],
  [`${m}/@v/v1.2.3.INFO`, /No such file/],
  [`${m}/@v/v1.2.3.info/`, /No such file/],
  [`${m}/@V/list`, /No such file/],
  [`${m}/@w/list`, /No such file/],
  [`${m}/@v/x/@v/list`, /No such file/],
  [`${m}/@v/feature/x.info`, /character that is not allowed/],
  [`${m}/@latest/@v/list`, /No such file/],
  // Versions.
  [`${m}/@v/.info`, /it has an empty element/],
  [`${m}/@v/.zip`, /it has an empty element/],
  [`${m}/@v/..mod`, dots],
  [`${m}/@v/...info`, dots],
  [`${m}/@v/v1..zip`, /ends with a dot/],
  [`${m}/@v/-x.info`, /begins with "-"/],
  [`${m}/@v/--upload-pack=x.info`, /begins with "-"/],
  [`${m}/@v/-v1.0.0.zip`, /begins with "-"/],
  [`${m}/@v/%2d.info`, /begins with "-"/],
  [`${m}/@v/HEAD.info`, escape],
  [`${m}/@v/v1.0.0-RC1.info`, escape],
  [`${m}/@v/v1.0.0-RC1.zip`, escape],
  [`${m}/@v/!.info`, escape],
  [`${m}/@v/a!.info`, escape],
  [`${m}/@v/!!a.info`, escape],
  [`${m}/@v/m%C3%BCll.info`, escape],
  [`${m}/@v/a*b.info`, /character that is not allowed/],
  [`${m}/@v/a:b.info`, /character that is not allowed/],
  [`${m}/@v/%3Cscript%3E.info`, /character that is not allowed/],
  [`${m}/@v/a%22b.info`, /character that is not allowed/],
  [`${m}/@v/a;b.info`, /character that is not allowed/],
  [`${m}/@v/a|b.info`, /character that is not allowed/],
  [`${m}/@v/a%60b.info`, /character that is not allowed/],
  [`${m}/@v/nul.info`, /Windows device/],
  [`${m}/@v/com1.x.zip`, /Windows device/],
  [`${m}/@v/master.mod`, /not a semantic version/],
  [`${m}/@v/master.zip`, /not a semantic version/],
  [`${m}/@v/1.2.3.zip`, /not a semantic version/],
  [`${m}/@v/v1.2.3.4.zip`, /not a semantic version/],
  [`${m}/@v/v01.2.3.mod`, /not a semantic version/],
  [`${m}/@v/v1.0.0-01.mod`, /not a semantic version/],
  [`${m}/@v/v1.mod`, /not in canonical form, which is v1\.0\.0$/m],
  [`${m}/@v/v1.2.zip`, /not in canonical form, which is v1\.2\.0$/m],
  [`${m}/@v/v1.2.3+meta.zip`, /not in canonical form, which is v1\.2\.3$/m],
  [`${m}/@v/v2.0.0.mod`, /asks for major version v0 or v1/],
  [`${m}/@v/v2.0.0.zip`, /asks for major version v0 or v1/],
  [`${m}/v2/@v/v1.0.0.zip`, /asks for major version v2/],
  [`${m}/v2/@v/v3.0.0.mod`, /asks for major version v2/],
  [`/gopkg.in/yaml.v3/@v/v2.0.0.zip`, /asks for major version v3/],
]

test('a server refuses what it cannot read, with the reason, and asks nobody', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const { port, errors } = await serve(t, mirror)
  for (const [target, reason] of bad) {
    const what = target.slice(0, 80)
    const { status, headers, body } = await ask(port, target)
    assert.equal(status, 400, what)
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8', what)
    assert.equal(headers['cache-control'], 'no-store', what)
    assert.match(body.toString(), reason, what)
    assert.ok(body.length <= 648 && body.toString().split('\n').length <= 9, what)
    assert.deepEqual(calls, [], what)
  }
  assert.deepEqual(errors, [])
})

test('a server asks its mirror what it can read', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const { port } = await serve(t, mirror, { memoryBytes: 0 })
  for (const [target, call] of good) {
    const { status } = await ask(port, target)
    assert.ok(status === 200 || status === 404, target)
    assert.deepEqual(calls.splice(0), [call], target)
  }
})

const elsewhere = [
  '/example.com/m',
  '/example.com/m@v1.0.0',
  '/example.com/m/',
  '/index',
  '/sumdb/sum.example.org/supported',
  '/sumdb/sum.example.org/lookup/example.com/m@v1.0.0',
  '/sumdb/sum.example.org/tile/8/0/x001/067',
  '/-/nothing',
  '/-/@v/list',
  '/-/nothing/@v/list',
  '/favicon.ico',
  '/cached-only',
  '/cached-only/',
]

test('a server has no page at other paths', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const { port } = await serve(t, mirror)
  for (const target of elsewhere) {
    const { status, headers } = await ask(port, target)
    assert.equal(status, 404, target)
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8', target)
    assert.deepEqual(calls, [], target)
  }
})

test('parseQuestion() reads what escaping gives, whatever the path and revision', () => {
  const path = fc.stringMatching(/^example\.com(\/[A-Za-z_]{1,8}){1,3}$/)
  const revision = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,12}[A-Za-z_]$/)
  fc.assert(
    fc.property(path, revision, (path, revision) => {
      // Only so much as not to hit a device name or a version.
      fc.pre(!/(^|\/)(con|prn|aux|nul)(\.|\/|$)/i.test(`${path}/${revision}`))
      fc.pre(!/^v\d/.test(revision))
      const target = `/${escapePath(path)}/@v/${escapeVersion(revision)}.info`
      const asked = { kind: 'query', path, revision, door: 'default' }
      for (const spelled of [target, target.replaceAll('!', '%21')]) {
        assert.deepEqual(parseQuestion(decodeTarget(spelled), 'default'), asked)
      }
    }),
  )
})

test('decodeTarget() and parseQuestion() throw nothing but Failure, whatever they are given', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '/@v/',
      '/@latest',
      '.info',
      '.zip',
      '%',
      '%2',
      '%21',
      '!',
      '-',
      'v1.0.0',
      'a.b',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        const path = decodeTarget(`/${pieces.join('')}`)
        assert.doesNotMatch(path, /\0|\\|\/\/|\/\.\.?(\/|$)/)
        parseQuestion(path, 'default')
      } catch (error) {
        assert.ok(Failure.is(error, 'invalid'), String(error))
      }
    }),
  )
})
