import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import type { HostStanding } from '../../outbound/standing.ts'
import { newest } from '../../verify/judge/claim.ts'
import { planAsking } from '../plan/plan-asking.ts'
import { verdictOf } from '../report/reports.test-data.ts'
import type { Subject } from '../subject.ts'
import { followCheck, type Course } from './course.ts'
import { beginningLine, heartbeatLine, progressLine, type HostState } from './progress-text.ts'
import { showProgress, type ProgressTools } from './show-progress.ts'

const golden = (name: string): string =>
  readFileSync(`test/check/golden/${name}.txt`, 'utf8').replace(/\n$/, '')

const { signal } = new AbortController()
const subject = (path: string, version = 'v1.0.0'): Subject => ({
  path,
  version,
  scope: 'build',
  requiredBy: [],
})
const course: Course = {
  done: 142,
  repositories: 187,
  modules: 251,
  hosts: 12,
  lost: 2,
  changed: 1,
  suspected: 0,
}
const throttledHost: HostState = {
  host: 'github.com',
  isAsked: true,
  waits: { millis: 38_000, why: '429' },
}
const asked = ['gitlab.com', 'a.test', 'b.test', 'c.test', 'd.test'].map((host) => ({
  host,
  isAsked: true,
}))

suite('progressLine() is what is agreed upon', () => {
  for (const width of [80, 120]) {
    test(`in ${width} columns`, () => {
      const moment = { elapsed: 12_000, course, hosts: [throttledHost, ...asked] }
      assert.equal(progressLine(moment, width), golden(`progress.${width}`))
    })
  }
})

function told(elapsed: number, done: number, hosts: HostState[] = []): string {
  return progressLine({ elapsed, course: { ...course, done }, hosts }, 80)
}

test('progressLine() says how much time is left once that can be told', () => {
  assert.match(told(12_000, 142), / 12 s, about 4 s left$/)
  assert.match(told(4000, 142), / 4 s$/)
  assert.match(told(12_000, 20), / 12 s$/)
  assert.match(told(12_000, 142, [throttledHost]), / 12 s$/)
})

test('progressLine() keeps to its width, and obeys no host', () => {
  const host = `${'x'.repeat(90)}\u001b[31m\n`
  const line = progressLine({ elapsed: 0, course, hosts: [{ ...throttledHost, host }] }, 80)
  assert.equal(line.length, 80)
  assert.doesNotMatch(line, /\p{Control}/u)
  assert.doesNotMatch(
    heartbeatLine({ elapsed: 0, course, hosts: [{ ...throttledHost, host }] }),
    /\p{Control}/u,
  )
})

test('heartbeatLine() and beginningLine() are what is agreed upon', () => {
  const waits = { millis: 45_000, why: '429' }
  assert.deepEqual(
    [
      beginningLine(course),
      heartbeatLine({
        elapsed: 30_000,
        course: { ...course, done: 131, lost: 1 },
        hosts: [{ ...throttledHost, waits }, ...asked],
      }),
      heartbeatLine({ elapsed: 60_000, course: { ...course, done: 176 }, hosts: asked }),
      '71 s, done',
    ].map((line) => `headwater: ${line}`),
    golden('ci-heartbeat').split('\n'),
  )
})

test('followCheck() counts repositories, and each module with its last verdict', () => {
  const [a, b, c, d] = [
    subject('github.com/a/x'),
    subject('github.com/a/x/sub'),
    subject('gitlab.com/a/y'),
    subject('a.test/z', newest),
  ]
  assert.ok(a && b && c && d)
  const all = [a, b, c, d]
  const follower = followCheck(
    all,
    planAsking(all, () => undefined),
  )
  assert.deepEqual(
    { ...follower.course() },
    { done: 0, repositories: 3, modules: 4, hosts: 3, lost: 0, changed: 0, suspected: 0 },
  )
  follower.note(a, verdictOf('suspected'))
  follower.note(a, verdictOf('repo-gone'))
  follower.judged(a)
  assert.deepEqual([follower.course().done, follower.course().lost], [0, 1])
  follower.judged(b)
  follower.judged({ ...d, version: 'v1.2.3' })
  follower.judged(subject('nobody.test/asked'))
  assert.equal(follower.course().done, 2)
})

interface Scene {
  readonly tools: ProgressTools
  readonly written: () => string
  time: number
  pausedUntil: number
}

const subjects = [subject('github.com/a/x'), subject('github.com/a/y')]

function scene(stderr = new PassThrough({ encoding: 'utf8' })): Scene {
  const at: Scene = {
    time: 0,
    pausedUntil: 0,
    written: () => String(stderr.read()),
    tools: {
      stderr,
      now: () => at.time,
      signal,
      plan: planAsking(subjects, () => undefined),
      standing: (host) =>
        ({
          host,
          active: 1,
          pausedUntil: at.pausedUntil,
          lastPause: { why: '429', at: 0, millis: 1 },
        }) as HostStanding,
    },
  }
  return at
}

test('showProgress() writes whole lines without a terminal: every 30 s, and when somebody else is waited for', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const at = scene()
  const until = (time: number): void => {
    while (at.time < time) {
      at.time += 1000
      t.mock.timers.tick(1000)
    }
  }
  {
    using progress = showProgress(subjects, at.tools)
    until(5000)
    at.pausedUntil = 16_000
    until(20_000)
    const [first] = subjects
    assert.ok(first)
    progress.note(first, verdictOf('repo-gone'))
    progress.judged(first)
    until(47_000)
  }
  assert.equal(
    at.written(),
    `headwater: 0 s, 2 modules in 2 repositories on 1 host
headwater: 6 s, 0 of 2, waiting 10 s for github.com (429)
headwater: 16 s, 0 of 2
headwater: 46 s, 1 of 2, 1 lost
headwater: 47 s, done
`,
  )
})

test('showProgress() says that it was stopped when it was', () => {
  const at = scene()
  showProgress(subjects, { ...at.tools, signal: AbortSignal.abort() })[Symbol.dispose]()
  assert.match(at.written(), /\nheadwater: 0 s, stopped\n$/)
})

test('showProgress() redraws one line on a terminal, five times a second, and clears it', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 })
  const at = scene(stderr)
  {
    using progress = showProgress(subjects, at.tools)
    const [first] = subjects
    assert.ok(first)
    progress.note(first, verdictOf('repo-gone'))
    t.mock.timers.tick(1000)
  }
  const drawn = at.written().split('\r\u001b[2K').slice(1)
  assert.equal(drawn.length, 6)
  assert.equal(drawn[0], `${'0 of 2  1 lost'.padEnd(77)}0 s`)
  assert.equal(drawn.at(-1), '')
})
