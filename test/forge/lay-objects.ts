import { isolated } from './isolation.ts'
import { must } from './run.ts'

/** Puts every object of a bare repository into a file of its own. */
export async function unpack(folder: string): Promise<void> {
  const script = `set -e; mkdir away; mv objects/pack/* away
    for pack in away/*.pack; do git unpack-objects -q < $pack; done; rm -r away`
  await must('sh', ['-c', script], { cwd: folder, env: isolated(folder) })
}

/** Puts the objects of that hashes into one more pack, and leaves the others where they are. */
export async function pack(
  folder: string,
  hashes: readonly string[],
  indexVersion: 1 | 2 = 2,
): Promise<void> {
  const script = `printf '%s\\n' "$@" |
    git -c pack.indexVersion=${indexVersion} pack-objects -q objects/pack/pack`
  await must('sh', ['-c', script, 'sh', ...hashes], { cwd: folder, env: isolated(folder) })
  await must('git', ['prune-packed', '-q'], { cwd: folder, env: isolated(folder) })
}
