import { InvalidError } from '../invalid-error.ts'
import { readText } from './values.ts'

/**
 * Versions from `low` to `high`, both included; the same one twice for a single version.
 * They may be anything: see {@link readInterval}.
 */
export interface Interval {
  readonly low: string
  readonly high: string
}

/**
 * Reads `v1.2.3` or `[v1.2.3, v1.3.0]` at the start of the arguments of `retract`. The versions are
 * not checked: Go looks at them only when it has somebody to ask what `v1` or `master` stands for.
 *
 * @returns the interval, and the arguments after it.
 * @throws InvalidError when they start otherwise.
 */
export function readInterval(args: readonly string[]): { interval: Interval; rest: string[] } {
  const [first, ...others] = args
  if (first === undefined || first === '(') throw new InvalidError('retract needs a version or "["')
  if (first !== '[') {
    const version = readText(first)
    return { interval: { low: version, high: version }, rest: others }
  }
  const [low, comma, high, close, ...rest] = others
  if (low === undefined || comma !== ',' || high === undefined || close !== ']') {
    throw new InvalidError('retract needs an interval of the form [v1.0.0, v1.9.9]')
  }
  return { interval: { low: readText(low), high: readText(high) }, rest }
}
