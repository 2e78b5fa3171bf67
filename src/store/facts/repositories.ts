/** What a background look at a repository came to. */
export type LookResult =
  | 'unchanged' // each tag that versions held here were made of still names the same commit
  | 'suspected' // one of them does not, or the repository was said not to be there: not yet corroborated
  | 'opted-out' // its host's robots.txt does not let us look
  | 'unreachable' // it could not be asked
  | 'throttled'
  | 'auth-required'

/** A repository that modules held here come from; times in milliseconds since the epoch. */
export interface Repository {
  /** Original URL, without credentials. */
  readonly url: string
  /** `git`, `hg`, `svn` or `fossil`. */
  readonly vcs: string
  /** As the ledger names it. */
  readonly host: string
  /** When somebody here last asked for code of it, whether or not it was held; up to a day late. */
  readonly wantedAt: number
  /** When its refs were last read, whoever wanted that; absent: never. */
  readonly refsAt?: number
  /** When its refs were last read without credentials: it was public then; absent: not since that is noted. */
  readonly publicAt?: number
  /** Bytes of that answer, as they came over the wire. */
  readonly refsBytes: number
  /** The last background look; absent: there was none. */
  readonly look?: { readonly at: number; readonly result: LookResult; readonly saw: string }
  /** Background looks in a row that found nothing new. */
  readonly quiet: number
  /** When the next one is due. */
  readonly dueAt: number
  /** When its host last told us of a push; absent: never. */
  readonly pushedAt?: number
}
