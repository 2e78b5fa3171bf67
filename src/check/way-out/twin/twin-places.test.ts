import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../../failure.ts'
import type { Location } from '../../../origin/discovery/locate.ts'
import type { Subject } from '../../subject.ts'
import { openDatabase } from '../../../store/facts/database.ts'
import { checkMemoryIn } from '../../../store/facts/check-memory.ts'
import { locationsIn } from '../../../store/facts/locations.ts'
import { twinPlaces } from './twin-places.ts'

const path = 'go.acme.test/x'
const now = { vcs: 'git', url: 'https://github.com/acme/x' }
const subject: Subject = { path, version: 'v1.0.0', scope: 'build', requiredBy: [] }

/** Everything is where its path says. */
const origins = {
  locate: async (other: string): Promise<Location> => {
    if (!other.startsWith('github.com/')) throw new Failure('not-found', 'no')
    const root = other.split('/').slice(0, 3).join('/')
    const insecure = false
    return { root, vcs: 'git', url: `https://${root}`, subdir: '', insecure, via: 'known-host' }
  },
}

/** A memory of nothing, until it is told. */
function memoryOf() {
  const database = openDatabase(':memory:')
  const { memory } = checkMemoryIn(database)
  let clock = 0
  const locations = locationsIn(database, () => (clock += 100_000_000))
  return { ...memory, ...locations }
}

async function placesFor(memory: ReturnType<typeof memoryOf>, of = subject, at = now) {
  const places = await twinPlaces(of, at, { origins, memory })
  return places.map(({ url, root, subdir }) => [url, root, subdir].join(' ').trim())
}

const said = (deprecated: string) => JSON.stringify({ deprecated, retract: [] })
const commit = { path, version: 'v1.1.0', hash: 'a' }

suite('twinPlaces()', () => {
  test('knows none where nothing was seen', async () => {
    assert.deepEqual(await placesFor(memoryOf()), [])
  })

  test('begins with where a redirect led, then tells where it was before, without where it is', async () => {
    const memory = memoryOf()
    const place = { path, vcs: 'git', root: path, subdir: '' }
    memory.saveLocation({ ...place, url: 'https://old.test/x' })
    memory.saveLocation({ ...place, url: now.url })
    memory.noteRedirect(now.url, 'https://github.com/heirs/x', 1)
    assert.deepEqual(await placesFor(memory), [
      `https://github.com/heirs/x ${path}`,
      `https://old.test/x ${path}`,
    ])
  })

  test('tells each repository once, however it is spelled', async () => {
    const memory = memoryOf()
    memory.noteRedirect(now.url, 'https://GitHub.com/acme/x.git', 1)
    memory.noteRedirect(now.url, 'https://github.com/heirs/x', 2)
    memory.noteRedirect(now.url, 'https://github.com/heirs/x.git', 3)
    assert.deepEqual(await placesFor(memory), [`https://github.com/heirs/x.git ${path}`])
  })

  test('takes the modules that its author named, in their folders', async () => {
    const memory = memoryOf()
    memory.saveStatement(
      commit,
      said('Use https://github.com/heirs/x/sub/v2, not its old one. See docs/usage.'),
    )
    assert.deepEqual(await placesFor(memory), [`https://github.com/heirs/x ${path} sub`])
  })

  test('takes the module whose place it takes', async () => {
    const replaces = { path: 'github.com/first/x', version: '' }
    assert.deepEqual(await placesFor(memoryOf(), { ...subject, replaces }), [
      `https://github.com/first/x ${path}`,
    ])
  })

  test('asks no more than four places, and none that is not kept in git', async () => {
    const memory = memoryOf()
    memory.saveLocation({ path, vcs: 'svn', url: 'https://svn.test/x', root: path, subdir: '' })
    for (let index = 0; index < 9; index += 1) {
      memory.noteRedirect(now.url, `https://github.com/heirs/x${index}`, index)
    }
    const places = await placesFor(memory)
    assert.equal(places.length, 4)
    assert.ok(places.every((place) => place.startsWith('https://github.com/heirs/')))
  })
})
