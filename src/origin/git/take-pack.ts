import { run } from '../../outbound/run.ts'
import { packFailure } from './depot-damaged.ts'
import { gitProgram, type GitLimits } from './git-program.ts'
import { sweep } from './sweep.ts'

/** Takes a pack into the depot in `folder`, as `Depot.addPack` has it. */
export async function takePack(
  folder: string,
  bytes: AsyncIterable<Uint8Array>,
  leans: boolean,
  limits: GitLimits,
): Promise<void> {
  const settings = ['-c', 'core.fsync=none', '-c', 'pack.threads=1']
  const bound = `--max-input-size=${limits.maxBytes}`
  const args = [...settings, 'index-pack', '--stdin', '--fix-thin', bound]
  try {
    await using indexing = run({
      ...gitProgram(folder, args, limits),
      input: bytes,
      waitsForNetwork: true,
    })
    indexing.output.resume()
    const { code, stderr } = await indexing.finished
    if (code !== 0) throw packFailure(stderr, leans)
  } catch (error) {
    await sweep(folder)
    throw error
  }
}
