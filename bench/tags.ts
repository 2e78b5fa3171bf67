// What 1, 50 and 200 tags of one repository take, beside go and a bare clone: see README.md.
// `node bench/tags.ts [--tags=1,50,200] [--order=mixed|oldest|newest] [--sample=5] [--without-go] [bare repository and its root path]`
import { parseArgs } from 'node:util'
import { startForge } from '../test/forge/forge.ts'
import { bareClone, goCold, goKept, throughHeadwater } from './tags/contenders.ts'
import type { FullCost } from './tags/cost.ts'
import { inOrder, realSubject, spread, syntheticSubject, type Order } from './tags/subject.ts'
import { watchedPrograms } from './tags/watched-programs.ts'
import { table } from './table.ts'

/** Most bytes for the largest number of tags, as a share of one bare clone. */
const bar = 1.1

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tags: { type: 'string', default: '1,50,200' },
    order: { type: 'string', default: 'mixed' },
    sample: { type: 'string', default: '5' },
    'without-go': { type: 'boolean', default: false },
  },
})
await using forge = await startForge()
await using programs = await watchedPrograms()
const [bare, root] = positionals
if (bare !== undefined && root === undefined) {
  throw new Error('a repository needs the path that stands for its root, as the second argument')
}
const counts = options.tags.split(',').map(Number)
const subject =
  bare === undefined || root === undefined
    ? await syntheticSubject(forge, Math.max(...counts))
    : await realSubject(forge, bare, root)
const arena = { forge, subject, programs }
const clone = await bareClone(arena)
const rows = [['', 'requests', 'kB', 's', 'programs', "forge's CPU s", 'bytes ÷ clone']]
const row = (name: string, cost: FullCost): void => {
  const { requests, bytes, seconds, programs: begun, forgeSeconds } = cost
  rows.push([
    name,
    String(Math.round(requests)),
    (bytes / 1000).toFixed(0),
    seconds.toFixed(1),
    String(Math.round(begun)),
    forgeSeconds.toFixed(1),
    (bytes / clone.bytes).toFixed(3),
  ])
  process.stderr.write(`${name}\n`)
}
row('git clone --bare', clone)
let share = 0
let refused = 0
for (const count of counts) {
  const tags = inOrder(spread(subject.tags, count), options.order as Order)
  const many = tags.length === 1 ? '1 tag' : `${tags.length} tags`
  const headwater = await throughHeadwater(arena, tags)
  row(`Headwater, ${many}`, headwater)
  share = Math.max(share, headwater.bytes / clone.bytes)
  refused += headwater.refused
  if (options['without-go']) continue
  row(`go direct, kept cache, ${many}`, await goKept(arena, tags))
  row(`go direct, empty caches, ${many}`, await goCold(arena, tags, Number(options.sample)))
}
process.stdout.write(`${subject.root}: ${subject.tags.length} tags, ${options.order}\n\n`)
process.stdout.write(table(rows))
const passed = share <= bar && refused === 0
process.stdout.write(
  `\n${passed ? 'pass' : 'FAIL'}  at most ${share.toFixed(3)} of a clone's bytes, ${bar} are allowed; ${refused} versions refused\n`,
)
process.exitCode = passed ? 0 : 1
