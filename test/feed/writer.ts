import { openDatabase } from '../../src/store/facts/database.ts'
import { feedIn } from '../../src/store/facts/feed.ts'
import { inTransaction } from '../../src/store/facts/transaction.ts'
import { randomFrom } from '../fuzz/random.ts'

/**
 * `node test/feed/writer.ts DATABASE NAME FROM TO SEED` adds the entries with these numbers to the feed of a database, some
 * at a time, by a clock that jumps, and prints the number of the next one after each commit. It may be killed at any time.
 */
const [file = '', name = '', from = '0', to = '0', seed = ''] = process.argv.slice(2)
const random = randomFrom(seed)
const database = openDatabase(file)
let skew = 0
const { writer } = feedIn(database, () => Date.now() + skew)

let next = Number(from)
while (next < Number(to)) {
  if (random.chance(0.1)) skew = random.below(7_200_000) - 3_600_000
  const end = Math.min(Number(to), next + (random.chance(0.3) ? 1 : 1 + random.below(200)))
  inTransaction(database, 'add entries', () => {
    for (let i = next; i < end; i++) writer.noteAdded(`${name}.test/m${i % 97}`, `v1.${i}.0`)
  })
  next = end
  process.stdout.write(`${end}\n`)
}
database.close()
