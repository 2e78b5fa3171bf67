import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { escapePath, escapeVersion } from '../../src/gomod/escape.ts'
import type { ModuleVersion } from '../../src/gomod/graph/module-graph.ts'
import { makeZip } from '../scripts/registry/make-zip.ts'

/** A module version that was made up. */
export interface MadeModule extends ModuleVersion {
  readonly goMod: string
}

/** Lays made modules into a folder as a module proxy has them, and gives its URL for GOPROXY. */
export async function layRegistry(folder: string, modules: readonly MadeModule[]): Promise<string> {
  for (const { path, version, goMod } of modules) {
    const at = join(folder, escapePath(path), '@v')
    const file = join(at, escapeVersion(version))
    const hasOwn = !version.endsWith('+incompatible')
    const files = [{ name: `${path}@${version}/README`, content: Buffer.from('made\n') }]
    if (hasOwn) files.push({ name: `${path}@${version}/go.mod`, content: Buffer.from(goMod) })
    await mkdir(at, { recursive: true })
    await writeFile(`${file}.mod`, goMod)
    await writeFile(
      `${file}.info`,
      JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' }),
    )
    await writeFile(`${file}.zip`, await makeZip(files))
    await writeFile(join(at, 'list'), `${version}\n`, { flag: 'a' })
  }
  return pathToFileURL(folder).href
}
