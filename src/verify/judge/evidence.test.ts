import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode, type FailureDetails } from '../../failure.ts'
import * as seen from './cases/seen.test-data.ts'
import type { Claim } from './claim.ts'
import { evidenceOf } from './evidence.ts'
import type { Look, Observations } from './observation.ts'

const { claims } = seen
const subject = { path: 'a.test/x', version: 'v1.0.0', scope: 'build', requiredBy: [] } as const

test('evidenceOf() tells no credentials and does not repeat the module', () => {
  const url = 'https://me:secret@git.test/x'
  const failure = new Failure('not-found', `a.test/x@v1.0.0 does not exist: no tag at ${url}`, {
    at: 'ref',
    url,
  })
  const page = { at: 1000, url, status: 0, saw: `Cannot ask ${url}: no answer` }
  const look = { kind: 'failed', at: 0, failure } as const
  const repository = { vcs: 'git', url }
  assert.deepEqual(evidenceOf(subject, { look, page, repository }), [
    {
      at: '1970-01-01T00:00:00.000Z',
      channel: 'git',
      url: 'https://git.test/x',
      saw: 'no tag at https://git.test/x',
    },
    {
      at: '1970-01-01T00:00:01.000Z',
      channel: 'page',
      url: 'https://git.test/x',
      saw: 'Cannot ask https://git.test/x: no answer',
    },
  ])
})

function channels(look: Look, vcs?: string): string[] {
  const repository = vcs === undefined ? {} : { repository: { vcs, url: 'https://x.test/' } }
  return evidenceOf(subject, { look, ...repository }).map(({ channel }) => channel)
}

function failed(code: FailureCode, details: FailureDetails = {}): Look {
  return { kind: 'failed', at: 0, failure: new Failure(code, 'so it is', details) }
}

test('evidenceOf() names the channel as the origin does, else as the place does', () => {
  const found = { kind: 'found', at: 0, version: 'v1.0.0', goModSum: 'h1:a=' } as const
  assert.deepEqual(channels({ ...found, origin: { VCS: 'hg' } }, 'mod'), ['hg'])
  assert.deepEqual(channels(found, 'mod'), ['proxy'])
  assert.deepEqual(channels(failed('not-found', { at: 'ref' }), 'svn'), ['svn'])
  assert.deepEqual(channels(failed('not-found', { at: 'import-page' }), 'svn'), ['import-page'])
  assert.deepEqual(channels(failed('unreachable'), 'fossil'), ['fossil'])
  assert.deepEqual(channels(failed('stopped'), 'git'), ['headwater'])
  assert.deepEqual(channels(failed('invalid')), ['headwater'])
})

const saws = (of: Observations, claim: Claim = claims.tag): string[] =>
  evidenceOf(claim, of).map(({ channel, saw }) => `${channel}: ${saw}`)

test('evidenceOf() tells what resolvers said, those that agree together', () => {
  const look = seen.looks.noName
  const three = seen.names('nxdomain', 'nxdomain', 'nxdomain')
  assert.deepEqual(saws({ look, names: three, control: seen.controls.domain }).slice(1), [
    'dns: NXDOMAIN from 3 resolvers',
    'control: domain answers',
  ])
  assert.deepEqual(saws({ look, names: seen.names('no-answer', 'nxdomain') }).slice(1), [
    'dns: no answer from system',
    'dns: NXDOMAIN from 192.0.2.1',
  ])
})

const said = (...outcomes: Parameters<typeof seen.names>): string =>
  saws({ look: seen.looks.noName, names: seen.names(...outcomes) }).join('\n')

test('evidenceOf() tells of name servers that know nothing of their zone', () => {
  const lame = 'the name servers of the zone know nothing of it'
  assert.match(said('servfail', 'refused'), new RegExp(`SERVFAIL from system: ${lame}`))
  assert.doesNotMatch(said('servfail', 'nxdomain'), new RegExp(lame))
  assert.doesNotMatch(said('no-answer', 'no-answer'), new RegExp(lame))
})

test('evidenceOf() tells what was known before, and who told it', () => {
  const { a, b } = seen.commits
  const fromCache = seen.known(b, undefined, { from: 'module-cache' })
  assert.deepEqual(saws({ look: seen.named(a), known: [seen.known(a, 'h1:zip'), fromCache] }), [
    `git: commit ${a}`,
    `known: h1:zip at commit ${a}, hashed before`,
    `known: h1:zip at commit ${b}, told by the module cache, unsigned`,
  ])
  const again = saws({ look: seen.found('h1:zip'), known: [seen.known(a, 'h1:zip')] })
  assert.deepEqual(
    again.filter((saw) => saw.startsWith('known')),
    [],
  )
  const other = saws({ look: seen.found('h1:other'), known: [seen.known(a, 'h1:zip')] })
  assert.ok(other.includes(`known: h1:zip at commit ${a}, hashed before`))
})

const ofKnown = (of: Observations, claim?: Claim): string[] =>
  saws(of, claim).filter((saw) => saw.startsWith('known: '))

test('evidenceOf() tells of other content at the same commit, and of equal content at another', () => {
  const { a, b } = seen.commits
  const { found, foundGoMod, known } = seen
  const other = found('h1:zip', { goModSum: 'h1:other' })
  assert.equal(ofKnown({ look: other, known: [known(a, 'h1:zip')] }).length, 1)
  assert.equal(ofKnown({ look: found('h1:zip'), known: [known(b, 'h1:zip')] }).length, 1)
  const ofGoMod = known(a, undefined, { goModSum: 'h1:mod' })
  assert.deepEqual(ofKnown({ look: foundGoMod('h1:mod'), known: [known(a, 'h1:zip')] }), [])
  assert.deepEqual(ofKnown({ look: foundGoMod('h1:new'), known: [ofGoMod] }, claims.graphOnly), [
    `known: h1:mod for go.mod at commit ${a}, hashed before`,
  ])
})

test('evidenceOf() tells nothing of what was known where a look failed, but where nobody was asked', () => {
  const { looks, known, commits, daysAgo } = seen
  const history = { 'repo-gone': { since: daysAgo(2), last: daysAgo(1), looks: 1 } }
  const before = { known: [known(commits.a, 'h1:zip')], history }
  assert.deepEqual(ofKnown({ look: looks.noTag, ...before }), [])
  assert.deepEqual(ofKnown({ look: looks.offline, ...before }), [
    `known: h1:zip at commit ${commits.a}, hashed before`,
    'known: seen as repo-gone on 2026-11-21',
  ])
  const nobodySaysWhen = known(commits.a, 'h1:zip', { at: 0, from: 'module-cache' })
  const [, evidence] = evidenceOf(claims.tag, {
    look: seen.named(commits.a),
    known: [nobodySaysWhen],
  })
  assert.equal(evidence?.at, new Date(seen.now).toISOString())
})

test('evidenceOf() tells the sums of go.sum only where upstream has others', () => {
  const look = seen.found('h1:other', { goModSum: 'h1:mod', origin: { VCS: 'git', Hash: 'c' } })
  assert.deepEqual(
    evidenceOf(claims.tag, { look }).map(({ channel, url, saw }) => [channel, url, saw]),
    [
      ['go.sum', null, 'h1:zip'],
      ['git', null, 'h1:other at commit c'],
      ['git', null, 'h1:mod for go.mod at commit c'],
    ],
  )
})

test('evidenceOf() tells what the log, the forge and the pages have', () => {
  const at = seen.now
  const { found, logged, looks, page, commits } = seen
  assert.deepEqual(
    evidenceOf(claims.tag, { look: found('h1:zip'), sumdb: logged('h1:other') }).find(
      ({ channel }) => channel === 'sumdb',
    ),
    {
      at: new Date(at).toISOString(),
      channel: 'sumdb',
      url: 'https://sum.golang.org/',
      saw: 'h1:other',
    },
  )
  const forge = { at, url: 'https://api.github.com/repos/acme/x', status: 200, archived: true }
  const commit = { at, hash: commits.a, served: true }
  const more = { page: page(200, { isCatchAll: true }), owner: page(404), forge, commit }
  assert.deepEqual(saws({ look: looks.noCommit, ...more, repository: seen.places.here }).slice(1), [
    'page: 200, the same page for any path',
    'api: archived',
    'owner: 404',
    `git: commit ${commits.a} is handed out by its full name`,
  ])
})
