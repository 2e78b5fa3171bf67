import { createHash } from 'node:crypto'
import { hash1 } from '../../gomod/h1.ts'
import { MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import { fillCut, type CutInput, type CutZip } from './cut-zip.ts'
import { planCut } from './plan-cut.ts'

/** More than a file adds to its zip beside twice its name: its headers, and one byte in 1,000 that deflate may add. */
const headers = 256

/**
 * The h1 of the zip that `cutZip` would make, without making it, and for the same reasons refused. Undefined where only
 * making it can tell whether it is too large.
 *
 * @throws Failure as `cutZip` does, but `no-space`
 */
export async function hashCut(
  input: CutInput,
): Promise<Pick<CutZip, 'h1' | 'treeBytes'> | undefined> {
  const plan = planCut(input)
  const files: { name: string; sha256: string }[] = []
  let mostBytes = 0
  const treeBytes = await fillCut(plan, input, async (name, size, body) => {
    const hash = createHash('sha256')
    let came = 0
    for await (const chunk of body) {
      hash.update(chunk)
      came += chunk.length
    }
    if (came !== size) {
      throw new RangeError(`Cannot hash "${name}": ${came} bytes came instead of ${size}`)
    }
    files.push({ name: `${plan.module}/${name}`, sha256: hash.digest('hex') })
    mostBytes += size + size / 1000 + 2 * Buffer.byteLength(name) + headers
  })
  return mostBytes > MAX_ZIP_BYTES ? undefined : { h1: hash1(files), treeBytes }
}
