import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode } from '../../failure.ts'
import type { Repository } from './known-hosts.ts'
import { reacher } from './reach.ts'

interface Situation {
  readonly there?: string
  readonly https?: FailureCode
  readonly freshFor?: number
}

/** Repositories answer by the scheme in `there`; what https says otherwise is `https`, any other `not-found`. */
function open({ there = '', https = 'not-found', freshFor = 1000 }: Situation) {
  const asked: string[] = []
  const clock = { now: 1000 }
  const reach = reacher({
    now: () => clock.now,
    freshFor,
    probe: async (vcs, url) => {
      asked.push(`${vcs} ${url}`)
      const scheme = url.split(':')[0] ?? ''
      if (scheme === there) return
      throw new Failure(scheme === 'https' ? https : 'not-found', `no ${url}`)
    },
  })
  return { reach, asked, clock }
}

interface Row {
  readonly vcs?: Repository['vcs']
  readonly there: string
  readonly insecure?: boolean
  readonly https?: FailureCode
  readonly url?: string
  readonly asked: string
}

const rows: Row[] = [
  { there: 'https', url: 'https://a.test/b', asked: 'https' },
  { there: 'ssh', url: 'ssh://a.test/b', asked: 'https git+ssh ssh' },
  { there: 'git+ssh', url: 'git+ssh://a.test/b', asked: 'https git+ssh' },
  { there: 'ssh', https: 'unreachable', url: 'ssh://a.test/b', asked: 'https git+ssh ssh' },
  { there: 'ssh', https: 'auth-required', url: 'ssh://a.test/b', asked: 'https git+ssh ssh' },
  { there: 'ssh', https: 'tls-invalid', url: 'ssh://a.test/b', asked: 'https git+ssh ssh' },
  { there: 'ssh', https: 'throttled', asked: 'https' },
  { there: 'ssh', https: 'refused', asked: 'https' },
  { there: 'ssh', https: 'stopped', asked: 'https' },
  { there: 'git', asked: 'https git+ssh ssh' },
  { there: 'none', https: 'unreachable', asked: 'https git+ssh ssh' },
  { there: 'git', insecure: true, url: 'git://a.test/b', asked: 'https git+ssh ssh http git' },
  { there: 'http', insecure: true, url: 'http://a.test/b', asked: 'https git+ssh ssh http' },
  { vcs: 'hg', there: 'none', url: 'https://a.test/b', asked: '' },
  { vcs: 'hg', there: 'http', insecure: true, url: 'http://a.test/b', asked: 'https http' },
  { vcs: 'svn', there: 'none', url: 'https://a.test/b', asked: '' },
  { vcs: 'svn', there: 'none', insecure: true, asked: 'https http' },
  { vcs: 'fossil', there: 'none', url: 'https://a.test/b', asked: '' },
  { vcs: 'fossil', there: 'none', insecure: true, url: 'https://a.test/b', asked: '' },
]

for (const { vcs = 'git', insecure = false, url, asked: expected, ...how } of rows) {
  const said = how.https ?? 'not-found'
  const allowed = insecure ? ', insecure schemes are allowed' : ''
  test(`reacher() asks ${expected || 'nobody'} when ${vcs} answers by ${how.there}, https says ${said}${allowed}`, async () => {
    const { reach, asked } = open(how)
    const reached = reach(vcs, 'a.test/b', insecure)
    if (url === undefined) await assert.rejects(reached, { code: said, message: /no https:/ })
    else assert.equal(await reached, url)
    assert.deepEqual(
      asked,
      expected
        .split(' ')
        .filter(Boolean)
        .map((scheme) => `${vcs} ${scheme}://a.test/b`),
    )
  })
}

const others: [other: FailureCode, expected: FailureCode, about: string][] = [
  ['not-found', 'not-found', 'it is not there'],
  ['refused', 'auth-required', 'nobody has told us a key'],
  ['auth-required', 'auth-required', 'our key is not taken'],
  ['unreachable', 'unreachable', 'it cannot be reached'],
]

for (const [other, expected, about] of others) {
  test(`reacher() says ${expected} when https says not-found, and ssh that ${about}`, async () => {
    const reach = reacher({
      now: () => 0,
      freshFor: 1000,
      async probe(_, url) {
        const isHttps = url.startsWith('https:')
        const details = isHttps ? {} : { hint: 'what to do' }
        throw new Failure(isHttps ? 'not-found' : other, `no ${url}`, details)
      },
    })
    await assert.rejects(reach('git', 'a.test/b', false), (error: unknown) => {
      assert.ok(Failure.is(error, expected), String(error))
      assert.match(error.message, /no https:/)
      assert.equal(error.details.hint, 'what to do')
      return true
    })
  })
}

test('reacher() has who could not ask https try again before anything else', async () => {
  const reach = reacher({
    now: () => 0,
    freshFor: 1000,
    async probe(_, url) {
      if (url.startsWith('https:')) throw new Failure('unreachable', 'the server answered 500')
      throw new Failure('refused', 'no key', { hint: 'Add a key' })
    },
  })
  await assert.rejects(reach('git', 'a.test/b', false), (error: unknown) => {
    assert.ok(Failure.is(error, 'unreachable'), String(error))
    assert.equal(error.details.hint, 'Try again later. If it is there by ssh only: Add a key')
    return true
  })
})

test('reacher() asks again when what it found is too old, and after a failure', async () => {
  const { reach, asked, clock } = open({ there: 'https' })
  await reach('git', 'a.test/b', false)
  clock.now += 999
  await reach('git', 'a.test/b', false)
  assert.equal(asked.length, 1)
  clock.now += 1
  await reach('git', 'a.test/b', false)
  assert.equal(asked.length, 2)
  clock.now -= 500
  await reach('git', 'a.test/b', false)
  assert.equal(asked.length, 3)
  const none = open({ https: 'throttled' })
  await assert.rejects(none.reach('git', 'a.test/b', false))
  await assert.rejects(none.reach('git', 'a.test/b', false))
  assert.equal(none.asked.length, 2)
})
