import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import type { GoRoot } from './go-root.ts'

/** Building everything from nothing takes about a minute of a processor; others may use the same one. */
const patienceMs = 600_000

/** Nobody listens here. */
const nobody = '127.0.0.1:9'

/** A go command that does what variables named `TESTGO…` tell it. */
export interface HookedGo {
  readonly program: string
  /** With these its hooks are on, and it panics rather than ask a host other than this one. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Builds the go command with the hooks that its own tests use, so that a script can have it say that it is another
 * version. It is the test program of the package, run as the command. Source: `cmd/go/go_test.go` `TestMain`,
 * `cmd/go/internal/web/http.go`.
 *
 * @param folder where it is put, as `go`
 * @param cache the build cache to use
 */
export async function buildHookedGo(
  root: GoRoot,
  folder: string,
  cache: string,
): Promise<HookedGo> {
  const program = join(folder, 'go')
  const certificate = join(folder, 'certificate.pem')
  await writeFile(certificate, rootCertificates[0] ?? '')
  await must(root.program, ['test', '-c', '-vet=off', '-o', program, '.'], {
    cwd: root.source,
    env: isolated(folder, { GOCACHE: cache, GOFLAGS: '' }),
    timeoutMs: patienceMs,
  })
  return {
    program,
    env: {
      CMDGO_TEST_RUN_MAIN: 'true',
      TESTGONETWORK: 'panic',
      TESTGO_VCSTEST_CERT: certificate,
      TESTGO_VCSTEST_HOST: nobody,
      TESTGO_VCSTEST_TLS_HOST: nobody,
    },
  }
}
