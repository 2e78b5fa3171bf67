import { openDatabase } from '../store/facts/database.ts'
import { feedIn } from '../store/facts/feed.ts'

/** The time of the first entry of a feed that is made for tests, Unix milliseconds; each next one is a second later. */
const began = Date.UTC(2026, 10, 30, 12)

/** A feed in memory. `add` makes an entry of each `path@version`. */
export function memoryFeed(...names: readonly string[]) {
  let time = began - 1000
  const { writer, ...feed } = feedIn(openDatabase(':memory:'), () => (time += 1000))
  const add = (...more: readonly string[]) => {
    for (const name of more) {
      const [path = '', version = 'v1.0.0'] = name.split('@')
      writer.noteAdded(path, version)
    }
  }
  add(...names)
  return { feed, add }
}
