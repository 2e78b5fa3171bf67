import { createCipheriv, hash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** What is asked of a server, by the name of its line in the report. */
export interface Work {
  readonly name: string
  /** URL paths, from which one is taken at random for each request. */
  readonly paths: readonly string[]
}

const smallModule = 'bench.example/small'
const largeModule = 'bench.example/large'
const smallZip = 30_000
const largeZip = 5_000_000
const requirements = Array.from(
  { length: 12 },
  (_, index) => `\tbench.example/dependency${index} v1.${index}.0`,
).join('\n')
const time = Date.parse('2024-01-01T00:00:00Z')

/**
 * Writes the files of two modules as a module proxy has them: one of `small` versions whose zips have 30 kB, and one
 * of `large` versions whose zips have 5 MB. Same numbers, same bytes.
 *
 * @param folder made if need be; its layout is that of the proxy's URLs
 * @returns the five kinds of work that these files allow
 */
export async function writeFixture(folder: string, small: number, large: number): Promise<Work[]> {
  const smallVersions = await writeModule(folder, smallModule, small, smallZip)
  const largeVersions = await writeModule(folder, largeModule, large, largeZip)
  return [
    { name: '.info', paths: below(smallModule, smallVersions, 'info') },
    { name: '.mod', paths: below(smallModule, smallVersions, 'mod') },
    { name: 'list', paths: [`/${smallModule}/@v/list`] },
    { name: '30 kB .zip', paths: below(smallModule, smallVersions, 'zip') },
    { name: '5 MB .zip', paths: below(largeModule, largeVersions, 'zip') },
  ]
}

function below(module: string, versions: readonly string[], extension: string): string[] {
  return versions.map((version) => `/${module}/@v/${version}.${extension}`)
}

async function writeModule(
  folder: string,
  module: string,
  count: number,
  zipBytes: number,
): Promise<string[]> {
  const versions = Array.from({ length: count }, (_, index) => `v1.${index}.0`)
  const goMod = `module ${module}\n\ngo 1.21\n\nrequire (\n${requirements}\n)\n`
  for (const [index, version] of versions.entries()) {
    const place = join(folder, module, '@v', version)
    await mkdir(dirname(place), { recursive: true })
    const moment = new Date(time + index * 86_400_000).toISOString().replace('.000', '')
    await writeFile(`${place}.info`, `{"Version":"${version}","Time":"${moment}"}`)
    await writeFile(`${place}.mod`, goMod)
    await writeFile(`${place}.zip`, await zipOf(`${module}@${version}`, goMod, zipBytes))
  }
  await writeFile(join(folder, module, '@v/list'), versions.map((line) => `${line}\n`).join(''))
  return versions
}

function zipOf(root: string, goMod: string, bytes: number): Promise<Buffer> {
  const zip = new ZipFile()
  const options = { compress: false, mtime: new Date(time) }
  zip.addBuffer(Buffer.from(goMod), `${root}/go.mod`, options)
  zip.addBuffer(noise(root, bytes), `${root}/data.bin`, options)
  zip.end()
  return buffer(zip.outputStream)
}

/** Bytes that nothing compresses, the same for the same seed. */
function noise(seed: string, bytes: number): Buffer {
  const key = hash('sha256', seed, 'buffer').subarray(0, 16)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes))
}
