import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A package of which code is bundled. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression. */
  readonly licence: string
  /** Full texts of its licence files. */
  readonly texts: readonly string[]
}

/**
 * The packages that source files belong to, in the order of their names.
 *
 * @param inputs paths from the root of the checkout
 * @throws Error for a package without a licence, or without the text of it
 */
export function bundledPackages(inputs: readonly string[]): BundledPackage[] {
  const folders = inputs.flatMap((file) => {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? []
    return folder ?? []
  })
  return [...new Set(folders)]
    .map((folder) => readPackage(join(root, folder)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string }
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  if (license === undefined || texts.length === 0) {
    throw new Error(`${name} comes without a licence, or without its text: it cannot be passed on`)
  }
  return { name, version, licence: license, texts }
}

/** `THIRD-PARTY.txt`: whose code is in the bundle, and under which terms. */
export function thirdPartyText(packages: readonly BundledPackage[]): string {
  const rule = '-'.repeat(80)
  const parts = packages.map(({ name, version, licence, texts }) =>
    [rule, `${name} ${version} (${licence})`, '', ...texts].join('\n'),
  )
  return `The files in dist/ contain code of these packages.\n\n${parts.join('\n\n')}\n`
}
