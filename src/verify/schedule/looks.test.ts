import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import {
  hash,
  host,
  lookScene,
  poorScene,
  question,
  readyScene,
  rules,
  url,
} from './looks.test-data.ts'

const hour = 3600_000
const day = 24 * hour
const before = { result: 'unchanged', saw: '1 tag as before' }
const unasked = { url, purpose: 'refs', reason: 'background', sent: 1, bytes: 1 } as const

suite('round()', () => {
  test('looks at what is due, and notes what came of it and when to look again', async () => {
    const { looks, asked, known, clock } = await readyScene()
    const at = clock.now()
    await looks.round()
    assert.deepEqual(asked, [`background ${question}`])
    const { look, quiet, dueAt } = known(url)
    assert.deepEqual(look, { at, ...before })
    assert.deepEqual([quiet, dueAt], [1, at + day])
  })

  test('looks at nothing before it is due', async () => {
    const { looks, asked, clock, want, facts } = await readyScene()
    facts.setDue(url, clock.now() + 1)
    assert.equal(await looks.round(), 30_000)
    assert.deepEqual(asked, [])
    await clock.pass(1)
    await looks.round()
    assert.equal(asked.length, 1)
    want('https://forge.example/late')
    facts.setDue('https://forge.example/late', clock.now() + 1)
    await looks.round()
    assert.equal(asked.length, 1)
  })

  test('asks nobody for a repository of which nothing is held, and comes back to it', async () => {
    const { looks, asked, known, clock, facts } = await readyScene({ floor: day })
    const mistyped = 'https://forge.example/a/aa'
    facts.setDue(url, clock.now() + 2 * day)
    facts.noteWanted(mistyped, 'git', clock.now(), clock.now())
    await looks.round()
    assert.deepEqual(asked, [])
    const { look, dueAt } = known(mistyped)
    assert.deepEqual([look, dueAt], [undefined, clock.now() + day])
  })

  test('looks less and less often while nothing changes, and soon again when something did', async () => {
    const { looks, known, clock, repositories } = await readyScene()
    const pauses: number[] = []
    for (let i = 0; i < 5; i++) {
      await looks.round()
      const pause = known(url).dueAt - clock.now()
      pauses.push(pause / day)
      await clock.pass(pause)
      // Rules are read anew once a day, which comes first.
      await looks.round()
      await clock.pass(1000)
    }
    assert.deepEqual(pauses, [1, 2, 4, 7, 7])
    repositories.set(url, { tags: new Map() })
    await looks.round()
    const { look, quiet, dueAt } = known(url)
    assert.deepEqual([look?.result, look?.saw], ['suspected', 'tag v1.0.0 is not there'])
    assert.deepEqual([quiet, dueAt], [0, clock.now() + 45 * hour])
  })

  test('looks seldom where the host tells of pushes', async () => {
    const { looks, known, clock, facts } = await readyScene()
    facts.notePush(url, clock.now() - day)
    await looks.round()
    assert.equal(known(url).dueAt, clock.now() + 30 * day)
  })

  test('looks at one repository of a host at a time, and at other hosts meanwhile', async () => {
    const { looks, asked, want, clock, governor } = await readyScene()
    const other = 'https://other.example/x'
    want('https://forge.example/a/c')
    want(other)
    governor.saved('other.example', 10, 100_000)
    assert.equal(await looks.round(), 1000)
    const firstOfEach = [`background https://other.example/robots.txt`, `background ${question}`]
    assert.deepEqual(asked.toSorted(), firstOfEach.toSorted())
    // It is not the time yet: the host rests, and is not even considered.
    assert.equal(await looks.round(), 1000)
    assert.equal(asked.length, 2)
    await clock.pass(1000)
    await looks.round()
    assert.deepEqual(asked.slice(2).toSorted(), [
      'background https://forge.example/a/c/git-upload-pack',
      `background ${other}/git-upload-pack`,
    ])
  })

  test('leaves a host alone for as long as the gate says, and comes back by then', async () => {
    const { looks, asked, clock, governor, known } = await readyScene()
    const signal = new AbortController().signal
    const leave = await governor.admit({ ...unasked, reason: 'foreground' }, signal)
    leave.heard({ kind: 'throttled', why: '429', retryAfter: 20 })
    leave.over(0)
    assert.equal(await looks.round(), 1000)
    assert.equal(await looks.round(), 20_000)
    assert.deepEqual([asked, known(url).look], [[], undefined])
    await clock.pass(20_000)
    await looks.round()
    assert.equal(asked.length, 1)
  })

  test('comes back no sooner than after a second', async () => {
    const { looks, governor, clock } = await readyScene()
    const leave = await governor.admit(
      { ...unasked, reason: 'foreground' },
      new AbortController().signal,
    )
    leave.heard({ kind: 'throttled', why: '429', retryAfter: 1 })
    leave.over(0)
    await looks.round()
    await clock.pass(700)
    assert.equal(await looks.round(), 1000)
  })

  test('visits no more than 32 hosts at once, those due longest first', async () => {
    const { looks, want, facts, clock, asked } = lookScene({ floor: 0 })
    for (let i = 0; i < 40; i++) {
      const one = `https://h${i}.example/x`
      want(one)
      facts.setDue(one, clock.now() - i)
    }
    await looks.round()
    const hosts = asked.map((line) => Number(/h(\d+)\./.exec(line)?.[1]))
    assert.deepEqual(
      hosts.toSorted((a, b) => a - b),
      Array.from({ length: 32 }, (_, i) => i + 8),
    )
  })

  test('one that is not looked at is never due again', async () => {
    const { looks, repositories, known, clock, asked } = await readyScene()
    repositories.delete(url)
    await looks.round()
    assert.deepEqual([asked, known(url).look], [[], undefined])
    assert.ok(known(url).dueAt > clock.now() + 1000 * 365 * day)
    await clock.pass(1000 * day)
    await looks.round()
    assert.deepEqual(
      asked.filter((line) => line.includes(question)),
      [],
    )
    assert.equal(known(url).look, undefined)
  })

  test('a look that was stopped is none', async () => {
    const { looks, repositories, known, clock } = await readyScene()
    repositories.set(url, new Failure('stopped', 'Cannot ask: we stop'))
    await assert.rejects(looks.round(), { code: 'stopped' })
    assert.deepEqual([known(url).look, known(url).dueAt], [undefined, clock.now()])
  })
})

suite('what pays for looks', () => {
  test('nothing: they are not made, and come up again within six hours', async () => {
    const { looks, asked, known, clock } = await poorScene()
    await looks.round()
    assert.deepEqual([asked, known(url).look], [[], undefined])
    assert.equal(known(url).dueAt, clock.now() + 6 * hour)
  })

  test('what was spared counts from the next time on', async () => {
    const { looks, asked, governor, clock } = await poorScene()
    await looks.round()
    governor.saved(host, 5, 100_000)
    await clock.pass(6 * hour)
    await looks.round()
    assert.deepEqual(asked, [`background ${question}`])
  })

  test('an answer is expected to be somewhat longer than the last one, and never very short', async () => {
    for (const [known, pays] of [
      [0, 16 * 1024 + 256],
      [100, 4096 + 256],
      [9000, 11_250 + 256],
    ] as const) {
      for (const credit of [pays - 1, pays]) {
        const { looks, asked, governor, facts, clock } = await poorScene()
        if (known > 0) facts.noteRefs(url, clock.now() - day, known)
        governor.saved(host, 5, credit)
        await looks.round()
        assert.equal(asked.length, credit === pays ? 1 : 0, `${known}, ${credit}`)
      }
    }
  })

  test('one that cost more than there was is taken for twice as long, and put off', async () => {
    const { looks, repositories, facts, known, clock } = await readyScene()
    const tooLong = new Failure('refused', 'Cannot take so much')
    repositories.set(url, tooLong)
    await looks.round()
    assert.deepEqual(
      [known(url).refsBytes, known(url).dueAt, known(url).look],
      [0, clock.now() + day, undefined],
    )
    const readAt = clock.now()
    facts.noteRefs(url, readAt, 9000)
    await clock.pass(day)
    await looks.round() // of the rules, which are a day old
    await clock.pass(1000)
    await looks.round()
    assert.deepEqual([known(url).refsBytes, known(url).refsAt], [18_000, readAt])
    assert.equal(known(url).dueAt, clock.now() + 6 * hour)
  })

  test('the floor: one look at a time that nothing pays for', async () => {
    const { looks, asked, known, clock } = await poorScene({ floor: 7 * day })
    const at = clock.now()
    await looks.round()
    assert.deepEqual(asked, [`floor ${question}`])
    assert.deepEqual(known(url).look, { at, ...before })
    while (clock.now() < at + 7 * day) {
      const dueAt = known(url).dueAt
      assert.ok(dueAt > clock.now() && dueAt - clock.now() <= day)
      await clock.pass(dueAt - clock.now())
      await looks.round()
      await clock.pass(1000)
      await looks.round()
    }
    assert.deepEqual(asked, [`floor ${question}`, `floor ${rules}`, `floor ${question}`])
  })

  test('the floor counts from when somebody else read the refs', async () => {
    const { looks, asked, facts, clock, known } = await poorScene({ floor: 7 * day })
    const readAt = clock.now() - 7 * day + 2 * hour
    facts.noteRefs(url, readAt, 100)
    await looks.round()
    assert.deepEqual(asked, [])
    assert.equal(known(url).dueAt, readAt + 7 * day)
    await clock.pass(2 * hour)
    await looks.round()
    assert.deepEqual(asked, [`floor ${question}`])
  })

  test('what comes up again waits for an hour at least', async () => {
    const { looks, facts, clock, known } = await poorScene({ floor: 7 * day })
    facts.noteRefs(url, clock.now() - 7 * day + 1, 100)
    await looks.round()
    assert.equal(known(url).dueAt, clock.now() + hour)
  })

  test('the floor is paid for by nobody, and obeys the pace', async () => {
    const { looks, asked, want, clock, governor } = await poorScene({ floor: day })
    want('https://forge.example/a/c')
    await looks.round()
    await looks.round()
    assert.equal(asked.length, 1)
    await clock.pass(1000)
    await looks.round()
    assert.equal(asked.length, 2)
    assert.equal(governor.standing(host)?.spent.requests, 0)
  })
})

suite('what is asked of the gate', () => {
  const questions: [url: string, asked: string][] = [
    [url, question],
    [`${url}/`, question],
    ['http://forge.example/x.git', 'http://forge.example/x.git/git-upload-pack'],
    ['ssh://git@forge.example/x', 'ssh://git@forge.example/x'],
    ['git://forge.example/x', 'git://forge.example/x'],
  ]
  for (const [from, asked] of questions) {
    test(`is ${asked} for ${from}`, async () => {
      const wishes: string[] = []
      const { looks, want } = lookScene({
        gate: {
          standing: () => undefined,
          forbids: () => false,
          async obstacle(wish) {
            wishes.push(`${wish.reason} ${wish.purpose} ${wish.url}`)
            return { why: 'budget' }
          },
        },
        floor: 0,
      })
      want(from)
      await looks.round()
      assert.deepEqual(wishes, [`background refs ${asked}`, `floor refs ${asked}`])
    })
  }
})

suite('what was read for others', () => {
  test('is a look that costs nothing', async () => {
    const { looks, asked, seen, known, clock } = await poorScene()
    seen.set(url, { tags: new Map() })
    await looks.round()
    assert.deepEqual(asked, [])
    assert.deepEqual(known(url).look, {
      at: clock.now(),
      result: 'suspected',
      saw: 'tag v1.0.0 is not there',
    })
  })

  test('is asked for no older than a day', async () => {
    const ages: number[] = []
    const { looks } = await poorScene({
      seen: (_vcs, _url, maxAge) => {
        ages.push(maxAge)
        return undefined
      },
    })
    await looks.round()
    assert.deepEqual(ages, [day])
  })

  for (const [what, lines, isAskedBefore] of [
    ['a repository', 'Disallow: /a/', true],
    ['a host', 'Disallow: /', false],
  ] as const) {
    test(`says nothing of ${what} that we are asked not to look at`, async () => {
      const { looks, seen, known, file, clock, governor, facts } = await readyScene()
      file.status = 200
      file.text = `User-agent: *\n${lines}`
      await clock.pass(day)
      if (isAskedBefore) await looks.round()
      else await governor.obstacle(unasked)
      await clock.pass(1000)
      seen.set(url, { tags: new Map([['v1.0.0', hash]]) })
      facts.setDue(url, clock.now())
      await looks.round()
      assert.equal(known(url).look?.result, 'opted-out')
      assert.equal(known(url).look?.at, clock.now())
    })
  }
})
