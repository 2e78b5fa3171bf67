import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { judgeFolder } from '../verify/judge/judge.ts'
import { progressText, showProgress } from './progress.ts'
import type { Subject } from './subject.ts'

const subject: Subject = { path: 'a.test/x', version: 'v1.0.0', scope: 'build', requiredBy: [] }
const { signal } = new AbortController()
const lost = judgeFolder('gone', 0)

test('progressText() counts what is judged and what was found', () => {
  assert.deepEqual(progressText(1200, [lost, { ...lost, class: 'ok' }]), {
    text: '2 of 1,200',
    findings: ['1 lost'],
  })
})

test('showProgress() writes whole lines when there is no terminal', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let time = 0
  const stderr = new PassThrough({ encoding: 'utf8' })
  {
    using progress = showProgress(3, { stderr, now: () => time, signal })
    progress.note(subject, lost)
    time = 30_000
    t.mock.timers.tick(30_000)
    time = 31_000
  }
  assert.equal(
    stderr.read(),
    'headwater: 0 s, 3 modules\nheadwater: 30 s, 1 of 3, 1 lost\nheadwater: 31 s, done\n',
  )
})

test('showProgress() says that it was stopped when it was', () => {
  const stderr = new PassThrough({ encoding: 'utf8' })
  showProgress(1, { stderr, now: () => 0, signal: AbortSignal.abort() })[Symbol.dispose]()
  assert.match(String(stderr.read()), /\nheadwater: 0 s, stopped\n$/)
})

test('showProgress() redraws one line on a terminal, and clears it', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 })
  {
    using progress = showProgress(3, { stderr, now: () => 0, signal })
    progress.note(subject, lost)
    t.mock.timers.tick(1000)
  }
  const drawn = String(stderr.read()).split('\r\u001b[2K').slice(1)
  assert.equal(drawn.length, 6)
  assert.equal(drawn[0], `1 of 3  1 lost${' '.repeat(62)}0 s`)
  assert.equal(drawn.at(-1), '')
})
