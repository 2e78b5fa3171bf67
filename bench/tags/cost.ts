import { readFile } from 'node:fs/promises'
import type { Forge } from '../../test/forge/forge.ts'
import { costOf, type Cost } from '../cold/cost.ts'
import type { WatchedPrograms } from './watched-programs.ts'

/** What some work cost whoever did it, and the forge. */
export interface FullCost extends Cost {
  /** Processes of git and go. */
  readonly programs: number
  /** Seconds of processor time of the forge's git. */
  readonly forgeSeconds: number
}

/** Does some work with {@link WatchedPrograms.path} as its PATH; nobody else may ask the forge meanwhile. */
export async function fullCostOf(
  forge: Forge,
  programs: WatchedPrograms,
  work: () => Promise<unknown>,
): Promise<FullCost> {
  const before = { ...(await state(programs)), children: await childSeconds() }
  const cost = await costOf(forge, work)
  const { started, goSeconds } = await state(programs)
  const ours = goSeconds - before.goSeconds
  return {
    ...cost,
    programs: started - before.started,
    forgeSeconds: Math.max(0, (await childSeconds()) - before.children - ours),
  }
}

async function state({ started, goSeconds }: WatchedPrograms) {
  return { started: await started(), goSeconds: await goSeconds() }
}

/** Processor time of the children of this process that are gone; proc(5): `cutime` and `cstime`, in 1/100 s. */
async function childSeconds(): Promise<number> {
  const text = await readFile('/proc/self/stat', 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / 100
}

/** So many times as much. */
export function times(cost: FullCost, factor: number): FullCost {
  return {
    requests: cost.requests * factor,
    bytes: cost.bytes * factor,
    seconds: cost.seconds * factor,
    programs: cost.programs * factor,
    forgeSeconds: cost.forgeSeconds * factor,
  }
}
