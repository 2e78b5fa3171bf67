import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { escapePath, escapeVersion } from '../../src/gomod/escape.ts'
import { hashZip } from '../../src/origin/zip/hash-zip.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { startHeadwater } from '../../test/oracle/headwater.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { ask, askForAll, askForVersion } from './ask.ts'
import { costOf, type Cost } from './cost.ts'
import type { Subject } from './subject.ts'

/** What a fresh Headwater cost, and what came of it. */
export interface HeadwaterRun {
  readonly first: Cost
  /** For each version after the first. */
  readonly next: readonly Cost[]
  /** For the list, `@latest` and a branch, asked for after that; and for the same again. */
  readonly changing: readonly [Cost, Cost]
  /** h1 by version; absent where it did not answer with 200. */
  readonly sums: ReadonlyMap<string, string>
}

/** One version after the other, as they were published. */
export async function oneByOne(forge: Forge, subject: Subject): Promise<HeadwaterRun> {
  await using headwater = await startFresh(forge)
  await using folder = await temporaryFolder('bench')
  const base = `${headwater.url}/${escapePath(subject.module)}`
  const sums = new Map<string, string>()
  const costs: Cost[] = []
  for (const version of subject.versions) {
    let zip: Buffer | undefined
    costs.push(await costOf(forge, async () => (zip = await askForVersion(base, version))))
    if (zip === undefined) continue
    const file = join(folder.path, 'module.zip')
    await writeFile(file, zip)
    sums.set(version, (await hashZip(file, subject.module, version)).h1)
  }
  const askChanging = async (): Promise<void> => {
    const branch = escapeVersion(subject.branch)
    for (const name of ['@v/list', '@latest', `@v/${branch}.info`]) await ask(`${base}/${name}`)
  }
  const changing = [await costOf(forge, askChanging), await costOf(forge, askChanging)] as const
  const [first, ...next] = costs
  if (first === undefined) throw new Error(`${subject.module} has no versions`)
  return { first, next, changing, sums }
}

/** All versions, so many at a time. */
export async function allAtOnce(forge: Forge, subject: Subject, width: number): Promise<Cost> {
  await using headwater = await startFresh(forge)
  return await costOf(forge, () => askForAll(headwater.url, subject, width))
}

function startFresh(forge: Forge) {
  return startHeadwater(forge, { env: { NODE_OPTIONS: '' }, settings: { log: { level: 'warn' } } })
}
