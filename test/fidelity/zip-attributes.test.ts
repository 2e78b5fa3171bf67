import { sameAsGo } from './fidelity.ts'
import { gathered, goModOf, tree } from './tree.ts'

const lines = (...all: string[]) => `${all.join('\n')}\n`
const utf16 = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])

/** One file with one attribute line for it. */
const attribute = (at: string, attributes: string, content: string | Uint8Array) =>
  tree(at, `attributes are "${attributes}"`, {
    files: { '.gitattributes': lines(`f.txt ${attributes}`), 'f.txt': content },
  })

sameAsGo('files with git attributes', [
  gathered('attributes', [
    attribute('eol-crlf', 'text eol=crlf', 'a\nb\r\nc'),
    attribute('eol-lf', 'text eol=lf', 'a\r\nb\n'),
    attribute('auto', 'text=auto', 'a\r\nb\n'),
    attribute('auto-binary', 'text=auto eol=crlf', 'a\n\0b\n'),
    attribute('text', 'text', 'a\r\nb\n'),
    attribute('binary', 'binary', 'a\r\n$Id$\n'),
    attribute('ident', 'ident', '$Id$ $Id: old$ $Id: a b c$ $Idx$\n$Id\n$'),
    attribute('utf16', 'working-tree-encoding=UTF-16LE-BOM', 'hé\n'),
    attribute('utf16-raw', 'working-tree-encoding=UTF-16LE-BOM', utf16('hé\n')),
    attribute('latin1', 'working-tree-encoding=ISO-8859-1', 'hé\n'),
    attribute('latin1-no', 'working-tree-encoding=ISO-8859-1', '中\n'),
    attribute('unknown-encoding', 'working-tree-encoding=NO-SUCH', 'a\n'),
    attribute('subst', 'export-subst', '$Format:%H %an$\n'),
    attribute('ignore', 'export-ignore', 'kept\n'),
    attribute(
      'lfs',
      'filter=lfs diff=lfs merge=lfs -text',
      'version https://git-lfs.github.com/spec/v1\n',
    ),
    attribute('all', 'text eol=crlf ident export-subst export-ignore', '$Id$\n$Format:%h$\n'),
    tree('macro', 'attributes are given by a macro', {
      files: { '.gitattributes': lines('[attr]win text eol=crlf', '*.bat win'), 'a.bat': 'a\nb\n' },
    }),
    tree('below', 'attributes lie in folders', {
      files: {
        '.gitattributes': '*.txt text eol=crlf\n',
        'a/.gitattributes': '*.txt -text\n',
        'a/x.txt': 'a\n',
        'a/b/.gitattributes': 'x.txt text eol=crlf\n',
        'a/b/x.txt': 'a\n',
        'b/x.txt': 'a\n',
      },
    }),
    tree('link', 'the attributes are a symbolic link', {
      files: { attributes: '*.txt text eol=crlf\n', 'x.txt': 'a\n' },
      symlinks: { '.gitattributes': 'attributes' },
    }),
    tree('folder-ignored', 'folders are ignored on export', {
      files: { '.gitattributes': 'docs/ export-ignore\ndocs export-ignore\n', 'docs/x.md': 'x\n' },
    }),
    tree('go-mod', 'go.mod gets other line ends', {
      files: { '.gitattributes': '*.mod text eol=crlf\n' },
    }),
    tree('go-mod-crlf', 'go.mod loses its CR', {
      files: {
        '.gitattributes': '*.mod text eol=lf\n',
        'go.mod': goModOf('go-mod-crlf').replaceAll('\n', '\r\n'),
      },
    }),
    tree('itself', 'the attributes apply to themselves', {
      files: { '.gitattributes': '* text eol=crlf\n', LICENSE: 'l\n' },
    }),
  ]),
  {
    about: 'attributes lie above the module',
    at: 'above',
    commits: [
      {
        files: {
          '.gitattributes': '*.txt text eol=crlf\nsub/y.txt -text\nLICENSE text eol=crlf\n',
          LICENSE: 'l\n',
          'sub/go.mod': goModOf('above', '', '/sub'),
          'sub/x.txt': 'a\n',
          'sub/y.txt': 'a\n',
          'own/.gitattributes': '* -text\n',
          'own/go.mod': goModOf('above', '', '/own'),
          'own/x.txt': 'a\n',
        },
        tags: ['sub/v1.0.0', 'own/v1.0.0'],
      },
    ],
    ask: { '/sub@v1.0.0': 'v1.0.0', '/own@v1.0.0': 'v1.0.0' },
  },
])
