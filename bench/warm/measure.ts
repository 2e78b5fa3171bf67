import { cpuMeter } from './cpu-time.ts'
import type { Work } from './fixture.ts'
import { load, writeScript, type Load, type LoadOptions } from './wrk.ts'

/** A server that takes part. */
export interface Contender {
  readonly name: string
  /** Base URL without a slash at its end. */
  readonly url: string
}

/** One load, and what it cost the server. */
export interface Measurement extends Load {
  /** Microseconds of CPU for each request; NaN where it cannot be known. */
  readonly cpu: number
}

/** One measurement for each round, by contender, by kind of work. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, readonly Measurement[]>>

/**
 * Loads each contender with each kind of work, once a round. The contenders take turns, and another one begins each
 * round, so that whatever else the machine does strikes them all alike.
 *
 * @param folder for the scripts of wrk
 */
export async function measure(
  contenders: readonly Contender[],
  work: readonly Work[],
  folder: string,
  options: LoadOptions & { readonly rounds: number },
): Promise<Results> {
  const meters = new Map(contenders.map(({ name, url }) => [name, cpuMeter(url)]))
  const results = new Map<string, Map<string, Measurement[]>>()
  const scripts = new Map<string, string>()
  for (const { name, paths } of work) {
    scripts.set(name, await writeScript(folder, name, paths))
    results.set(name, new Map(contenders.map(({ name }) => [name, []])))
  }
  for (let round = 0; round < options.rounds; round++) {
    const first = round % contenders.length
    for (const [kind, script] of scripts) {
      for (const { name, url } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
        const meter = meters.get(name) ?? (() => NaN)
        const before = meter()
        const measured = await load(url, script, options)
        const cpu = ((meter() - before) * 1e6) / measured.requests
        results
          .get(kind)
          ?.get(name)
          ?.push({ ...measured, cpu })
      }
    }
    process.stderr.write(`round ${round + 1} of ${options.rounds}\n`)
  }
  return results
}
