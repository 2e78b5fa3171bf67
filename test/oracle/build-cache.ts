import { tmpdir } from 'node:os'
import { isAbsolute } from 'node:path'
import { must } from '../forge/run.ts'

/**
 * The build cache of whoever runs the tests, as `cmd/go/go_test.go` (`testGOCACHE`) has it for Go's own: compiling the
 * standard library takes minutes, and what is in there is named by all that it was made of. Undefined where there is none.
 */
export async function buildCache(): Promise<string | undefined> {
  const path = await must('go', ['env', 'GOCACHE'], { cwd: tmpdir(), env: process.env })
  return isAbsolute(path) ? path : undefined
}
