import type { Plan } from './plan.ts'

/** Module paths that may be in a repository, likely ones first, and a few that are not; without repetition. */
export function modulePaths({ root, folders, majors, at }: Plan): string[] {
  const below = (suffixes: readonly string[]) =>
    suffixes.flatMap((suffix) =>
      folders.map((folder) => [root, folder].filter(Boolean).join('/') + suffix),
    )
  const strange = [`${root}/v${majors.includes(2) ? 4 : 2}`, `${root}/nope`]
  const likely = root.startsWith('gopkg.in/')
    ? [root]
    : below(['', ...majors.map((major) => `/v${major}`)])
  return [...new Set([...likely, ...strange, ...(at === root ? [] : [at])])]
}
