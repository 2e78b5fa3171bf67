import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, runForOutput, type Program, type Running } from '../../outbound/run.ts'
import type { FoundObject } from './batch-program.ts'
import { consolidate } from './consolidate.ts'
import { DepotDamaged, damaged } from './depot-damaged.ts'
import type { DepotPlace } from './depot-layout.ts'
import { gitFolder, gitProgram, type GitLimits } from './git-program.ts'
import { objectReader } from './object-reader.ts'
import { packedRefs } from './packed-refs.ts'
import type { Ref } from './refs.ts'
import { takePack } from './take-pack.ts'

/**
 * One bare repository on disk that holds what was fetched of one origin URL. No git command run on it opens a
 * connection or reads a setting of the machine, and no object in it is ever deleted but with all others.
 *
 * Commits may lack their trees (commit-only history) and their parents (fetched alone): what is complete is known from
 * `DepotState`, not from here.
 */
export interface Depot {
  readonly folder: string
  /** Names this making of the repository: differs after it was made anew. */
  readonly id: string
  /**
   * Takes a pack. Packs that lean on held objects are completed. Nothing is left behind when it fails. One call at a
   * time, among all processes. Not synced: what a power cut takes is noticed as damage, and fetched again.
   *
   * @param leans whether the server was told of held objects that the pack may lean on
   * @throws DepotDamaged when those cannot be read; Failure `unreachable` when the pack is no good or takes too long,
   *   `refused` when it is too large
   */
  addPack(bytes: AsyncIterable<Uint8Array>, leans: boolean): Promise<void>
  /**
   * Puts many small packs into one. Like {@link Depot.addPack}, one call at a time.
   *
   * @throws DepotDamaged when they cannot be read
   */
  consolidate(): Promise<void>
  /** @throws DepotDamaged when one of the objects is not held */
  expectHeld(hashes: readonly string[]): Promise<void>
  /**
   * Reads any object, whole; of type `missing` when it is not held.
   *
   * @param maxBytes undefined: only its type is wanted
   * @throws Failure `refused` when it has more than `maxBytes`; DepotDamaged when it cannot be read
   */
  read(hash: string, maxBytes?: number): Promise<FoundObject>
  /** Which of these objects are not held; of one, its type, or undefined when it is not. */
  notHeld(hashes: readonly string[]): Promise<string[]>
  typeOf(hash: string): Promise<string | undefined>
  /**
   * Reads a commit that is held; undefined where the hash names something else.
   *
   * @throws Failure `refused` when it has more than `maxBytes`; DepotDamaged when nothing of that name is held
   */
  readCommit(hash: string, maxBytes: number): Promise<Buffer | undefined>
  /**
   * Reads a file of a commit that is held with its content; undefined where there is no file at `path`.
   *
   * @throws Failure `refused` when it has more than `maxBytes`; DepotDamaged when part of the content is not held
   */
  readFile(commit: string, path: string, maxBytes: number): Promise<Buffer | undefined>
  /** Full hashes of held commits that begin with `prefix`. */
  commitsByPrefix(prefix: string): Promise<string[]>
  /**
   * Makes heads and tags on disk name exactly what upstream's do; what they name must be held.
   *
   * @param refs in byte order of their names
   */
  setRefs(refs: readonly Ref[]): Promise<void>
  /** Names of refs under `pattern` that `commit` descends from; needs its history. */
  refsMergedInto(commit: string, pattern: string): Promise<string[]>
  /** Whether any head or tag set by {@link Depot.setRefs} reaches `commit`. */
  isReachable(commit: string): Promise<boolean>
  /** Commits of up to `most` heads and tags that reach `commit`, tags first; `commit` must be held. */
  tipsThatReach(commit: string, most: number): Promise<string[]>
  /** Whether one commit is another's ancestor, or the same; false where `ancestor` is no commit. Needs the history. */
  isAncestor(ancestor: string, commit: string): Promise<boolean>
  /** Lists entries of a commit as `git ls-tree -r -z` does: below `subdir` and at `files`; all where both are empty. */
  listTree(commit: string, subdir: string, files?: readonly string[]): Running
  /** A tar of the tree below `subdir`, names prefixed with `prefix/`. */
  archive(commit: string, subdir: string, format: 'tar' | 'zip'): Running
}

/** Line ends as the rule of `cmd/go`'s `codehost.gitRepo.ReadZip` has them, whatever the machine. */
const textAsItIs = ['-c', 'core.autocrlf=input', '-c', 'core.eol=lf']

/** Bytes of a tree listing, or a small answer. */
const maxListing = 512 * 1024 * 1024

/** The depot in a folder that `open-depot.ts` has made. */
export function depotIn(place: DepotPlace, id: string, limits: GitLimits): Depot {
  const { folder, objectFormat } = place
  const git = (...args: string[]): Program => gitProgram(folder, args, limits)
  const expect = async (args: string[], input?: string, maxBytes = maxListing): Promise<Buffer> => {
    const { code, stdout, stderr } = await runForOutput(
      { ...git(...args), ...(input !== undefined && { input: [Buffer.from(input)] }) },
      maxBytes,
    )
    if (code !== 0) throw damaged(args[0] ?? '', stderr)
    return stdout
  }
  const lines = async (...args: string[]): Promise<string[]> =>
    (await expect(args)).toString().split('\n').filter(Boolean)

  const objects = objectReader((input) =>
    run({ ...git('cat-file', '--batch'), input, waitsForNetwork: true }),
  )

  async function notHeld(hashes: readonly string[]): Promise<string[]> {
    const input = hashes.map((hash) => `${hash}\n`).join('')
    const found = await expect(['cat-file', '--batch-check=%(objecttype)'], input)
    return [...found.toString().matchAll(/^(\S+) missing$/gm)].map(([, hash = '']) => hash)
  }

  async function typeOf(hash: string): Promise<string | undefined> {
    const { type } = await objects.read(hash)
    return type === 'missing' ? undefined : type
  }

  async function tipsThatReach(commit: string, most: number): Promise<string[]> {
    const peeled = '%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)'
    const options = [`--count=${most}`, '--sort=-refname', `--format=${peeled}`]
    return lines('for-each-ref', ...options, `--contains=${commit}`)
  }

  return {
    folder,
    id,
    read: (hash, maxBytes) => objects.read(hash, maxBytes),
    notHeld,
    typeOf,
    addPack: (bytes, leans) => takePack(folder, bytes, leans, limits),
    consolidate: () => consolidate(folder, objectFormat, limits),
    async expectHeld(hashes) {
      if ((await notHeld(hashes)).length > 0)
        throw new DepotDamaged('git cat-file: what a ref names is missing')
    },
    async readCommit(hash, maxBytes) {
      const { type, bytes } = await objects.read(hash, maxBytes)
      if (type === 'missing') throw new DepotDamaged(`git cat-file: ${hash} is missing`)
      return type === 'commit' ? bytes : undefined
    },
    async readFile(commit, path, maxBytes) {
      const { type, bytes } = await objects.read(`${commit}:${path}`, maxBytes)
      if (type === 'blob') return bytes
      if (type !== 'missing' || (await typeOf(commit)) === 'blob') return undefined
      // "Missing" is said of a path that is not there, of a submodule, and of an object that is not held; this tells them apart.
      const listed = await expect(['ls-tree', '-z', '--full-tree', '--', commit, path])
      const isSubmodule = listed.toString('utf8', 0, 7) === '160000 '
      if (listed.length === 0 || isSubmodule) return undefined
      throw new DepotDamaged(`git cat-file: ${commit}:${path} is missing`)
    },
    async commitsByPrefix(prefix) {
      const hashes = await lines('rev-parse', `--disambiguate=${prefix}`)
      if (hashes.length === 0) return []
      const input = `${hashes.join('\n')}\n`
      const types = await expect(['cat-file', '--batch-check=%(objecttype) %(objectname)'], input)
      return types
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('commit '))
        .map((line) => line.slice('commit '.length))
    },
    async setRefs(refs) {
      const file = join(gitFolder(folder), 'packed-refs')
      await writeFile(`${file}.next`, packedRefs(refs))
      await rename(`${file}.next`, file)
    },
    refsMergedInto: (commit, pattern) =>
      lines('for-each-ref', '--format=%(refname)', `--merged=${commit}`, '--', pattern),
    isReachable: async (commit) => (await tipsThatReach(commit, 1)).length > 0,
    tipsThatReach,
    async isAncestor(ancestor, commit) {
      if ((await typeOf(ancestor)) !== 'commit') return false
      const { code, stderr } = await runForOutput(
        git('merge-base', '--is-ancestor', '--', ancestor, commit),
        maxListing,
      )
      if (code > 1) throw damaged('merge-base', stderr)
      return code === 0
    },
    listTree(commit, subdir, files = []) {
      const paths = subdir ? [`${subdir}/`, ...files] : files
      return run(git('ls-tree', '-r', '-z', '--full-tree', '--', commit, ...paths))
    },
    archive: (commit, subdir, format) =>
      run(
        git(
          ...textAsItIs,
          'archive',
          `--format=${format}`,
          '--prefix=prefix/',
          '--end-of-options',
          commit,
          ...(subdir ? [subdir] : []),
        ),
      ),
  }
}
