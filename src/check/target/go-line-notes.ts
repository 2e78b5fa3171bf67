import { compareGoVersions } from '../../gomod/go-version.ts'
import type { WorkFile } from '../../gomod/mod-file/mod-file.ts'
import { safeLine } from '../../safe-text.ts'
import type { MainFile } from './project.ts'

/**
 * Modules of a workspace that want a later Go than its go.work says, which the go command refuses: one line each.
 *
 * Source: cmd/go/internal/modload.loadModFile, cmd/go/internal/gover.FromGoWork and GoStrictVersion
 */
export function tooOldNotes(
  name: string,
  { go = '1.18' }: WorkFile,
  mains: readonly MainFile[],
): string[] {
  return mains.flatMap(({ name: mod, file }) => {
    const wanted = file.go ?? ''
    const isTooOld = compareGoVersions(wanted, '1.21') >= 0 && compareGoVersions(wanted, go) > 0
    if (!isTooOld) return []
    return [
      `${name}: its go ${go} is below the go ${wanted} of ${mod}, so that go refuses to build`,
    ]
  })
}

/** A toolchain that a file asks for, in one line: it is a module, but no repository has it. */
export function toolchainNotes(name: string, toolchain: string | undefined): string[] {
  if (toolchain === undefined || toolchain === 'default') return []
  return [`${name}: toolchain ${safeLine(toolchain)} is not checked: no repository has toolchains`]
}
