import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { passingMemory } from '../../../test/passing-memory.ts'
import { virtualClock } from '../../../test/virtual-clock.ts'
import { Failure } from '../../failure.ts'
import type { KeptRobots } from '../host-memory.ts'
import { openGovernor, type GovernorOptions, type Wish } from './governor.ts'

const signal = new AbortController().signal
const url = 'https://forge.example/a/b/git-upload-pack'
const look: Wish = { url, purpose: 'refs', reason: 'background', sent: 100, bytes: 10_000 }
const day = 24 * 3600_000

function scene(robots: Partial<KeptRobots> = { status: 404 }, robotsBytes = 200) {
  const clock = virtualClock()
  const memory = passingMemory()
  const asked: string[] = []
  /** The robots.txt of every host, and where it leads. */
  const file: { text: string; status: number; movedTo?: string } = {
    text: '',
    status: 200,
    ...robots,
  }
  const options: GovernorOptions = {
    mostConnections: 8,
    interval: 1000,
    now: clock.now,
    wait: clock.wait,
    random: () => 0,
    memory,
    async readRobots(robotsUrl, reason) {
      asked.push(`${reason} ${robotsUrl}`)
      for (const one of [robotsUrl, file.movedTo]) {
        if (one === undefined) continue
        const wish = { url: one, purpose: 'rules', reason, sent: 0, bytes: 500_000 } as const
        const leave = await governor.admit(wish, signal)
        leave.over(robotsBytes)
      }
      return { at: clock.now(), status: file.status, text: file.text }
    },
  }
  const governor = openGovernor(options)
  return { clock, memory, asked, governor, file, options }
}

const neverRead = () => Promise.reject(new Error('asked'))

const failing = (code: string) => (error: unknown) => {
  assert.ok(Failure.is(error, code as 'throttled'), String(error))
  return true
}

suite('openGovernor()', () => {
  test('people need no credit, and no leave of robots.txt', async () => {
    const { governor, asked } = scene({ text: 'User-agent: *\nDisallow: /' })
    for (const reason of ['foreground', 'push'] as const) {
      const leave = await governor.admit({ ...look, reason }, signal)
      assert.equal(leave.bytes, look.bytes)
      leave.over(1)
    }
    assert.deepEqual(asked, [])
  })

  test('background is paid for by what was spared, in requests', async () => {
    const { governor, clock } = scene()
    assert.deepEqual(await governor.obstacle(look), { why: 'budget' })
    await assert.rejects(governor.admit(look, signal), failing('refused'))
    governor.saved('forge.example', 2, 1_000_000)
    governor.saved('other.example', 100, 1_000_000)
    await governor.obstacle(look) // pays for robots.txt
    await clock.pass(1000)
    assert.equal(await governor.obstacle(look), undefined)
    const leave = await governor.admit(look, signal)
    leave.over(500)
    assert.deepEqual(governor.standing('forge.example')?.spent, { requests: 2, bytes: 700 })
    await clock.pass(1000)
    assert.deepEqual(await governor.obstacle(look), { why: 'budget' })
    await assert.rejects(governor.admit(look, signal), failing('refused'))
  })

  test('the next request in the background waits for its time, but not for minutes', async () => {
    const { governor, clock, file } = scene()
    governor.saved('forge.example', 100, 1_000_000)
    const admitted: number[] = []
    const ask = async () => {
      const leave = await governor.admit(look, signal)
      admitted.push(clock.now())
      leave.over(10)
    }
    const both = Promise.all([ask(), ask()])
    for (let i = 0; i < 8; i++) await clock.pass(500)
    await both
    assert.ok((admitted[1] ?? 0) - (admitted[0] ?? 0) >= 1000)
    file.text = 'User-agent: *\nCrawl-delay: 301'
    file.status = 200
    await clock.pass(day)
    await governor.obstacle(look)
    await assert.rejects(governor.admit(look, signal), failing('throttled'))
  })

  test('background is paid for in bytes, too, and an answer may not have more', async () => {
    const { governor, clock } = scene()
    governor.saved('forge.example', 100, 25_000)
    assert.deepEqual(await governor.obstacle(look), { why: 'budget' })
    const small = { ...look, bytes: 2000 }
    await governor.obstacle(small)
    await clock.pass(1000)
    const leave = await governor.admit({ ...look, bytes: 30_000 }, signal)
    assert.equal(leave.bytes, 25_000 - 200 - look.sent)
    // While it is out, all of it counts as spent.
    assert.equal(governor.standing('forge.example')?.spent.bytes, 25_000)
    leave.over(300)
    leave.over(300)
    assert.equal(governor.standing('forge.example')?.spent.bytes, 500)
  })

  test('rules are paid for first, and must leave enough for what is to be asked', async () => {
    const needed = look.sent + look.bytes + 16 * 1024
    for (const [requests, bytes, why] of [
      [1, needed, 'budget'],
      [2, needed - 1, 'budget'],
      [2, needed, 'pace'],
    ] as const) {
      const { governor, asked } = scene({ text: 'User-agent: *' })
      governor.saved('forge.example', requests, bytes)
      assert.equal((await governor.obstacle(look))?.why, why)
      assert.equal(asked.length, why === 'pace' ? 1 : 0)
    }
  })

  test('what is left when the rules were read must be enough', async () => {
    const { governor, asked } = scene({ text: 'User-agent: *' }, 20_000)
    governor.saved('forge.example', 2, look.sent + look.bytes + 16 * 1024)
    assert.deepEqual(await governor.obstacle(look), { why: 'budget' })
    assert.equal(asked.length, 1)
  })

  test('robots.txt itself keeps the distance that it asks for, and so does the first request after a restart', async () => {
    const first = scene({ text: 'User-agent: *\nCrawl-delay: 100' })
    const { clock, asked, memory } = first
    first.governor.saved('forge.example', 100, 1_000_000)
    await first.governor.obstacle(look)
    await clock.pass(day - 1000)
    const leave = await first.governor.admit(look, signal)
    leave.over(10)
    await clock.pass(1000)
    const until = clock.now() + 99_000
    assert.deepEqual(await first.governor.obstacle(look), { why: 'pace', until })
    assert.equal(asked.length, 1)
    const again = openGovernor({ ...first.options, memory })
    assert.deepEqual(await again.obstacle(look), { why: 'pace', until: clock.now() + 100_000 })
    assert.equal(asked.length, 1)
  })

  test('the floor is paid for by nobody, and obeys all else', async () => {
    const { governor, clock, memory } = scene({ text: 'User-agent: *\nDisallow: /private' })
    const floor = { ...look, reason: 'floor' } as const
    await governor.obstacle(floor)
    await clock.pass(1000)
    assert.equal(await governor.obstacle(floor), undefined)
    const leave = await governor.admit(floor, signal)
    leave.over(5)
    assert.equal(memory.read('forge.example')?.spentRequests, 0)
    assert.equal((await governor.obstacle(floor))?.why, 'pace')
    await clock.pass(1000)
    const hidden = { ...floor, url: 'https://forge.example/private/x' }
    assert.deepEqual(await governor.obstacle(hidden), { why: 'opted-out' })
    await assert.rejects(governor.admit(hidden, signal), failing('opted-out'))
  })

  test('reads robots.txt once a day, and only when something is to be asked', async () => {
    const { governor, clock, asked, file } = scene({ text: 'User-agent: *\nAllow: /' })
    governor.saved('forge.example', 1000, 10_000_000)
    await Promise.all([governor.obstacle(look), governor.obstacle(look), governor.obstacle(look)])
    assert.deepEqual(asked, ['background https://forge.example/robots.txt'])
    file.text = 'User-agent: headwater\nDisallow: /a/'
    await clock.pass(day - 1)
    assert.equal(await governor.obstacle(look), undefined)
    assert.equal(asked.length, 1)
    await clock.pass(2)
    assert.deepEqual(await governor.obstacle(look), { why: 'opted-out' })
    assert.equal(asked.length, 2)
    assert.equal(governor.standing('forge.example')?.robots.result, 'rules')
  })

  test('rules that lead to a host where nothing pays for them are left to the floor', async () => {
    const { governor, clock, file, asked } = scene()
    file.movedTo = 'https://www.forge.example/robots.txt'
    governor.saved('forge.example', 10, 100_000)
    assert.deepEqual(await governor.obstacle(look), { why: 'budget' })
    await clock.pass(1000)
    await governor.obstacle({ ...look, reason: 'floor' })
    await clock.pass(1000)
    assert.equal(await governor.obstacle(look), undefined)
    assert.deepEqual(asked, [
      'background https://forge.example/robots.txt',
      'floor https://forge.example/robots.txt',
    ])
    assert.equal(governor.standing('www.forge.example')?.spent.requests, 0)
  })

  test('a robots.txt that cannot be had forbids all, and is asked for again after an hour', async () => {
    const { governor, clock, asked, file } = scene({ status: 500 })
    governor.saved('forge.example', 1000, 10_000_000)
    assert.deepEqual(await governor.obstacle(look), { why: 'robots-unreachable' })
    await clock.pass(3600_000 - 1)
    assert.deepEqual(await governor.obstacle(look), { why: 'robots-unreachable' })
    assert.equal(asked.length, 1)
    file.status = 404
    await clock.pass(1)
    await governor.obstacle(look)
    await clock.pass(1000)
    assert.equal(await governor.obstacle(look), undefined)
    assert.equal(asked.length, 2)
  })

  test('Crawl-delay keeps background requests apart', async () => {
    const { governor, clock } = scene({ text: 'User-agent: *\nCrawl-delay: 30' })
    governor.saved('forge.example', 1000, 10_000_000)
    await governor.obstacle(look)
    await clock.pass(29_000)
    assert.equal((await governor.obstacle(look))?.why, 'pace')
    await clock.pass(1000)
    assert.equal(await governor.obstacle(look), undefined)
    assert.equal(governor.standing('forge.example')?.interval, 30_000)
  })

  test('what goes over ssh obeys the robots.txt of the web server, if there is one', async () => {
    const { governor, asked, clock } = scene({ status: 0 })
    const ssh = { ...look, reason: 'floor', url: 'ssh://git@forge.example/a' } as const
    await governor.obstacle(ssh)
    await clock.pass(1000)
    assert.equal(await governor.obstacle(ssh), undefined)
    assert.deepEqual(asked, ['floor https://forge.example/robots.txt'])
  })

  test('a host that is left alone is asked for nothing, its rules included', async () => {
    const { governor, asked } = scene()
    governor.saved('forge.example', 1000, 10_000_000)
    const leave = await governor.admit({ ...look, reason: 'foreground' }, signal)
    leave.heard({ kind: 'throttled', why: '429', retryAfter: 3600 })
    leave.over(0)
    assert.equal((await governor.obstacle(look))?.why, 'paused')
    assert.deepEqual(asked, [])
  })

  test('pages of one registered domain wait in one line, repositories for each host', async () => {
    const { governor, clock } = scene()
    const ask = (host: string, purpose: Wish['purpose']) =>
      governor.admit({ ...look, url: `https://${host}/x`, purpose, reason: 'foreground' }, signal)
    const pages = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => ask(`${name}.forge.example`, 'import-page')),
    )
    const fifth = ask('e.forge.example', 'import-page')
    await ask('e.forge.example', 'refs')
    assert.equal(governor.standing('forge.example')?.waiting, 1)
    for (const page of pages) page.over(0)
    await clock.pass(0)
    ;(await fifth).over(0)
    await ask('somebody.github.io', 'import-page').then((leave) =>
      leave.heard({ kind: 'throttled', why: '429', retryAfter: 60 }),
    )
    await ask('another.github.io', 'import-page')
  })

  test('a host that wants to be left alone for a week has others of its domain wait for seconds', async () => {
    const { governor, clock } = scene()
    const ask = (host: string, purpose: Wish['purpose'] = 'import-page') =>
      governor.admit({ ...look, url: `https://${host}/x`, purpose, reason: 'foreground' }, signal)
    const page = await ask('mallory.forge.example')
    page.heard({ kind: 'throttled', why: '429', retryAfter: 7 * 24 * 3600 })
    page.over(0)
    for (const purpose of ['import-page', 'refs'] as const) {
      await assert.rejects(ask('mallory.forge.example', purpose), failing('throttled'))
    }
    const admitted: string[] = []
    async function answered(host: string): Promise<void> {
      const leave = await ask(host)
      admitted.push(host)
      leave.heard({ kind: 'good', why: '200' })
      leave.over(0)
    }
    for (const host of ['forge.example', 'alice.forge.example']) {
      void answered(host)
    }
    await clock.pass(2999)
    assert.deepEqual(admitted, [])
    await clock.pass(1)
    assert.deepEqual(admitted, ['forge.example', 'alice.forge.example'])
    await clock.pass(24 * 3600_000)
    await assert.rejects(ask('mallory.forge.example'), failing('throttled'))
    assert.ok(governor.standing('mallory.forge.example')?.pausedUntil)
  })

  test('however many other hosts are asked and looked up, a host is asked no sooner than it wants', async () => {
    const { governor, clock, file } = scene()
    file.status = 200
    file.text = 'User-agent: *\nCrawl-delay: 3600'
    governor.saved('forge.example', 100, 1_000_000)
    await governor.obstacle(look)
    assert.equal((await governor.obstacle(look))?.why, 'pace')
    for (let i = 0; i < 10_001; i++) {
      const wish = { ...look, url: `https://h${i}.evil.example/x`, reason: 'foreground' } as const
      ;(await governor.admit(wish, signal)).over(0)
    }
    for (let i = 0; i < 10_001; i++) governor.standing(`h${i}.evil.example`)
    assert.equal((await governor.obstacle(look))?.why, 'pace')
    await clock.pass(3600_000)
    assert.equal(await governor.obstacle(look), undefined)
  })

  test('a restart makes no request in the background come sooner', async () => {
    const { governor, memory, clock } = scene({ text: 'User-agent: *\nCrawl-delay: 3600' })
    governor.saved('forge.example', 10, 100_000)
    await governor.obstacle(look)
    for (let restarts = 0; restarts < 3; restarts++) {
      const again = openGovernor({
        mostConnections: 8,
        interval: 1000,
        now: clock.now,
        wait: clock.wait,
        random: () => 0,
        memory,
        readRobots: neverRead,
      })
      assert.equal((await again.obstacle(look))?.why, 'pace')
      await clock.pass(1000)
      assert.equal((await again.obstacle(look))?.why, 'pace')
    }
  })

  test('what one process was told holds for all that share its memory', async () => {
    const { governor, memory, clock } = scene()
    const { now, wait } = clock
    const options = { mostConnections: 8, interval: 1000, now, wait, random: () => 0, memory }
    const other = openGovernor({ ...options, readRobots: neverRead })
    const ask = { ...look, reason: 'foreground' } as const
    ;(await other.admit(ask, signal)).over(0)
    const leave = await governor.admit(ask, signal)
    leave.heard({ kind: 'throttled', why: '429', retryAfter: 60 })
    leave.over(0)
    await assert.rejects(other.admit(ask, signal), failing('throttled'))
    await clock.pass(60_000)
    ;(await other.admit(ask, signal)).over(0)
  })

  test('a clock that was set back by a year makes no pause longer than it was to be', async () => {
    const { governor, memory, clock } = scene()
    const begun = clock.now() + 365 * day
    const kept = { pausedAt: begun, pausedUntil: begun + 60_000, pausedFor: '429', troubles: 1 }
    memory.save('forge.example', kept)
    const ask = { ...look, reason: 'foreground' } as const
    await assert.rejects(governor.admit(ask, signal), failing('throttled'))
    await clock.pass(30_000)
    await assert.rejects(governor.admit(ask, signal), failing('throttled'))
    await clock.pass(30_000)
    ;(await governor.admit(ask, signal)).over(0)
  })

  test('what is known of hosts outlives a restart', async () => {
    const { governor, memory, clock } = scene({ text: 'User-agent: *\nDisallow: /a' })
    governor.saved('forge.example', 10, 100_000)
    await governor.obstacle(look)
    const leave = await governor.admit({ ...look, reason: 'foreground' }, signal)
    leave.heard({ kind: 'throttled', why: '429', retryAfter: 60 })
    const again = openGovernor({
      mostConnections: 8,
      interval: 1000,
      now: clock.now,
      wait: clock.wait,
      random: () => 0,
      memory,
      readRobots: neverRead,
    })
    assert.equal((await again.obstacle(look))?.why, 'paused')
    await clock.pass(60_000)
    assert.deepEqual(await again.obstacle(look), { why: 'opted-out' })
    const standing = again.standing('forge.example')
    assert.deepEqual(standing?.saved, { requests: 10, bytes: 100_000 })
    assert.deepEqual(standing?.spent, { requests: 1, bytes: 200 })
    assert.deepEqual(standing?.lastPause?.why, '429')
    assert.equal(again.standing('unknown.example'), undefined)
  })
})
