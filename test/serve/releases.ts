import type { CommitSpec } from '../forge/commit-spec.ts'

/**
 * Commits of a module in the root of a repository, one for each version: a go.mod, a package, and a line that only
 * that version has.
 */
export function releases(module: string, ...versions: string[]): CommitSpec[] {
  return versions.map((version) => ({
    files: {
      'go.mod': `module ${module}\n\ngo 1.21\n`,
      'x.go': `package x\n\nconst Version = ${JSON.stringify(version)}\n`,
    },
    tags: [version],
  }))
}
