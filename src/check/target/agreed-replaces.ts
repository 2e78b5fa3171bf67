import { brokenAt } from './module-files.ts'
import { replacesOf, type Project } from './project.ts'

/**
 * Passes a project on if its `replace` lines agree.
 *
 * @throws Failure `invalid` naming lines that replace one thing by different things
 * Source: cmd/go/internal/modload.indexModFile, makeMainModules
 */
export function agreedReplaces(project: Project): Project {
  const { tree } = project
  const known = new Map<string, { readonly to: string; readonly where: string }>()
  const faults: string[] = []
  for (const { rule, file, base } of replacesOf(project)) {
    const { oldPath, oldVersion, newPath, newVersion, line } = rule
    const to = newVersion === '' ? tree.path.resolve(base, newPath) : `${newPath}@${newVersion}`
    const key = `${oldPath}@${oldVersion}`
    const where = `${file}:${line}`
    const earlier = known.get(key) ?? { to, where }
    known.set(key, earlier)
    if (earlier.to === to) continue
    faults.push(`${where}: replace ${oldPath}: ${earlier.where} replaces it by something else`)
  }
  if (faults.length > 0) throw brokenAt(project.work ? 'workspace' : 'go.mod', faults)
  return project
}
