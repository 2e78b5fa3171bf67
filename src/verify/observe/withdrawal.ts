import { Failure } from '../../failure.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import type { ModuleSource } from '../../origin/module-source.ts'
import { precedenceKey } from '../../origin/precedence-key.ts'
import type { Statements } from '../../store/facts/statements.ts'
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
  /** Begins to fetch what will be read, where it may be fetched, so that it can come with what else is fetched now. */
  begin(source: ModuleSource, path: string): void
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

  /** Refs are at hand, and tell of which commit the statement is. */
  async function statingOf(
    source: ModuleSource,
    path: string,
    isAtHand: (version: string) => boolean,
  ): Promise<Stating | undefined> {
    const version = await source.stating?.()
    if (version === undefined) return undefined
    const named = await source.named?.(version, () => [])
    const of = named && { path, version, hash: named.hash }
    const known = of && memory.statementAt(of)
    if (known !== undefined) return { version, statement: JSON.parse(known) as Statement }
    if (!mayFetch && !isAtHand(version)) return undefined
    const statement = statementIn((await source.find(version, 'go.mod')).goMod)
    const body = JSON.stringify(statement)
    if (of && body.length <= mostKept) memory.saveStatement(of, body)
    return { version, statement }
  }

  return {
    begin(source, path) {
      if (!mayFetch || read.has(path)) return
      const stating = statingOf(source, path, () => true)
      stating.catch(() => {}) // told when it is read
      read.set(path, stating)
    },
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
  }
}

interface Stating {
  readonly version: string
  readonly statement: Statement
}

/** One that cannot be read states nothing, as in Go. */
function statementIn(goMod: Uint8Array): Statement {
  try {
    const { module, retract } = parseModFile('go.mod', goMod, { lax: true })
    return { deprecated: module?.deprecated ?? '', retract }
  } catch {
    return { deprecated: '', retract: [] }
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
