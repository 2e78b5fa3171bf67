import { Failure } from '../../failure.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { retractingVersion } from '../../origin/code/retractions.ts'
import type { ModuleSource } from '../../origin/module-source.ts'
import { precedenceKey } from '../../origin/precedence-key.ts'
import type { StatingCommit, Statements } from '../../store/facts/statements.ts'
import type { Withdrawal } from '../judge/observation.ts'

/** What the newest go.mod of a module says of its versions. */
interface Statement {
  readonly deprecated: string
  readonly retract: readonly {
    readonly low: string
    readonly high: string
    readonly rationale: string
  }[]
}

/** What withdrawals are read with. */
export interface WithdrawalTools {
  readonly memory: Statements
  /** Whether content may be fetched only to see what it says. */
  readonly mayFetch: boolean
}

/** Reads withdrawals. */
export interface WithdrawalReader {
  /**
   * What the newest go.mod of a module says of a version; undefined when it says nothing of it, and when it cannot be
   * had: that is never an error.
   *
   * @param isAtHand whether the content of the version was read just now, so that it costs nothing to read it again
   */
  read(
    source: ModuleSource,
    path: string,
    version: string,
    isAtHand: boolean,
  ): Promise<Withdrawal | undefined>
  /** What was read anew, to be kept. */
  news(): readonly (StatingCommit & { readonly body: string })[]
}

/** Longer statements are not kept; they are read again. */
const mostKept = 64 * 1024

/**
 * Makes the reader. Which version states retractions is what `cmd/go` says; that it also states the deprecation is so
 * there, too.
 *
 * Source: cmd/go/internal/modload.CheckRetractions, CheckDeprecation
 */
export function withdrawalReader({ memory, mayFetch }: WithdrawalTools): WithdrawalReader {
  const read = new Map<string, Promise<Stating | undefined>>()
  const news: (StatingCommit & { readonly body: string })[] = []

  async function statingOf(
    source: ModuleSource,
    path: string,
    isAtHand: (version: string) => boolean,
  ): Promise<Stating | undefined> {
    const version = retractingVersion(await source.versions())
    if (version === undefined) return undefined
    if (!mayFetch && !isAtHand(version)) return undefined
    const { goMod, info } = await source.find(version)
    const statement = statementIn(goMod)
    const hash = info.Origin?.Hash
    const body = JSON.stringify(statement)
    if (hash !== undefined && body.length <= mostKept) news.push({ path, version, hash, body })
    return statement && { version, statement }
  }

  return {
    async read(source, path, version, isAtHand) {
      try {
        const known =
          read.get(path) ?? statingOf(source, path, (newest) => isAtHand && newest === version)
        read.set(path, known)
        return withdrawalOf(await known, version)
      } catch (error) {
        if (!Failure.is(error)) throw error
        return undefined
      }
    },
    news: () => news,
  }
}

interface Stating {
  readonly version: string
  readonly statement: Statement
}

function statementIn(goMod: Uint8Array): Statement | undefined {
  try {
    const { module, retract } = parseModFile('go.mod', goMod, { lax: true })
    return { deprecated: module?.deprecated ?? '', retract }
  } catch {
    return undefined
  }
}

function withdrawalOf(stating: Stating | undefined, version: string): Withdrawal | undefined {
  if (stating === undefined) return undefined
  const { deprecated, retract } = stating.statement
  const key = precedenceKey(version)
  const ranges = retract.filter(
    ({ low, high }) => precedenceKey(low) <= key && key <= precedenceKey(high),
  )
  const rationales = [...new Set(ranges.map(({ rationale }) => rationale).filter(Boolean))]
  if (ranges.length === 0 && deprecated === '') return undefined
  return {
    in: stating.version,
    ...(ranges.length > 0 && { retracted: rationales.join('; ') }),
    ...(deprecated !== '' && { deprecated }),
  }
}
