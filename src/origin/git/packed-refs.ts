import type { Ref } from './refs.ts'

/**
 * Every head and tag in one file, which git reads at once however many there are.
 *
 * @param refs in byte order of their names
 * Source: git-pack-refs(1), refs/packed-backend.c
 */
export function packedRefs(refs: readonly Ref[]): string {
  const lines = refs
    .filter(({ name }) => name !== 'HEAD')
    .map(({ name, hash, commit }) => `${hash} ${name}\n${commit === hash ? '' : `^${commit}\n`}`)
  return `# pack-refs with: peeled fully-peeled sorted \n${lines.join('')}`
}
