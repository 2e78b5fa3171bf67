import { compareGoVersions, isValidGoVersion } from '../go-version.ts'
import { compareBytes, type Order } from '../order.ts'
import { compare, compareVersions } from '../semver.ts'
import type { ModuleVersion } from './module-graph.ts'

/** The version of a module that is not needed at all: below every other. */
export const noVersion = 'none'

/**
 * Whether a path stands for the Go language (`go`) or the toolchain (`toolchain`): they take part in version selection,
 * but are no modules.
 *
 * Source: cmd/go/internal/gover.IsToolchain
 */
export function isToolchainPath(path: string): boolean {
  return path === 'go' || path === 'toolchain'
}

/**
 * Compares two versions of what `path` names: Go versions of `go`, names such as `go1.21.3` of `toolchain`, else
 * semantic versions. The version of a main module, '', is above all others.
 *
 * Source: cmd/go/internal/modload.cmpVersion, cmd/go/internal/gover.ModCompare
 */
export function compareRequired(path: string, a: string, b: string): Order {
  if (a === b) return 0
  if (a === '') return 1
  if (b === '') return -1
  if (path === 'go') return compareGoVersions(a, b)
  if (path === 'toolchain') return compareGoVersions(goVersionOf(a), goVersionOf(b))
  return compare(a, b)
}

/**
 * Orders by path, then version; versions that are equal by {@link compareRequired} by their text.
 *
 * Source: cmd/go/internal/gover.ModSort, which leaves the order of the last open
 */
export function byPathAndVersion(a: ModuleVersion, b: ModuleVersion): Order {
  if (a.path !== b.path) return compareBytes(a.path, b.path)
  if (isToolchainPath(a.path)) {
    return compareRequired(a.path, a.version, b.version) || compareBytes(a.version, b.version)
  }
  return compareVersions(a.version, b.version)
}

/** The Go version in the name of a toolchain, '' without one. Source: cmd/go/internal/gover.FromToolchain */
function goVersionOf(toolchain: string): string {
  if (isValidGoVersion(toolchain)) return toolchain
  const version = /^go([^ \t/\\-]*)(?:[ \t-][^/\\]*)?$/.exec(toolchain)?.[1] ?? ''
  return isValidGoVersion(version) ? version : ''
}
