// How fast what is held is served, beside nginx with the same files: see README.md.
// `node bench/warm.ts [--rounds=5] [--seconds=2] [--only=.info] [base URL of another server]…`
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../test/forge/temporary-folder.ts'
import { headwaterHome, startHeadwater } from '../test/oracle/headwater.ts'
import { startFileServer } from './warm/file-server.ts'
import { writeFixture } from './warm/fixture.ts'
import { measure, type Contender } from './warm/measure.ts'
import { startNginx } from './warm/nginx.ts'
import { startPlainNode } from './warm/plain-node.ts'
import { judge, report, yardstick } from './warm/report.ts'

/** The least part of the yardstick's requests per second that will do, by kind of work. */
const bars: ReadonlyMap<string, number> = new Map([['.info', 0.4]])

const { values: options, positionals: peers } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '32' },
    threads: { type: 'string', default: '2' },
    small: { type: 'string', default: '200' },
    large: { type: 'string', default: '40' },
    only: { type: 'string', multiple: true },
    'upstream-port': { type: 'string', default: '0' },
    profile: { type: 'string' },
  },
})

await using folder = await temporaryFolder('bench')
const files = join(folder.path, 'files')
const everything = await writeFixture(files, Number(options.small), Number(options.large))
await using upstream = await startFileServer(files, Number(options['upstream-port']))
const settings = { upstream: upstream.url, log: { level: 'warn' } }
await using home = await headwaterHome(undefined, settings)
const { profile } = options
const profiling = profile === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profile}`
await using headwater = await startHeadwater(home, { env: { NODE_OPTIONS: profiling }, settings })
await using nginx = await startNginx(files)
await using plain = await startPlainNode(files)

const contenders: Contender[] = [
  ...(nginx === undefined ? [] : [{ name: yardstick, url: nginx.url }]),
  { name: 'plain Node', url: plain.url },
  { name: 'Headwater', url: headwater.url },
  ...peers.map((url) => ({ name: new URL(url).host, url: url.replace(/\/+$/, '') })),
]
for (const contender of contenders) await fill(contender)
const work = everything.filter(({ name }) => options.only?.includes(name) ?? true)
if (work.length === 0) throw new Error(`there is no work named "${options.only?.join('", "')}"`)
const results = await measure(contenders, work, folder.path, {
  rounds: Number(options.rounds),
  seconds: Number(options.seconds),
  connections: Number(options.connections),
  threads: Number(options.threads),
})
const { text, exitCode } = judge(results, 'Headwater', bars)
process.stdout.write(`${report(results)}\n${text}`)
process.exitCode = exitCode

/** Asks for everything once, so that it is held, and makes sure that the bytes are right. */
async function fill({ name, url }: Contender): Promise<void> {
  const paths = everything.flatMap((work) => work.paths).values()
  const worker = async (): Promise<void> => {
    for (const path of paths) {
      const response = await fetch(url + path)
      const body = Buffer.from(await response.arrayBuffer())
      // Mirrors may write .info and list in their own way.
      const isSame = !/\.(mod|zip)$/.test(path) || body.equals(await readFile(join(files, path)))
      if (response.status === 200 && isSame) continue
      const what = response.status === 200 ? 'other bytes' : `status ${response.status}`
      throw new Error(`${name} gives ${what} for ${path}`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
}
