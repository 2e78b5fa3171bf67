import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommitName, CommitSpec, TagSpec } from './commit-spec.ts'
import { isolated } from './isolation.ts'
import { writeRawTree, type ObjectFormat } from './raw-tree.ts'
import { must } from './run.ts'

/** What a repository holds by name; values are hashes. */
export interface Names {
  /** By full ref name; an annotated tag's value is the tag object. */
  readonly refs: Map<string, string>
  /** Every commit made, oldest first. */
  readonly commits: string[]
}

/** The repository that is written to. */
export interface ImportTarget {
  readonly folder: string
  readonly format: ObjectFormat
  readonly defaultBranch: string
}

const firstDate = Date.parse('2020-01-02T03:04:05Z')
const someone = 'T <t@example.com>'

/**
 * Makes commits with one run of git-fast-import(1), adds what came of it to `names`, and returns the commits' hashes.
 *
 * @throws Error when a commit name is unknown, or git refuses something
 */
export async function fastImport(
  target: ImportTarget,
  specs: readonly CommitSpec[],
  names: Names,
): Promise<string[]> {
  const marks = new Map<string, number>()
  const tags: { ref: string; mark: number }[] = []
  const script: Uint8Array[] = []
  const say = (...lines: string[]) => script.push(Buffer.from(lines.join('\n') + '\n'))
  const data = (content: string | Uint8Array) => {
    const bytes = Buffer.from(content)
    script.push(Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n'))
  }
  const find = (name: CommitName): string => committish(name, marks, names)

  for (const [index, spec] of specs.entries()) {
    const ref = refOf(spec.branch ?? target.defaultBranch)
    const who = `${spec.author ?? someone} ${stamp(spec.date, names.commits.length + index)}`
    const parent = spec.from === undefined ? tipOf(ref, marks, names) : spec.from
    if (parent === null) say(`reset ${ref}`, '')
    say(`commit ${ref}`, `mark :${index + 1}`, `author ${who}`, `committer ${who}`)
    data(spec.message ?? 'x')
    if (parent !== null) say(`from ${typeof parent === 'number' ? `:${parent + 1}` : find(parent)}`)
    for (const other of spec.merge ?? []) say(`merge ${find(other)}`)
    await writeTree(spec)
    marks.set(ref, index + 1)
    for (const tag of spec.tags ?? []) writeTag(tag, spec, index)
  }

  async function writeTree(spec: CommitSpec): Promise<void> {
    if (spec.rawTree !== undefined) {
      const tree = await writeRawTree(target.folder, spec.rawTree, target.format)
      say(`M 040000 ${tree} ""`)
      return
    }
    if (spec.fresh) say('deleteall')
    for (const path of spec.remove ?? []) say(`D ${quoted(path)}`)
    const inline = [
      ['100644', spec.files],
      ['100755', spec.executables],
      ['120000', spec.symlinks],
    ] as const
    for (const [mode, entries] of inline) {
      for (const [path, content] of Object.entries(entries ?? {})) {
        say(`M ${mode} inline ${quoted(path)}`)
        data(content)
      }
    }
    for (const [path, hash] of Object.entries(spec.submodules ?? {})) {
      say(`M 160000 ${hash} ${quoted(path)}`)
    }
  }

  function writeTag(given: string | TagSpec, spec: CommitSpec, index: number): void {
    const tag = typeof given === 'string' ? { name: given } : given
    const ref = `refs/tags/${tag.name}`
    if (!tag.annotated) {
      say(`reset ${ref}`, `from :${index + 1}`, '')
      marks.set(ref, index + 1)
      return
    }
    const mark = specs.length + tags.length + 1
    tags.push({ ref, mark })
    marks.set(ref, index + 1)
    const when = stamp(tag.date ?? spec.date, names.commits.length + index)
    say(`tag ${tag.name}`, `mark :${mark}`, `from :${index + 1}`, `tagger ${someone} ${when}`)
    data(tag.message ?? tag.name)
  }

  say('done')
  const hashes = await feed(target, script)
  const commits = specs.map((_, index) => hashes.get(index + 1) ?? '')
  for (const [ref, mark] of marks) names.refs.set(ref, hashes.get(mark) ?? '')
  for (const { ref, mark } of tags) names.refs.set(ref, hashes.get(mark) ?? '')
  names.commits.push(...commits)
  return commits
}

async function feed(
  { folder }: ImportTarget,
  script: readonly Uint8Array[],
): Promise<Map<number, string>> {
  const file = join(folder, 'fast-import.marks')
  const args = ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--force', '--done']
  await must('git', [...args, `--export-marks=${file}`], {
    cwd: folder,
    env: isolated(folder),
    input: Buffer.concat(script),
  })
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  await rm(file)
  return new Map(
    lines.map((line) => {
      const [mark = '', hash = ''] = line.split(' ')
      return [Number(mark.slice(1)), hash]
    }),
  )
}

function refOf(branch: string): string {
  return branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
}

function tipOf(ref: string, marks: ReadonlyMap<string, number>, names: Names): CommitName | null {
  const mark = marks.get(ref)
  return mark === undefined ? (names.refs.get(ref) ?? null) : mark - 1
}

function committish(name: CommitName, marks: ReadonlyMap<string, number>, names: Names): string {
  if (typeof name === 'number') return `:${name + 1}`
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) return name
  for (const ref of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const mark = marks.get(ref)
    if (mark !== undefined) return `:${mark}`
    if (names.refs.has(ref)) return `${ref}^0`
  }
  throw new Error(`no commit "${name}": it is neither a hash nor a branch or tag of the repository`)
}

function stamp(date: string | undefined, index: number): string {
  const milliseconds = date === undefined ? firstDate + index * 60_000 : Date.parse(date)
  if (Number.isNaN(milliseconds)) throw new Error(`"${date}" is not a date`)
  return `${Math.floor(milliseconds / 1000)} +0000`
}

function quoted(path: string): string {
  const bytes = [...Buffer.from(path)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCodePoint(byte),
  )
  return `"${bytes.join('')}"`
}
