import { Failure } from '../failure.ts'
import { InvalidError } from '../gomod/invalid-error.ts'
import { checkPath } from '../gomod/module-path.ts'
import { checkQuery } from '../mirror/resolve-query.ts'

/** A module and which version of it is wanted. */
export interface ModuleQuery {
  readonly path: string
  /** A version, `latest`, a prefix, a comparison, or the name of a branch, tag or commit. */
  readonly query: string
}

/** The two parts of MODULE@QUERY, whatever they are; without a query it is `latest`. */
export function asWritten(argument: string): ModuleQuery {
  const at = argument.indexOf('@')
  if (at < 0) return { path: argument, query: 'latest' }
  return { path: argument.slice(0, at), query: argument.slice(at + 1) }
}

/**
 * Reads MODULE@QUERY; without a query it is `latest`.
 *
 * @throws Failure `invalid`, naming the argument, when no upstream could be asked that
 */
export function parseFetchArgument(argument: string): ModuleQuery {
  const { path, query } = asWritten(argument)
  try {
    const scheme = /^https?:\/\//.exec(path)?.[0]
    if (scheme !== undefined) throw new InvalidError(`leave "${scheme}" out of a module path`)
    checkPath(path)
    const fault = faultOf(query)
    if (fault !== undefined) throw new InvalidError(fault)
    checkQuery(query)
    return { path, query }
  } catch (error) {
    if (!(error instanceof InvalidError) && !Failure.is(error, 'invalid')) throw error
    const shown = JSON.stringify(argument)
    throw new Failure('invalid', `Cannot fetch ${shown}: ${error.message}`, {
      cause: error,
      hint: 'Write MODULE@QUERY, such as golang.org/x/text@latest or golang.org/x/text@v0.14.0',
    })
  }
}

/** What no version and no name of a revision has. Source: git-check-ref-format(1) */
function faultOf(query: string): string | undefined {
  if (query === '') return 'nothing follows the "@"'
  if (query.startsWith('-')) return 'the query begins with "-"'
  if (/[\s\p{Cc}\\]/u.test(query)) return 'the query has a blank, a control character or a "\\"'
  return undefined
}
