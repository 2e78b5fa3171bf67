import { InvalidError } from '../invalid-error.ts'
import type { GodebugDirective } from './mod-file.ts'
import { readText } from './values.ts'

const goVersion = /^[1-9][0-9]*\.(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))?(?:[a-z]+[0-9]+)?$/
const laxGoVersion = /^v?([1-9][0-9]*\.(?:0|[1-9][0-9]*))[^0-9][^\n]*$/
const toolchainName = /^(?:default$|go1(?:$|\.))/

/**
 * Reads the arguments of `go`. In lax mode a version of unknown form is cut down to the language
 * version it starts with: `v1.24-foo` gives `1.24`.
 *
 * @throws InvalidError unless there is one, a Go version such as `1.24` or `1.24.0`.
 */
export function readGoVersion(args: readonly string[], lax: boolean): string {
  const token = onlyArgument('go', args)
  if (goVersion.test(token)) return token
  const language = lax ? laxGoVersion.exec(token)?.[1] : undefined
  if (language !== undefined) return language
  throw new InvalidError(`go version ${JSON.stringify(token)} is not of the form 1.23.0`)
}

/**
 * Reads the arguments of `toolchain`.
 *
 * @throws InvalidError unless there is one, `default` or a name that starts with `go1`.
 */
export function readToolchain(args: readonly string[]): string {
  const token = onlyArgument('toolchain', args)
  if (toolchainName.test(token)) return token
  const named = JSON.stringify(token)
  throw new InvalidError(`toolchain ${named} is neither "default" nor of the form go1.23.0`)
}

/**
 * Reads the arguments of `godebug`.
 *
 * @throws InvalidError unless there is one, `key=value` without quotation marks and commas.
 */
export function readGodebug(args: readonly string[]): GodebugDirective {
  const token = onlyArgument('godebug', args)
  const equals = token.indexOf('=')
  if (equals < 0 || /["'`,]/.test(token)) {
    throw new InvalidError('godebug needs "key=value", without quotation marks and commas')
  }
  return { key: token.slice(0, equals), value: token.slice(equals + 1) }
}

/**
 * Reads the one path that `module`, `tool`, `ignore` and `use` take.
 *
 * @throws InvalidError when there is none, more than one, or a malformed string.
 */
export function readPath(verb: string, args: readonly string[]): string {
  return readText(onlyArgument(verb, args))
}

function onlyArgument(verb: string, args: readonly string[]): string {
  const [token, ...more] = args
  if (token !== undefined && more.length === 0) return token
  throw new InvalidError(`${verb} needs exactly one argument, not ${args.length}`)
}
