import type { Extent } from '../code-host.ts'
import { succeeded } from './depot-damaged.ts'
import type { Depot } from './depot.ts'
import { readLines } from './read-tree.ts'

type Reads = Pick<Depot, 'listTree' | 'notHeld' | 'typeOf'>

/**
 * The files of an extent that a depot does not hold, by their hashes. All folders of the commit must be held.
 *
 * With the files below a folder count the attributes of all folders above it: `git archive` obeys those, and says nothing
 * where they are missing. Source: gitattributes(5)
 *
 * @throws DepotDamaged; Failure `unusable` for folders that are nested too deeply
 */
export async function missingFiles(
  depot: Reads,
  commit: string,
  { files, folder }: Extent,
): Promise<string[]> {
  if (folder === undefined) {
    // What cannot be read is not held, or not there: only what is there is listed.
    const absent = await unread(depot, commit, files)
    return absent.length === 0 ? [] : listed(depot, commit, '', absent)
  }
  const hashes = await listed(depot, commit, folder, [...files, ...attributesAbove(folder)])
  return hashes.length === 0 ? [] : depot.notHeld(hashes)
}

async function unread(depot: Reads, commit: string, files: readonly string[]): Promise<string[]> {
  const absent: string[] = []
  for (const file of files) {
    if ((await depot.typeOf(`${commit}:${file}`)) === undefined) absent.push(file)
  }
  return absent
}

/** The hashes of files, each once. */
async function listed(
  depot: Reads,
  commit: string,
  folder: string,
  files: readonly string[],
): Promise<string[]> {
  const hashes = new Set<string>()
  await using listing = depot.listTree(commit, folder, files)
  for await (const line of readLines(listing.output)) {
    const [, type, hash = ''] = line.toString('latin1', 0, line.indexOf(9)).split(' ')
    if (type === 'blob') hashes.add(hash)
  }
  await succeeded(listing, 'ls-tree')
  return [...hashes]
}

/** `.gitattributes` of each folder from the root down to the one above `folder`. */
function attributesAbove(folder: string): string[] {
  const names = folder.split('/')
  return names.map((_, depth) => [...names.slice(0, depth), '.gitattributes'].join('/'))
}

/** What is read, and what is likely to be read later; undefined for everything, as where those are two folders. */
export function extentOfBoth(
  likely: Extent,
  { files = [], folder }: Partial<Extent>,
): Extent | undefined {
  const all = [...new Set([...likely.files, ...files])]
  const isCovered = `${folder}/`.startsWith(`${likely.folder}/`)
  if (folder === undefined || isCovered) return { ...likely, files: all }
  return folder === '' || likely.folder !== undefined ? undefined : { files: all, folder }
}
