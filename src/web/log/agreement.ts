import type { Mark } from '../../page/symbols.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'

/** Whether a database of others is of one history, and how sure that is. */
export type Agreement =
  | 'frozen'
  | 'doubtful'
  | 'unknown'
  | 'unreachable'
  | 'unbelievable'
  | 'stale'
  | 'partly'
  | 'agrees'

/** How long a comparison counts, milliseconds: a log that forked since would not be known. */
const comparedFor = 24 * 3_600_000

/**
 * Judges a database. Only one that was compared lately, and was not in trouble since, agrees: who could not be asked has
 * shown nothing.
 *
 * @param now milliseconds since the epoch
 */
export function agreementOf(
  { isFrozen, doubts, sources, head, comparedAt, trouble }: RelayStanding,
  now: number,
): Agreement {
  if (isFrozen) return 'frozen'
  if (doubts.length > 0) return 'doubtful'
  if (trouble) return trouble.code === 'mismatch' ? 'unbelievable' : 'unreachable'
  if (head === undefined || comparedAt === undefined) return 'unknown'
  if (Math.abs(now - comparedAt) > comparedFor) return 'stale'
  return sources.some((source) => source.trouble) ? 'partly' : 'agrees'
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
  doubtful: {
    mark: 'undetermined',
    word: 'A head in doubt',
    means:
      'it has signed a head that cannot be shown to be of the history known here, nor to contradict it; that head is refused',
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
  partly: {
    mark: 'undetermined',
    word: 'Not compared everywhere',
    means: 'one of the places where it is read gave no head, or one that is not believed',
  },
  agrees: {
    mark: 'ok',
    word: 'Agrees',
    means: 'its tree begins with every one that it has shown here before',
  },
}
