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
const unasked = { url, purpose: 'refs', reason: 'background', sent: 1, bytes: 1 } as const

suite('robots.txt', () => {
  test('opts out: noted as such, and asked for its rules again a day later', async () => {
    const { looks, asked, known, file, clock } = await readyScene()
    file.status = 200
    file.text = 'User-agent: headwater\nDisallow: /a/'
    await clock.pass(day)
    await looks.round()
    assert.deepEqual(asked, [`background ${rules}`])
    const { look, quiet, dueAt } = known(url)
    assert.deepEqual(look, {
      at: clock.now(),
      result: 'opted-out',
      saw: 'the robots.txt of forge.example forbids it',
    })
    assert.deepEqual([quiet, dueAt], [0, clock.now() + day / 0.8])
  })

  test('that is known and forbids opts out what was read for a person, too', async () => {
    const { looks, known, seen, file, clock, governor } = await readyScene()
    file.status = 200
    file.text = 'User-agent: *\nDisallow: /a/'
    await clock.pass(day)
    await governor.obstacle(unasked)
    await clock.pass(1000)
    seen.set(url, { tags: new Map([['v1.0.0', hash]]) })
    await looks.round()
    assert.equal(known(url).look?.result, 'opted-out')
  })

  test('that forbids what git asks for opts out, too', async () => {
    const { looks, asked, known, file, clock } = await readyScene()
    file.status = 200
    file.text = 'User-agent: *\nDisallow: /*/git-upload-pack'
    await clock.pass(day)
    await looks.round()
    assert.equal(known(url).look?.result, 'opted-out')
    assert.deepEqual(asked, [`background ${rules}`])
  })

  test('opts out of the floor, too', async () => {
    const { looks, asked, known, file, clock } = await poorScene({ floor: day })
    file.status = 200
    file.text = 'User-agent: *\nDisallow: /'
    await clock.pass(day)
    await looks.round()
    assert.deepEqual(asked, [`floor ${rules}`])
    assert.equal(known(url).look?.result, 'opted-out')
  })

  test('cannot be had: nobody knows, and it is tried again soon', async () => {
    const { looks, known, file, clock } = await readyScene()
    file.status = 503
    await clock.pass(day)
    await looks.round()
    const { look, dueAt } = known(url)
    assert.deepEqual(look, {
      at: clock.now(),
      result: 'unreachable',
      saw: 'the robots.txt of forge.example cannot be had',
    })
    assert.equal(dueAt, clock.now() + 6 * hour)
  })

  test('hosts that never answer hold up nobody else, and have one look each', async () => {
    const tarpits = Array.from({ length: 40 }, (_, i) => `https://a${i}.evil.example/x`)
    const { promise: never, resolve: give } = Promise.withResolvers<void>()
    const read: string[] = []
    const scene = lookScene({
      floor: 0,
      async read(_, from) {
        read.push(from)
        if (from.includes('evil')) await never
        return { tags: new Map([['v1.0.0', hash]]) }
      },
    })
    const { looks, clock, want, known, governor } = scene
    for (const one of [...tarpits, url]) {
      want(one)
      await governor.obstacle({ ...unasked, url: one, reason: 'floor' })
    }
    await clock.pass(1000)
    for (let i = 0; i < 4; i++) {
      const round = looks.round()
      await clock.pass(5000)
      await round
    }
    assert.deepEqual(known(url).look?.result, 'unchanged')
    assert.equal(read.length, 41)
    give()
    await clock.pass(0)
    assert.equal(known(tarpits[0] ?? '').look?.result, 'unchanged')
  })
})

suite('look()', () => {
  test('however many pushes a host tells of, one place at it is taken by looks', async () => {
    const { looks, governor, want, known, asked, repositories } = await readyScene()
    const urls = Array.from({ length: 50 }, (_, i) => `${url}${i}`)
    for (const one of urls) want(one)
    const signal = new AbortController().signal
    const turns = await Promise.all(
      [1, 2, 3, 4].map(() => governor.admit({ ...unasked, reason: 'foreground' }, signal)),
    )
    const done = Promise.all([...urls, ...urls].map((one) => looks.look(known(one))))
    await Promise.resolve()
    repositories.set(urls[0] ?? '', new Failure('unreachable', 'Cannot ask'))
    await new Promise<void>((resolve) => setImmediate(resolve))
    assert.equal(governor.standing(host)?.waiting, 1)
    for (const turn of turns) turn.over(0)
    await done
    assert.deepEqual(
      asked,
      urls.map((one) => `push ${one}/git-upload-pack`),
    )
  })

  test('is made at once because the host told of news, and paid for by nobody', async () => {
    const { looks, asked, known, governor } = await poorScene()
    await looks.look(known(url))
    assert.deepEqual(asked, [`push ${question}`])
    assert.equal(known(url).look?.result, 'unchanged')
    assert.equal(governor.standing(host)?.spent.requests, 0)
  })

  test('at a host that wants to be left alone is made again when it no longer does', async () => {
    const { looks, known, governor, clock, repositories } = await poorScene()
    const turn = await governor.admit(
      { ...unasked, reason: 'foreground' },
      new AbortController().signal,
    )
    turn.heard({ kind: 'throttled', why: '429', retryAfter: 600 })
    turn.over(0)
    repositories.set(url, new Failure('throttled', 'Cannot ask now'))
    await looks.look(known(url))
    assert.equal(known(url).look?.result, 'throttled')
    assert.equal(known(url).dueAt, clock.now() + 600_000)
  })
})
