import { basename, isAbsolute } from 'node:path'
import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { canonicalVersion, check, checkPath, isModulePath } from '../../gomod/module-path.ts'
import { safeLine } from '../../safe-text.ts'
import { newest } from '../../verify/judge/claim.ts'
import type { Subject } from '../subject.ts'

/** Whether an argument names a module rather than a file: MODULE@VERSION, or MODULE for its newest version. */
export function isModule(text: string): boolean {
  return !isPath(text) && (text.includes('@') || isModulePath(text))
}

const isFileName = /\.(?:mod|sum|work)$|^modules\.txt$/

/** What certainly is a path, whatever it contains: `./x@v1/go.mod`. */
function isPath(text: string): boolean {
  return isAbsolute(text) || /^\.{1,2}($|[/\\])/.test(text) || isFileName.test(basename(text))
}

/**
 * The modules that arguments name, each once, and what to call them together.
 *
 * @param purpose what is to be done with them, as a verb
 * @throws Failure `invalid` for a path or version that Go would not take
 */
export function namedModules(
  args: readonly string[],
  purpose = 'check',
): { name: string; subjects: Subject[] } {
  const named = args.map((argument) => namedModule(argument, purpose))
  const subjects = [...new Map(named.map((one) => [`${one.path}@${one.version}`, one])).values()]
  const [first = ''] = args
  const name = subjects.length === 1 ? first : `${first} and ${subjects.length - 1} more`
  return { name, subjects }
}

function namedModule(argument: string, purpose: string): Subject {
  const [path = '', version = newest] = argument.split(/@([^@]*)$/)
  try {
    if (version === newest) checkPath(path)
    else check(path, version)
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw new Failure(
      'invalid',
      `Cannot ${purpose} "${safeLine(argument)}": ${safeLine(error.message)}`,
      {
        hint: 'Write it as MODULE or MODULE@VERSION, such as golang.org/x/text@v0.14.0',
      },
    )
  }
  const canonical = version === newest ? version : canonicalVersion(version)
  if (canonical !== version) {
    throw new Failure(
      'invalid',
      `Cannot ${purpose} "${safeLine(argument)}": the version is not complete`,
      {
        hint: `Did you mean ${path}@${canonical}?`,
      },
    )
  }
  return { path, version, scope: 'build', requiredBy: [] }
}
