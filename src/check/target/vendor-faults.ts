import type { ModulesTxt, VendoredModule } from '../../gomod/modules-txt.ts'
import { vendoredVersions } from '../../gomod/modules-txt.ts'
import { replacesOf, type PlacedReplace, type Project } from './project.ts'

/**
 * In what a vendor/modules.txt made by Go 1.14 or later differs from the go.mod files it was made from, one phrase each.
 *
 * Source: cmd/go/internal/modload.checkVendorConsistency
 */
export function vendorFaults(project: Project, file: ModulesTxt): readonly string[] {
  const vendored = new Map(
    file.modules.map((module) => [keyOf(module.path, module.version), module]),
  )
  const required = new Set<string>()
  const faults: string[] = []
  for (const { file: mod } of project.mains) {
    for (const { path, version } of mod.require) {
      const key = keyOf(path, version)
      if (!required.has(key) && vendored.get(key)?.explicit !== true) {
        faults.push(`${key} is required, but not marked as explicit`)
      }
      required.add(key)
    }
  }
  const rules = replacesOf(project)
  faults.push(...replaceFaults(rules, vendored, project))
  const versions = vendoredVersions(file)
  for (const { path, version, explicit, replacement } of file.modules) {
    const key = keyOf(path, version)
    if (explicit && versions.get(path) === version && !required.has(key)) {
      faults.push(`${key} is marked as explicit, but not required`)
    }
    if (replacement && !isReplaced(rules, path, version)) {
      faults.push(`${key} is marked as replaced, but it is not`)
    }
  }
  return faults
}

function replaceFaults(
  rules: readonly PlacedReplace[],
  vendored: ReadonlyMap<string, VendoredModule>,
  { tree, folder, mains }: Project,
): string[] {
  const mainPaths = new Set(mains.map(({ file }) => file.module.path))
  const faults = new Map<string, string>()
  for (const { rule, base } of rules) {
    const { oldPath, oldVersion, newPath, newVersion } = rule
    const key = keyOf(oldPath, oldVersion)
    if (oldVersion === '' && mainPaths.has(oldPath)) continue
    const marked = vendored.get(key)?.replacement
    if (!marked) {
      faults.set(key, `${key} is replaced, but not marked as replaced`)
      continue
    }
    // In a workspace, what a go.mod says is written anew as seen from the go.work.
    const isMoved = newVersion === '' && base !== folder
    const isSame = isMoved
      ? tree.path.resolve(folder, marked.path) === tree.path.resolve(base, newPath)
      : marked.path === newPath
    if (!isSame || marked.version !== newVersion) {
      const to = keyOf(marked.path, marked.version)
      faults.set(key, `${key} is replaced by ${keyOf(newPath, newVersion)}, not by ${to}`)
    }
  }
  return [...faults.values()]
}

/** A line for all versions replaces this one, too. */
function isReplaced(rules: readonly PlacedReplace[], path: string, version: string): boolean {
  return rules.some(
    ({ rule }) => rule.oldPath === path && (rule.oldVersion === '' || rule.oldVersion === version),
  )
}

function keyOf(path: string, version: string): string {
  return version === '' ? path : `${path}@${version}`
}
