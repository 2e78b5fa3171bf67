import type { Mark } from '../../page/symbols.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'

/** Whether a database of others is of one history, and how sure that is. */
export type Agreement = 'frozen' | 'unknown' | 'unreachable' | 'unbelievable' | 'stale' | 'agrees'

/** How long a comparison counts, milliseconds: a log that forked since would not be known. */
const comparedFor = 24 * 3_600_000

/**
 * Judges a database. Only one that was compared lately, and was not in trouble since, agrees: who could not be asked has
 * shown nothing.
 *
 * @param now milliseconds since the epoch
 */
export function agreementOf(
  { isFrozen, head, comparedAt, trouble }: RelayStanding,
  now: number,
): Agreement {
  if (isFrozen) return 'frozen'
  if (trouble) return trouble.code === 'mismatch' ? 'unbelievable' : 'unreachable'
  if (head === undefined || comparedAt === undefined) return 'unknown'
  return Math.abs(now - comparedAt) > comparedFor ? 'stale' : 'agrees'
}

/** The word of each, with its shape, and what it means. */
export const agreementWords: Readonly<
  Record<Agreement, { readonly mark: Mark; readonly word: string; readonly means: string }>
> = {
  frozen: {
    mark: 'changed',
    word: 'Two histories',
    means: 'it has signed two histories that contradict each other, so nothing of it is passed on',
  },
  unknown: { mark: 'undetermined', word: 'Not compared yet', means: 'nobody has asked it yet' },
  unreachable: {
    mark: 'undetermined',
    word: 'Not compared',
    means: 'it could not be asked; what was proved before is passed on',
  },
  unbelievable: {
    mark: 'undetermined',
    word: 'Not believed',
    means: 'what it answered last proves nothing, and was not passed on',
  },
  stale: {
    mark: 'undetermined',
    word: 'Not compared lately',
    means: 'nobody has asked anything new of it for a day or more',
  },
  agrees: {
    mark: 'ok',
    word: 'Agrees',
    means: 'its tree begins with every one that it has shown here before',
  },
}
