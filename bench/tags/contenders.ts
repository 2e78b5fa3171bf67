import { escapePath } from '../../src/gomod/escape.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { isolated } from '../../test/forge/isolation.ts'
import { must } from '../../test/forge/run.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { goDirect } from '../../test/oracle/go.ts'
import { startHeadwater } from '../../test/oracle/headwater.ts'
import { askForVersion } from '../cold/ask.ts'
import { fullCostOf, times, type FullCost } from './cost.ts'
import { spread, type Subject, type Tagged } from './subject.ts'
import type { WatchedPrograms } from './watched-programs.ts'

/** What a contender works with. */
export interface Arena {
  readonly forge: Forge
  readonly subject: Subject
  readonly programs: WatchedPrograms
}

/** What Headwater took for so many tags, and how many of them it refused. */
export interface HeadwaterCost extends FullCost {
  readonly refused: number
}

/** A Headwater with an empty data folder is asked for `.info`, `.mod` and `.zip` of one version after the other. */
export async function throughHeadwater(
  { forge, programs }: Arena,
  tags: readonly Tagged[],
): Promise<HeadwaterCost> {
  await using headwater = await startHeadwater(forge, {
    env: { NODE_OPTIONS: '', PATH: programs.path },
    settings: { log: { level: 'warn' } },
  })
  let refused = 0
  const cost = await fullCostOf(forge, programs, async () => {
    for (const { module, version } of tags) {
      const zip = await askForVersion(`${headwater.url}/${escapePath(module)}`, version)
      if (zip === undefined) refused++
    }
  })
  return { ...cost, refused }
}

/**
 * `GOPROXY=direct go mod download`, one command for each version, each with an empty module cache. Where there are more
 * than `most`, so many of them are tried, and the others are taken to cost as much.
 */
export async function goCold(
  arena: Arena,
  tags: readonly Tagged[],
  most: number,
): Promise<FullCost> {
  const tried = spread(tags, most)
  let sum: FullCost = { requests: 0, bytes: 0, seconds: 0, programs: 0, forgeSeconds: 0 }
  for (const tag of tried) {
    const cost = await goKept(arena, [tag])
    sum = {
      requests: sum.requests + cost.requests,
      bytes: sum.bytes + cost.bytes,
      seconds: sum.seconds + cost.seconds,
      programs: sum.programs + cost.programs,
      forgeSeconds: sum.forgeSeconds + cost.forgeSeconds,
    }
  }
  return times(sum, tags.length / tried.length)
}

/** The same with one module cache that is kept, and is empty before the first. */
export async function goKept(
  { forge, programs }: Arena,
  tags: readonly Tagged[],
): Promise<FullCost> {
  await using go = await goDirect(forge, { env: { PATH: programs.path } })
  return await fullCostOf(forge, programs, async () => {
    for (const { module, version } of tags) await go.modDownload(`${module}@${version}`)
  })
}

/** `git clone --bare`: all there is, and no module of it. */
export async function bareClone({ forge, subject, programs }: Arena): Promise<FullCost> {
  await using folder = await temporaryFolder('clone')
  const env = isolated(folder.path, { PATH: programs.path })
  return await fullCostOf(forge, programs, () =>
    must('git', ['clone', '--quiet', '--bare', subject.cloneUrl, 'clone'], {
      cwd: folder.path,
      env,
    }),
  )
}
