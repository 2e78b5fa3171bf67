import { Failure } from '../../failure.ts'
import { declaredGo } from '../../gomod/mod-file/declared-go.ts'
import { MAX_LICENSE, MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import type { CodeView } from '../code-host.ts'
import { cutZip, type CutInput, type CutZip } from '../zip/cut-zip.ts'
import { hashCut } from '../zip/hash-cut.ts'
import { OtherGoVersion } from '../zip/watch-go-mod.ts'
import { checkGoLine } from './go-line.ts'
import type { Place } from './place.ts'
import type { ResolvedVersion } from './resolve.ts'

/**
 * Writes the zip of a module version to a new file.
 *
 * @throws Failure as `cutZip` does; `unusable` and `unsupported` for what Go would not zip; what the view throws
 */
export async function cutModule(
  view: CodeView,
  place: Place,
  resolved: ResolvedVersion,
  target: string,
): Promise<CutZip> {
  return withContentOf(view, place, resolved, (input) => cutZip(input, target))
}

/**
 * The hash of the zip of a module version; undefined where it takes the zip to tell.
 *
 * @throws Failure as {@link cutModule} does
 */
export async function hashModule(
  view: CodeView,
  place: Place,
  resolved: ResolvedVersion,
): Promise<string | undefined> {
  const made = await withContentOf(view, place, resolved, hashCut)
  return made?.h1
}

async function withContentOf<T extends Pick<CutZip, 'treeBytes'> | undefined>(
  view: CodeView,
  place: Place,
  { revision, goMod, version }: ResolvedVersion,
  make: (input: CutInput) => Promise<T>,
): Promise<T> {
  const { path } = place
  checkGoLine(`${path}@${version}`, goMod.bytes)
  const license =
    goMod.dir === '' ? undefined : await view.readFile(revision.hash, 'LICENSE', MAX_LICENSE)
  const makeBy = (goVersion: string) =>
    view.withTree(revision.hash, goMod.dir, (tree) =>
      make({
        path,
        version,
        subdir: goMod.dir,
        goVersion,
        ...tree,
        ...(license && { license }),
      }),
    )
  const made = await makeBy(goMod.bytes ? declaredGo(goMod.bytes) : '').catch((error: unknown) => {
    if (error instanceof OtherGoVersion) return makeBy(error.goVersion)
    throw error
  })
  const isLarge = made !== undefined && made.treeBytes > MAX_ZIP_BYTES
  if (isLarge && (await view.archiveSize(revision.hash, goMod.dir)) > MAX_ZIP_BYTES) {
    throw new Failure(
      'unusable',
      `Cannot make the zip of ${path}@${version}: the archive of its repository is larger than 500 MiB`,
      { at: 'content' },
    )
  }
  return made
}
