import type { CommitSpec } from '../forge/commit-spec.ts'
import type { ObjectFormat } from '../forge/raw-tree.ts'

/** What a seed may make of a repository; each can be left out, which changes nothing about the others. */
export const features = [
  'merges',
  'odd-dates',
  'odd-branches',
  'pull-requests',
  'odd-tags',
  'odd-objects',
  'odd-head',
  'nested-modules',
  'majors',
  'odd-go-mod',
  'retractions',
  'odd-names',
  'links',
  'attributes',
  'vendored',
  'licenses',
  'raw-trees',
  'sha256',
  'vanity',
] as const

/** Hosts of all plans. */
export const planHosts = ['github.com', 'gopkg.in', 'vanity.test'] as const

/** The name of a feature. */
export type Feature = (typeof features)[number]

/** Something that fast-import cannot make, with a ref of its own. */
export interface OddObject {
  readonly ref: string
  /** Place of the commit it is about. */
  readonly on: number
  readonly kind: 'tree' | 'blob' | 'tag-of-tag' | 'tag-of-tree' | 'commit'
  /** Of a commit: what follows its parent and author lines, up to the message. */
  readonly headers?: string
}

/** A module that a go.mod is for, whatever it says. */
export interface DeclaredModule {
  readonly path: string
  /** Folder of the module, without the `/vN` that may follow. */
  readonly folder: string
  /** 0 for v0 and v1. */
  readonly major: number
}

/** A page as it should be; with status 404; with another module's tag, too; with one tag twice; with a tag cut off. */
export type PageKind = 'plain' | 'not-found' | 'stranger' | 'twice' | 'cut'

/** A repository before it is made: plain data, and all of it from the seed and the features. */
export interface Plan {
  readonly seed: number
  readonly without: ReadonlySet<Feature>
  /** Host and path of the repository. */
  readonly at: string
  /** The import path that it serves; differs from `at` where a page says so. */
  readonly root: string
  /** How the page that leads to the repository is, where there is one. */
  readonly page: PageKind
  /** Fourth field of the page. */
  readonly subdir?: string
  readonly commits: readonly CommitSpec[]
  readonly odd: readonly OddObject[]
  readonly objectFormat: ObjectFormat
  /** What HEAD names; need not exist. */
  readonly head: string
  /** HEAD names a commit instead of a branch: its place. */
  readonly detached?: number
  /** Folders that have or had a go.mod; '' is the root. */
  readonly folders: readonly string[]
  readonly majors: readonly number[]
  /** The modules that go.mod files are for, one for each such file. */
  readonly declared: readonly DeclaredModule[]
  readonly tags: readonly string[]
  readonly branches: readonly string[]
}
