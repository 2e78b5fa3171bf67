import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'

/** Where the installed go lies, and the test material of its go command. */
export interface GoRoot {
  /** GOROOT, absolute. */
  readonly folder: string
  /** The go program. */
  readonly program: string
  /** The folder of the sources of the go command. */
  readonly source: string
  /** The scripts that the go command is tested with. */
  readonly scripts: string
  /** The modules which those scripts use, one archive each. */
  readonly modules: string
}

/** Finds the installed go. @throws Error when there is none */
export async function goRoot(): Promise<GoRoot> {
  const options = { cwd: tmpdir(), env: isolated(tmpdir()) }
  const folder = await must('go', ['env', 'GOROOT'], options)
  const source = join(folder, 'src/cmd/go')
  return {
    folder,
    program: join(folder, 'bin/go'),
    source,
    scripts: join(source, 'testdata/script'),
    modules: join(source, 'testdata/mod'),
  }
}
