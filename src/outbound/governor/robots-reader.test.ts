import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { virtualClock } from '../../../test/virtual-clock.ts'
import { Failure } from '../../failure.ts'
import type { KeptRobots } from '../host-memory.ts'
import { robotsReader } from './robots-reader.ts'

const hour = 3600_000
const url = 'https://a.example/x/git-upload-pack'

function scene(answer: Partial<KeptRobots> = {}) {
  const clock = virtualClock()
  const kept = new Map<string, KeptRobots>()
  const asked: string[] = []
  const says: { answer: Partial<KeptRobots> | Error; until?: Promise<void> } = { answer }
  const reader = robotsReader({
    now: clock.now,
    recall: (host) => kept.get(host),
    keep: (host, robots) => kept.set(host, robots),
    async read(robotsUrl, reason) {
      asked.push(`${reason} ${robotsUrl}`)
      await says.until
      if (says.answer instanceof Error) throw says.answer
      return { at: clock.now(), status: 200, text: '', ...says.answer }
    },
  })
  return { clock, kept, asked, says, reader }
}

suite('robotsReader()', () => {
  test('asks when it must, keeps what it gets, and tells the rules', async () => {
    const { reader, asked, kept, clock } = scene({ text: 'User-agent: *\nDisallow: /x' })
    assert.equal(reader.known('a.example').result, 'unread')
    const rules = await reader.rules(url, 'background')
    assert.deepEqual([rules.allows('/x'), rules.allows('/y')], [false, true])
    assert.deepEqual(asked, ['background https://a.example/robots.txt'])
    assert.equal(kept.get('a.example')?.at, clock.now())
    assert.equal(reader.known('a.example').result, 'rules')
    assert.equal(reader.known('b.example').result, 'unread')
  })

  test('reads rules out of a file once, however often they are asked for', async () => {
    const { reader, clock, says } = scene({ text: 'User-agent: *\nDisallow: /x' })
    const rules = await reader.rules(url, 'background')
    assert.equal(await reader.rules(url, 'background'), rules)
    assert.equal(reader.known('a.example'), rules)
    says.answer = { text: 'User-agent: *\nDisallow: /y' }
    await clock.pass(24 * hour)
    const news = await reader.rules(url, 'background')
    assert.deepEqual([news.allows('/x'), news.allows('/y')], [true, false])
    assert.equal(reader.known('a.example'), news)
  })

  const lasting: [what: string, status: number, goodFor: number][] = [
    ['rules', 200, 24 * hour],
    ['none', 404, 24 * hour],
    ['a server in trouble', 503, hour],
    ['one that wants fewer requests', 429, hour],
    ['no answer', 0, hour],
  ]
  for (const [what, status, goodFor] of lasting) {
    test(`${what}: asks again after ${goodFor / hour} h`, async () => {
      const { reader, asked, clock } = scene({ status })
      await reader.rules(url, 'background')
      await clock.pass(goodFor - 1)
      await reader.rules(url, 'background')
      assert.equal(asked.length, 1)
      await clock.pass(1)
      await reader.rules(url, 'background')
      assert.equal(asked.length, 2)
    })
  }

  test('what was kept before a restart counts; what was kept in the future does not', async () => {
    const { reader, asked, kept, clock } = scene()
    kept.set('a.example', {
      at: clock.now() - hour,
      status: 200,
      text: 'User-agent: *\nDisallow: /',
    })
    assert.equal((await reader.rules(url, 'background')).optedOut, true)
    assert.deepEqual(asked, [])
    kept.set('a.example', { at: clock.now() + 1, status: 200, text: '' })
    await reader.rules(url, 'background')
    assert.equal(asked.length, 1)
  })

  test('asks once for all who want to know at the same time', async () => {
    const { reader, asked, says } = scene()
    const { promise, resolve } = Promise.withResolvers<void>()
    says.until = promise
    const all = [1, 2, 3].map((n) => reader.rules(`https://a.example/${n}`, 'background'))
    const other = reader.rules('https://b.example/', 'background')
    resolve()
    await Promise.all([...all, other])
    assert.deepEqual(asked, [
      'background https://a.example/robots.txt',
      'background https://b.example/robots.txt',
    ])
  })

  test('passes on that there is no leave to ask, keeps nothing of it, and tries anew', async () => {
    const { reader, asked, says, kept } = scene()
    says.answer = new Failure('throttled', 'Cannot ask now')
    await assert.rejects(reader.rules(url, 'background'), { code: 'throttled' })
    assert.equal(kept.size, 0)
    says.answer = {}
    assert.equal((await reader.rules(url, 'floor')).result, 'rules')
    assert.equal(asked.length, 2)
  })

  const places: [url: string, robots: string, host: string][] = [
    ['https://a.example/x', 'https://a.example/robots.txt', 'a.example'],
    ['http://a.example/x', 'http://a.example/robots.txt', 'a.example'],
    ['https://a.example:8443/x', 'https://a.example:8443/robots.txt', 'a.example:8443'],
    ['ssh://git@a.example:2222/x', 'https://a.example/robots.txt', 'a.example'],
    ['git://a.example/x', 'https://a.example/robots.txt', 'a.example'],
  ]
  for (const [from, robots, host] of places) {
    test(`${from} falls under ${robots}`, async () => {
      const { reader, asked, kept } = scene()
      await reader.rules(from, 'floor')
      assert.deepEqual([asked, [...kept.keys()]], [[`floor ${robots}`], [host]])
    })
  }

  test('no web server beside ssh or git:// means no rules; a web server that is silent means trouble', async () => {
    const { reader } = scene({ status: 0 })
    for (const one of ['ssh://git@a.example/x', 'git://a.example/x']) {
      const rules = await reader.rules(one, 'floor')
      assert.deepEqual([rules.result, rules.allows('/x')], ['none', true], one)
    }
    const rules = await reader.rules(url, 'floor')
    assert.deepEqual([rules.result, rules.allows('/x')], ['unreachable', false])
  })

  test('a web server in trouble keeps us from ssh, too', async () => {
    const { reader } = scene({ status: 503 })
    assert.equal((await reader.rules('ssh://git@a.example/x', 'floor')).result, 'unreachable')
  })
})
