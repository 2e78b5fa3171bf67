import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  claims,
  commits,
  controls,
  found,
  foundGoMod,
  importPage,
  known,
  logged,
  looks,
  named,
  names,
  now,
  page,
  places,
  targets,
} from './cases/seen.test-data.ts'
import type { Claim } from './claim.ts'
import { judge } from './judge.ts'
import type { NameAnswer } from '../../outbound/names.ts'
import type { FailedLook, Look, Observations } from './observation.ts'

/** Failures that say nothing of the module: nobody could be asked. */
const silence = [
  looks.git401,
  looks.git403,
  looks.git429,
  looks.git500,
  looks.git503AndWait,
  looks.broken,
  looks.timeOut,
  looks.noName,
  looks.certificate,
  looks.import401,
  looks.proxy500,
  looks.robots,
  looks.stopped,
  looks.offline,
]
const sums = ['h1:zip', 'h1:other', 'h1:third']
const statuses = [0, 200, 401, 403, 404, 410, 429, 451, 500, 503]

const sum = fc.constantFrom(...sums)
const hash = fc.constantFrom(...Object.values(commits))
const claim: fc.Arbitrary<Claim> = fc.constantFrom(...Object.values(claims))
const failed: fc.Arbitrary<FailedLook> = fc.constantFrom(...Object.values(looks))
const answered: fc.Arbitrary<Look> = fc.oneof(
  fc.tuple(sum, hash).map(([zip, hash]) => found(zip, { hash })),
  sum.map((one) => foundGoMod(one)),
  hash.map((one) => named(one)),
  sum.map((zip) => found(zip, { answeredAt: targets.otherOwner, insecure: true })),
)
const outcome = fc.constantFrom<NameAnswer['outcome'][]>(
  'addresses',
  'nxdomain',
  'nodata',
  'servfail',
  'refused',
  'no-answer',
)
const status = fc.constantFrom(...statuses)
const place = fc.constantFrom(...Object.values(places))

/** All that may be asked beside the looks, and hours of patience with it. */
const besides = fc.record(
  {
    repository: place,
    before: place,
    known: fc.array(
      fc
        .tuple(hash, sum, fc.constantFrom('hashed', 'server', 'module-cache' as const), fc.nat())
        .map(([hash, zip, from, ago]) => known(hash, zip, { from, at: now - ago })),
      { maxLength: 3 },
    ),
    page: fc.oneof(
      status.map((one) => page(one)),
      fc
        .tuple(status, fc.boolean(), fc.boolean())
        .map(([one, names, isCatchAll]) => importPage(one, names, { isCatchAll })),
    ),
    control: fc.constantFrom(...Object.values(controls)),
    names: fc.tuple(outcome, outcome, outcome).map((all) => names(...all)),
    owner: status.map((one) => page(one)),
    forge: fc.record({ at: fc.constant(now), url: fc.constant('https://api.test/'), status }),
    sumdb: sum.map((one) => logged(one)),
    commit: fc.boolean().map((served) => ({ at: now, hash: commits.a, served })),
    publicAt: fc.nat(),
    history: fc.dictionary(
      fc.constantFrom('repo-gone', 'version-gone', 'verified', 'suspected', 'throttled'),
      fc.record({ since: fc.nat(now), looks: fc.nat(9) }),
    ),
  },
  { requiredKeys: [] },
)

const look = fc.oneof(failed, answered)
const twoOf = (one: fc.Arbitrary<Look>): fc.Arbitrary<Pick<Observations, 'look' | 'again'>> =>
  fc.record({ look: one, again: one }, { requiredKeys: ['look'] })
function seenOf(one: fc.Arbitrary<Look>): fc.Arbitrary<Observations> {
  return fc.tuple(twoOf(one), besides).map(([looks, more]) => Object.assign({}, more, looks))
}

const runs = { numRuns: 2000 }

test('judge() has one answer for whatever may be seen, and the same each time', () => {
  fc.assert(
    fc.property(claim, seenOf(look), fc.boolean(), (claim, seen, isPrivate) => {
      const verdict = judge(claim, seen, isPrivate)
      assert.deepEqual(judge(claim, structuredCloneOf(seen), isPrivate), verdict)
      assert.equal(verdict.code === 'suspected', verdict.suspect !== undefined)
      assert.ok(verdict.firstSeen <= verdict.lastSeen)
    }),
    runs,
  )
})

test('judge() never says that something is fine that nobody has read, now or before', () => {
  fc.assert(
    fc.property(claim, seenOf(failed), fc.boolean(), (claim, seen, isPrivate) => {
      assert.ok(!['ok', 'fragile'].includes(judge(claim, seen, isPrivate).class))
    }),
    runs,
  )
  const unknown = seenOf(hash.map((one) => named(one))).map((seen) => without(seen, 'known'))
  fc.assert(
    fc.property(claim, unknown, fc.boolean(), (claim, seen, isPrivate) => {
      assert.equal(judge(claim, seen, isPrivate).code, 'pending')
    }),
    runs,
  )
})

test('judge() never says that something is fine whose hash is not the one of go.sum', () => {
  const wrong = fc.tuple(fc.constantFrom('h1:other', 'h1:third'), hash)
  const seen = seenOf(wrong.map(([zip, hash]) => found(zip, { hash })))
  fc.assert(
    fc.property(fc.constantFrom(claims.tag, claims.pseudo, claims.vanity), seen, (claim, seen) => {
      assert.ok(!['ok', 'fragile'].includes(judge(claim, seen, false).class))
    }),
    runs,
  )
})

/** May make a refusal a loss all the same: the registry says that there is no such host, or the forge speaks. */
const proofs = ['names', 'forge', 'publicAt'] as const

test('judge() never takes it for a loss or a change that nobody could be asked', () => {
  const seen = seenOf(fc.constantFrom(...silence)).map((one) => without(one, ...proofs))
  fc.assert(
    fc.property(claim, seen, fc.boolean(), (claim, seen, isPrivate) => {
      assert.equal(judge(claim, seen, isPrivate).class, 'undetermined')
    }),
    runs,
  )
})

test('judge() never loses anything to one look, nor to one true answer amid trouble', () => {
  const truth = fc.constantFrom(
    looks.git404,
    looks.noTag,
    looks.noCommit,
    looks.untrue,
    looks.noModule,
    looks.noImport,
    looks.notAtProxy,
  )
  const trouble = fc.constantFrom(...silence)
  const flapping = fc.oneof(
    fc.tuple(truth, trouble),
    fc.tuple(trouble, truth),
    fc.tuple(truth).map((one): [FailedLook, undefined] => [one[0], undefined]),
  )
  fc.assert(
    fc.property(claim, flapping, besides, fc.boolean(), (claim, [look, again], more, isPrivate) => {
      const verdict = judge(claim, { ...more, look, ...(again && { again }) }, isPrivate)
      assert.equal(verdict.class, 'undetermined')
    }),
    runs,
  )
})

test('judge() never loses a private repository that hides', () => {
  const hiding = fc.constantFrom(...silence, looks.git404, looks.noImport)
  fc.assert(
    fc.property(claim, seenOf(hiding), (claim, seen) => {
      assert.equal(judge(claim, seen, true).class, 'undetermined')
    }),
    runs,
  )
})

test('judge() loses what answers with 404 to nobody but itself only when a control answers', () => {
  const seen = seenOf(
    fc.constantFrom(looks.git404, looks.git401, looks.git403, looks.noImport, looks.notAtProxy),
  )
  fc.assert(
    fc.property(claim, seen, (claim, seen) => {
      if (judge(claim, seen, false).class === 'lost') assert.equal(seen.control?.answers, true)
    }),
    runs,
  )
})

/** Failures cannot be cloned, and are the same. */
function structuredCloneOf({ look, again, ...more }: Observations): Observations {
  return { look, ...(again && { again }), ...structuredClone(more) }
}

function without(seen: Observations, ...fields: (keyof Observations)[]): Observations {
  const left = { ...seen }
  for (const field of fields) Reflect.deleteProperty(left, field)
  return left
}
