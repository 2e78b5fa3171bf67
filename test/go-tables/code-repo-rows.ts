/**
 * What is found of a query: of a commit, its go.mod, the files of its zip in order and their h1
 * where Go says so.
 */
export interface CodeRepoRow {
  readonly module: string
  readonly query: string
  /** True when nothing is found; all but the query is missing then. */
  readonly refused?: true
  readonly version?: string
  readonly hash?: string
  readonly time?: string
  readonly goMod?: string
  readonly files?: readonly string[]
  readonly sum?: string
}

/**
 * Of the repositories that come with go, as git and (made from the same) as Mercurial ones.
 * Source: cmd/go/internal/modfetch coderepo_test.go, codeRepoTests. The others of that table lie
 * on hosts of the network: they are compared by hand.
 */
export const codeRepoRows: readonly CodeRepoRow[] = [
  {
    module: 'github.com/rsc/vgotest1',
    query: 'v0.0.0',
    version: 'v0.0.0',
    hash: '80d85c5d4d17598a0e9055e7c175a32b415d6128',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
    sum: 'h1:zVEjciLdlk/TPWCOyZo7k24T+tOKRQC+u8MKq/xS80I=',
  },
  {
    module: 'github.com/rsc/vgotest1',
    query: 'v0.0.0-20180219231006-80d85c5d4d17',
    version: 'v0.0.0-20180219231006-80d85c5d4d17',
    hash: '80d85c5d4d17598a0e9055e7c175a32b415d6128',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
    sum: 'h1:nOznk2xKsLGkTnXe0q9t1Ewt9jxK+oadtafSUqHM3Ec=',
  },
  {
    module: 'github.com/rsc/vgotest1',
    query: 'v0.0.1-0.20180219231006-80d85c5d4d17',
    refused: true,
  },
  {
    module: 'github.com/rsc/vgotest1',
    query: 'v1.0.0',
    version: 'v1.0.0',
    hash: '80d85c5d4d17598a0e9055e7c175a32b415d6128',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
    sum: 'h1:e040hOoWGeuJLawDjK9DW6med+cz9FxMFYDMOVG8ctQ=',
  },
  { module: 'github.com/rsc/vgotest1/v2', query: 'v2.0.0', refused: true },
  {
    module: 'github.com/rsc/vgotest1',
    query: '80d85c5',
    version: 'v1.0.0',
    hash: '80d85c5d4d17598a0e9055e7c175a32b415d6128',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
    sum: 'h1:e040hOoWGeuJLawDjK9DW6med+cz9FxMFYDMOVG8ctQ=',
  },
  {
    module: 'github.com/rsc/vgotest1',
    query: 'mytag',
    version: 'v1.0.0',
    hash: '80d85c5d4d17598a0e9055e7c175a32b415d6128',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  { module: 'github.com/rsc/vgotest1/v2', query: '45f53230a', refused: true },
  { module: 'github.com/rsc/vgotest1/v54321', query: '80d85c5', refused: true },
  { module: 'github.com/rsc/vgotest1/submod', query: 'v1.0.0', refused: true },
  { module: 'github.com/rsc/vgotest1/submod', query: 'v1.0.3', refused: true },
  {
    module: 'github.com/rsc/vgotest1/submod',
    query: 'v1.0.4',
    version: 'v1.0.4',
    hash: '8afe2b2efed96e0880ecd2a69b98a53b8c2738b6',
    time: '2018-02-19T23:12:07Z',
    goMod: 'module "github.com/vgotest1/submod" // submod/go.mod\n',
    files: ['go.mod', 'pkg/p.go', 'LICENSE'],
    sum: 'h1:iMsJ/9uQsk6MnZNnJK311f11QiSlmN92Q2aSjCywuJY=',
  },
  {
    module: 'github.com/rsc/vgotest1',
    query: 'v1.1.0',
    version: 'v1.1.0',
    hash: 'b769f2de407a4db81af9c5de0a06016d60d2ea09',
    time: '2018-02-19T23:13:36Z',
    goMod:
      'module "github.com/rsc/vgotest1" // root go.mod\nrequire "github.com/rsc/vgotest1/submod" v1.0.5\n',
    files: ['LICENSE', 'README.md', 'go.mod', 'pkg/p.go'],
    sum: 'h1:M69k7q+8bQ+QUpHov45Z/NoR8rj3DsQJUnXLWvf01+Q=',
  },
  {
    module: 'github.com/rsc/vgotest1/v2',
    query: 'v2.0.1',
    version: 'v2.0.1',
    hash: 'ea65f87c8f52c15ea68f3bdd9925ef17e20d91e9',
    time: '2018-02-19T23:14:23Z',
    goMod: 'module "github.com/rsc/vgotest1/v2" // root go.mod\n',
    sum: 'h1:QmgYy/zt+uoWhDpcsgrSVzYFvKtBEjl5zT/FRz9GTzA=',
  },
  { module: 'github.com/rsc/vgotest1/v2', query: 'v2.0.3', refused: true },
  { module: 'github.com/rsc/vgotest1/v2', query: 'v2.0.4', refused: true },
  {
    module: 'github.com/rsc/vgotest1/v2',
    query: 'v2.0.5',
    version: 'v2.0.5',
    hash: '2f615117ce481c8efef46e0cc0b4b4dccfac8fea',
    time: '2018-02-20T00:03:59Z',
    goMod: 'module "github.com/rsc/vgotest1/v2" // v2/go.mod\n',
    sum: 'h1:RIEb9q1SUSEQOzMn0zfl/LQxGFWlhWEAdeEguf1MLGU=',
  },
  {
    module: 'vcs-test.golang.org/go/mod/gitrepo1',
    query: 'master',
    version: 'v1.2.4-annotated',
    hash: 'ede458df7cd0fdca520df19a33158086a8a68e81',
    time: '2018-04-17T19:43:22Z',
    goMod: 'module vcs-test.golang.org/go/mod/gitrepo1\n',
    sum: 'h1:YJYZRsM9BHFTlVr8YADjT0cJH8uFIDtoc5NLiVqZEx8=',
  },
  {
    module: 'vcs-test.golang.org/go/v2module/v2',
    query: 'v2.0.0',
    version: 'v2.0.0',
    hash: '203b91c896acd173aa719e4cdcb7d463c4b090fa',
    time: '2019-04-03T15:52:15Z',
    goMod: 'module vcs-test.golang.org/go/v2module/v2\n\ngo 1.12\n',
    sum: 'h1:JItBZ+gwA5WvtZEGEbuDL4lUttGtLrs53lmdurq3bOg=',
  },
  { module: 'vcs-test.golang.org/go/mod/gitrepo1', query: 'v2.3.4+incompatible', refused: true },
  { module: 'vcs-test.golang.org/git/semver-branch.git', query: 'v1.0.0', refused: true },
  {
    module: 'vcs-test.golang.org/git/semver-branch.git',
    query: 'v2.0.0+incompatible',
    refused: true,
  },
  { module: 'vcs-test.golang.org/git/semver-branch.git', query: 'v2.0.0', refused: true },
  { module: 'vcs-test.golang.org/git/semver-branch.git', query: 'v3.0.0-devel', refused: true },
  {
    module: 'vcs-test.golang.org/git/v2sub.git',
    query: '80beb17a1603',
    version: 'v0.0.0-20220222205507-80beb17a1603',
    hash: '80beb17a16036f17a5aedd1bb5bd6d407b3c6dc5',
    time: '2022-02-22T20:55:07Z',
  },
  { module: 'vcs-test.golang.org/git/v2sub.git', query: 'v2.0.0', refused: true },
  {
    module: 'vcs-test.golang.org/git/v2sub.git',
    query: 'v2.0.1-0.20220222205507-80beb17a1603',
    refused: true,
  },
  {
    module: 'vcs-test.golang.org/git/v2sub.git',
    query: 'v2.0.0+incompatible',
    version: 'v2.0.0+incompatible',
    hash: '5fcd3eaeeb391d399f562fd45a50dac9fc34ae8b',
    time: '2022-02-22T20:53:33Z',
  },
  {
    module: 'vcs-test.golang.org/git/v2sub.git',
    query: 'v2.0.1-0.20220222205507-80beb17a1603+incompatible',
    version: 'v2.0.1-0.20220222205507-80beb17a1603+incompatible',
    hash: '80beb17a16036f17a5aedd1bb5bd6d407b3c6dc5',
    time: '2022-02-22T20:55:07Z',
  },
  {
    module: 'vcs-test.golang.org/git/odd-tags.git',
    query: 'v0.1.0+build-metadata',
    version: 'v0.1.1-0.20220223184835-9d863d525bbf',
    hash: '9d863d525bbfcc8eda09364738c4032393711a56',
    time: '2022-02-23T18:48:35Z',
  },
  {
    module: 'vcs-test.golang.org/git/odd-tags.git',
    query: '9d863d525bbf',
    version: 'v0.1.1-0.20220223184835-9d863d525bbf',
    hash: '9d863d525bbfcc8eda09364738c4032393711a56',
    time: '2022-02-23T18:48:35Z',
  },
  {
    module: 'vcs-test.golang.org/git/odd-tags.git',
    query: 'latest',
    version: 'v0.1.1-0.20220223184835-9d863d525bbf',
    hash: '9d863d525bbfcc8eda09364738c4032393711a56',
    time: '2022-02-23T18:48:35Z',
  },
  { module: 'vcs-test.golang.org/git/odd-tags.git', query: 'v2.0.0+incompatible', refused: true },
  {
    module: 'vcs-test.golang.org/git/odd-tags.git',
    query: '12d19af20458',
    version: 'v2.0.1-0.20220223184802-12d19af20458+incompatible',
    hash: '12d19af204585b0db3d2a876ceddf5b9323f5a4a',
    time: '2022-02-23T18:48:02Z',
  },
  {
    module: 'vcs-test.golang.org/git/odd-tags.git',
    query: 'v3.0.0-20220223184802-12d19af20458',
    version: 'v3.0.0-20220223184802-12d19af20458+incompatible',
    hash: '12d19af204585b0db3d2a876ceddf5b9323f5a4a',
    time: '2022-02-23T18:48:02Z',
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'v0.0.0',
    version: 'v0.0.0',
    hash: 'e125018e286a4b09061079a81e7b537070b7ff71',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'v0.0.0-20180219231006-e125018e286a',
    version: 'v0.0.0-20180219231006-e125018e286a',
    hash: 'e125018e286a4b09061079a81e7b537070b7ff71',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'v0.0.1-0.20180219231006-e125018e286a',
    refused: true,
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'v1.0.0',
    version: 'v1.0.0',
    hash: 'e125018e286a4b09061079a81e7b537070b7ff71',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/v2', query: 'v2.0.0', refused: true },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'e125018',
    version: 'v1.0.0',
    hash: 'e125018e286a4b09061079a81e7b537070b7ff71',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'mytag',
    version: 'v1.0.0',
    hash: 'e125018e286a4b09061079a81e7b537070b7ff71',
    time: '2018-02-19T23:10:06Z',
    files: ['LICENSE', 'README.md', 'pkg/p.go'],
  },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/v2', query: '814fce58e', refused: true },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/v54321', query: 'e125018', refused: true },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/submod', query: 'v1.0.0', refused: true },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/submod', query: 'v1.0.3', refused: true },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg/submod',
    query: 'v1.0.4',
    version: 'v1.0.4',
    hash: '4e58084d459ae7e79c8c2264d0e8e9a92eb5cd44',
    time: '2018-02-19T23:12:07Z',
    goMod: 'module "github.com/vgotest1/submod" // submod/go.mod\n',
    files: ['go.mod', 'pkg/p.go', 'LICENSE'],
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg',
    query: 'v1.1.0',
    version: 'v1.1.0',
    hash: '92c7eb888b4fac17f1c6bd2e1060a1b881a3b832',
    time: '2018-02-19T23:13:36Z',
    goMod:
      'module "github.com/rsc/vgotest1" // root go.mod\nrequire "github.com/rsc/vgotest1/submod" v1.0.5\n',
    files: ['LICENSE', 'README.md', 'go.mod', 'pkg/p.go'],
  },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg/v2',
    query: 'v2.0.1',
    version: 'v2.0.1',
    hash: 'f1fc0f22021b638d073d31c752847e7bf385def7',
    time: '2018-02-19T23:14:23Z',
    goMod: 'module "github.com/rsc/vgotest1/v2" // root go.mod\n',
  },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/v2', query: 'v2.0.3', refused: true },
  { module: 'vcs-test.golang.org/hg/vgotest1.hg/v2', query: 'v2.0.4', refused: true },
  {
    module: 'vcs-test.golang.org/hg/vgotest1.hg/v2',
    query: 'v2.0.5',
    version: 'v2.0.5',
    hash: '879ea98f7743c8eff54f59a918f3a24123d1cf46',
    time: '2018-02-20T00:03:59Z',
    goMod: 'module "github.com/rsc/vgotest1/v2" // v2/go.mod\n',
  },
]

/** A module and the versions that begin with a prefix. Source: the same, codeRepoVersionsTests */
export const codeRepoVersions: readonly (readonly [
  module: string,
  prefix: string,
  versions: readonly string[],
])[] = [
  [
    'github.com/rsc/vgotest1',
    '',
    ['v0.0.0', 'v0.0.1', 'v1.0.0', 'v1.0.1', 'v1.0.2', 'v1.0.3', 'v1.1.0'],
  ],
  ['github.com/rsc/vgotest1', 'v1.0', ['v1.0.0', 'v1.0.1', 'v1.0.2', 'v1.0.3']],
  [
    'github.com/rsc/vgotest1/v2',
    '',
    ['v2.0.0', 'v2.0.1', 'v2.0.2', 'v2.0.3', 'v2.0.4', 'v2.0.5', 'v2.0.6'],
  ],
  ['vcs-test.golang.org/git/odd-tags.git', '', []],
]

/** A module and the version of its default branch; undefined when that has none. Source: the same, latestTests */
export const codeRepoLatest: readonly (readonly [module: string, version?: string])[] = [
  ['github.com/rsc/vgotest1'],
  ['github.com/rsc/vgotest1/v2'],
  ['github.com/rsc/vgotest1/subdir'],
  ['vcs-test.golang.org/git/commit-after-tag.git', 'v1.0.1-0.20190715211727-b325d8217783'],
  ['vcs-test.golang.org/git/no-tags.git', 'v0.0.0-20190715212047-e706ba1d9f6d'],
  ['vcs-test.golang.org/go/gitreposubdir', 'v1.2.3'],
  ['vcs-test.golang.org/go/gitreposubdirv2/v2', 'v2.0.0'],
]
