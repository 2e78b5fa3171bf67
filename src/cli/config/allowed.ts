import { parseAllowList } from '../../outbound/address.ts'

/**
 * Reads one entry of `outbound.allow`.
 *
 * @throws RangeError saying what is wrong
 */
export function parseAllowed(entry: string): string {
  try {
    parseAllowList([entry])
    return entry
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const hint = hints.find(([sign]) => sign.test(entry))?.[1]
    throw hint === undefined ? error : new RangeError(error.message + hint, { cause: error })
  }
}

const hints: readonly [RegExp, string][] = [
  [/[*?]/, ': wildcards are not possible, name each host, or the network they are in'],
  [/:\/\//, ': an entry has no scheme and no path'],
  [/^\[|^[^:]*:\d*$/, ': ports and brackets are not possible, every port of a host is meant'],
]
