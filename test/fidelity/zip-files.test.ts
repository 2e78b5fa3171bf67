import { sameAsGo } from './fidelity.ts'
import { gathered, goModOf, tree } from './tree.ts'

/** Bytes that do not compress, the same each time. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) >> 8)
}

sameAsGo('files of all kinds', [
  gathered('files', [
    tree('plain', 'there are folders and files', { files: { 'a.go': 'a\n', 'b/c/d.go': 'd\n' } }),
    tree('modes', 'files are executable', {
      executables: { run: '#!/bin/sh\n', 'bin/go.mod.sh': 'x' },
    }),
    tree('empty-files', 'files are empty', { files: { empty: '', 'a/empty': '', 'a/.keep': '' } }),
    tree('only-mod', 'there is nothing but go.mod', {}),
    tree('binary', 'files have any bytes', {
      files: { bytes: Uint8Array.from({ length: 256 }, (_, index) => index), bom: '\ufeffx' },
    }),
    tree('no-newline', 'files have no or odd line ends', {
      files: { a: 'a', b: 'b\r', c: '\n\r\n' },
    }),
    tree('large', 'a file has megabytes', {
      files: { noise: noise(3 << 20), zeros: new Uint8Array(5 << 20) },
    }),
    tree('links', 'there are symbolic links', {
      files: { a: 'a\n' },
      symlinks: { b: 'a', c: 'nowhere', 'd/e': '../a', f: '/etc/passwd', g: 'd' },
    }),
    tree('only-links', 'there are only symbolic links', {
      fresh: true,
      symlinks: { a: 'b', b: 'a' },
    }),
    tree('hg', 'there are files of Mercurial', {
      files: { '.hg_archival.txt': 'repo\n', 'a/.hg_archival.txt': 'x\n', '.hgtags': 't\n' },
    }),
    tree('hg-case', 'a file is nearly one of Mercurial', {
      files: { '.HG_archival.txt': 'repo\n' },
    }),
    tree('empty', 'the repository has an empty tree', { fresh: true }),
    tree('legacy', 'there is no go.mod', { fresh: true, files: { 'a.go': 'package a\n' } }),
    tree(
      'mod-link',
      'go.mod is a symbolic link',
      { symlinks: { 'go.mod': 'other.mod' } },
      /missing module path/,
    ),
    tree('mod-executable', 'go.mod is executable', {
      fresh: true,
      executables: { 'go.mod': goModOf('mod-executable') },
    }),
    tree('mod-crlf', 'go.mod has CRLF', {
      files: { 'go.mod': goModOf('mod-crlf').replaceAll('\n', '\r\n') },
    }),
    tree(
      'mod-bom',
      'go.mod begins with a byte order mark',
      { files: { 'go.mod': `\ufeff${goModOf('mod-bom')}` } },
      /missing module path/,
    ),
    tree('mod-latin1', 'go.mod is not UTF-8', {
      files: {
        'go.mod': Buffer.concat([
          Buffer.from(goModOf('mod-latin1')),
          Buffer.from('// é\n', 'latin1'),
        ]),
      },
    }),
    tree(
      'too-new',
      'go.mod asks for a Go of the future',
      { files: { 'go.mod': goModOf('too-new', '1.99') } },
      /requires go >= 1\.99/,
    ),
    tree('too-new-tail', 'go.mod asks for a Go that is none', {
      files: { 'go.mod': goModOf('too-new-tail', '1.99-x') },
    }),
    tree('too-new-block', 'the go line of the future stands in a block', {
      files: { 'go.mod': `${goModOf('too-new-block', '')}go (\n\t1.99\n)\n` },
    }),
    tree(
      'too-new-text',
      'a line of a comment begins with go',
      {
        files: { 'go.mod': `${goModOf('too-new-text', '')}// x\n/*\ngo 1.99\n*/\n` },
      },
      /requires go >= 1\.99/,
    ),
  ]),
])
