import type { CommitSpec } from './commit-spec.ts'
import type { Forge } from './forge.ts'
import { repository } from './repository.ts'

/** What `go mod download -json` says of a module, where it is known. */
export interface Vector {
  /** `module@version`. */
  readonly module: string
  readonly sum?: string
  readonly goModSum?: string
  /** A part of the error, for a module that must not resolve. */
  readonly error?: RegExp
}

/**
 * Modules whose sums depend on how git writes an archive: line ends, `$Id$`, encodings, `export-*` attributes,
 * licences from the root, symbolic links, vendored folders, a missing go.mod. Sums are the go command's own.
 */
export const vectors: readonly Vector[] = [
  {
    module: 'github.com/acme/attrs@v1.0.0',
    sum: 'h1:c/Y/B0fqIZEFusOtfCJa4bXkfFOhu+85x/LdH9ybqPc=',
  },
  {
    module: 'github.com/acme/lic@v1.0.0',
    sum: 'h1:kKXg1XQDbZgtfQ9hZr9Xv/lVcAOGCGqVl2fowyhyRm0=',
  },
  {
    module: 'github.com/acme/lic/sub@v1.0.0',
    sum: 'h1:WPQuti7TmvKHHtPmJBQi133hyxMRBhwNoF0JFr37puo=',
  },
  {
    module: 'github.com/acme/lic/sub3@v1.0.0',
    sum: 'h1:ZRaIC7x7YvwPp8nj6eU101EpFseOpsEUvio5JkVe20o=',
  },
  {
    module: 'github.com/acme/crlfmod/sub@v1.0.0',
    sum: 'h1:AwVgTjVABRje1Z2c95hdhFilXOr2FBDtDiN7CIUKaeg=',
    goModSum: 'h1:A8wBiJzGjHvH6iMpOl0JCxBf9Zy7H07QF5r3td9ImUQ=',
  },
  {
    module: 'github.com/acme/nest@v1.0.0',
    sum: 'h1:f8VS5nwCHTg+jIYOlaV3+oA37QSX8nwgITe3AXYwEvc=',
  },
  {
    module: 'github.com/acme/legacy@v1.0.0',
    sum: 'h1:HIwa6dSpNVt0n3mT9I8bwqIRRKghKJ1I/xLi9jtpkJQ=',
    goModSum: 'h1:MKNqFVY0UwScbF29FvXhdt2J4+5aoW+3+0nCjSqm43Y=',
  },
  {
    module: 'github.com/acme/legacy@v2.0.0+incompatible',
    sum: 'h1:uFMG5Uz2ZD/FlaGDomuzTGDPEpWAkD2MaSkTHFNE04Y=',
  },
  { module: 'github.com/acme/legacy/v2@v2.0.0', error: /missing .*go\.mod and .*\/v2\/go\.mod/ },
]

const attributes = [
  '*.bat text eol=crlf',
  'id.txt ident',
  'u16.txt working-tree-encoding=UTF-16LE-BOM',
  'subst.txt export-subst',
  'hidden.txt export-ignore',
  '',
].join('\n')

const repositories: Readonly<Record<string, CommitSpec>> = {
  attrs: {
    files: {
      '.gitattributes': attributes,
      'go.mod': 'module github.com/acme/attrs\n\ngo 1.19\n',
      'run.bat': 'a\nb\n',
      'id.txt': '$Id$\n',
      'u16.txt': 'hi\n',
      'subst.txt': '$Format:%H$\n',
      'hidden.txt': 'hid\n',
    },
    tags: ['v1.0.0'],
  },
  lic: {
    files: {
      'LICENSE.txt': 'real\n',
      'sub/go.mod': 'module github.com/acme/lic/sub\n',
      'sub/x.go': 'x\n',
      'sub/deep/y.go': 'y\n',
      'sub3/go.mod': 'module github.com/acme/lic/sub3\n',
    },
    symlinks: {
      LICENSE: 'LICENSE.txt',
      'sub/deep/go.mod': '../../LICENSE.txt',
      'sub3/LICENSE': '../LICENSE.txt',
    },
    tags: ['v1.0.0', 'sub/v1.0.0', 'sub3/v1.0.0'],
  },
  crlfmod: {
    files: {
      '.gitattributes': '*.mod text eol=crlf\nLICENSE text eol=crlf\n',
      'sub/go.mod': 'module github.com/acme/crlfmod/sub\n',
      LICENSE: 'l\n',
    },
    tags: ['sub/v1.0.0'],
  },
  nest: {
    files: {
      'go.mod': 'module github.com/acme/nest\n\ngo 1.19\n',
      'vendor/modules.txt': 'm\n',
      'vendor/z.go': 'z\n',
      'vendor/a/b/c.go': 'v\n',
      'pkg/vendor/v.go': 'p\n',
      'pkg/vendor/q/q.go': 'q\n',
      'cap/GO.MOD': 'M\n',
      'cap/c.go': 'c\n',
    },
    tags: ['v1.0.0'],
  },
  legacy: { files: { 'l.go': 'package legacy\n' }, tags: ['v1.0.0', 'v2.0.0'] },
}

/** Makes the repositories of the {@link vectors}: `github.com/acme/` attrs, lic, crlfmod, nest, legacy. */
export async function plantVectors(forge: Forge): Promise<void> {
  const all = Object.entries(repositories)
  await Promise.all(all.map(([name, spec]) => repository(forge, `github.com/acme/${name}`, [spec])))
}
