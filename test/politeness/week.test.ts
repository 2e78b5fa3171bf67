import assert from 'node:assert/strict'
import { suite, test, before } from 'node:test'
import { claimFaults } from './week/check-claims.ts'
import { floorFaults, staleFaults } from './week/check-looks.ts'
import { paceFaults, pauseFaults } from './week/check-pace.ts'
import { robotsFaults } from './week/check-robots.ts'
import { overspent } from './week/check-spending.ts'
import type { Week } from './week/play-week.ts'
import type { Simulated } from './week/simulated.ts'
import { weekApart } from './week/week-apart.ts'

/** As many as tell what is wrong. */
function none(faults: readonly string[]): void {
  assert.deepEqual(faults.slice(0, 8), [], `${faults.length} in all`)
}

suite('a week with 1,000 hosts and 100,000 requests of clients', () => {
  let week: Week
  let so: Simulated

  before(async () => {
    week = await weekApart()
    so = week.so
  })

  test('nothing fails that should not', () => assert.deepEqual(so.errors, []))

  test('there is something to judge', (context) => {
    const count = (reason: string, status?: number) =>
      so.log.filter(
        ({ record, repository, ...one }) =>
          repository && record?.reason === reason && (status ?? one.status) === one.status,
      ).length
    const counts = {
      hosts: new Set(so.log.map(({ host }) => host)).size,
      spared: so.spared.length,
      foreground: count('foreground'),
      background: count('background', 200),
      floor: count('floor', 200),
      limited: so.log.filter(({ status }) => status === 429).length,
      broken: so.log.filter(({ status }) => status === 503 || status === 0).length,
      gaps: staleFaults(so).gaps,
    }
    context.diagnostic(JSON.stringify(counts))
    for (const [what, many] of Object.entries(counts)) assert.ok(many > 50, what)
    assert.ok(week.lost, 'there was a crash')
  })

  test('each request is noted as it was made, and for whom', () => none(claimFaults(so)))

  test('no host is asked in the background for more than it was spared', () => none(overspent(so)))

  test('what nothing pays for is asked once a week', () => none(floorFaults(so)))

  test('background requests keep their distance, as robots.txt has it', () => none(paceFaults(so)))

  test('hosts that ask for it or are in trouble are left alone', () => none(pauseFaults(so)))

  test('robots.txt is obeyed, and read once a day', () => none(robotsFaults(so)))

  test('what a robots.txt forbids is opted out, never fine', () => none(week.verdicts))

  test('a tag that has moved is suspected', () => {
    assert.ok((week.moved?.seen ?? 0) > 10)
    none(week.moved?.faults ?? [])
  })

  test('what is paid for is looked at in time', () => none(staleFaults(so).faults))

  test('the ledger tells what happened, whatever restarts', () => none(week.ledger))
})
