import { Failure } from '../../failure.ts'

/** A module must not be named to a log. */
export function privateFailure(name: string, path: string): Failure {
  return new Failure(
    'refused',
    `Cannot look up ${path}: it is private, so ${name} is not told of it`,
    {
      hint: `Have go leave it alone: go env -w GONOSUMDB=${path} (or a pattern; GOPRIVATE does it, too)`,
    },
  )
}
