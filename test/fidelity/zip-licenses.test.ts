import type { CommitSpec } from '../forge/commit-spec.ts'
import type { Case, Expected } from './case.ts'
import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

/** A module in the folder `sub`. */
function inSub(at: string, about: string, commit: CommitSpec, expected: Expected = 'v1.0.0'): Case {
  const files = { 'sub/go.mod': goModOf(at, '1.21', '/sub'), 'sub/x.go': 'x\n', ...commit.files }
  const commits = [{ ...commit, files, tags: ['sub/v1.0.0'] }]
  return { at, about, commits, ask: { '/sub@v1.0.0': expected } }
}

sameAsGo('licences', [
  inSub('none', 'there is no LICENSE', {}),
  inSub('root', 'only the root has LICENSE', { files: { LICENSE: 'root\n' } }),
  inSub('both', 'the root and the module have LICENSE', {
    files: { LICENSE: 'root\n', 'sub/LICENSE': 'sub\n' },
  }),
  inSub('executable', 'the LICENSE of the root is executable', { executables: { LICENSE: 'l\n' } }),
  inSub('empty', 'the LICENSE of the root is empty', { files: { LICENSE: '' } }),
  inSub('root-link', 'the LICENSE of the root is a symbolic link', {
    files: { 'LICENSE.txt': 'real\n' },
    symlinks: { LICENSE: 'LICENSE.txt' },
  }),
  inSub('sub-link', 'the LICENSE of the module is a symbolic link', {
    files: { LICENSE: 'root\n' },
    symlinks: { 'sub/LICENSE': '../LICENSE' },
  }),
  inSub('root-folder', 'LICENSE is a folder of the root', { files: { 'LICENSE/MIT': 'mit\n' } }),
  inSub(
    'sub-folder',
    'LICENSE is a folder of the module and a file of the root',
    { files: { LICENSE: 'root\n', 'sub/LICENSE/MIT': 'mit\n' } },
    /entry|collision/,
  ),
  inSub(
    'other-case',
    'the module has License and the root LICENSE',
    { files: { LICENSE: 'root\n', 'sub/License': 'sub\n' } },
    /collision/,
  ),
  inSub('root-case', 'the root has License only', { files: { License: 'root\n' } }),
  inSub('similar', 'the root has files with similar names', {
    files: { 'LICENSE.md': 'm\n', LICENCE: 'c\n', COPYING: 'c\n' },
  }),
  inSub('deep', 'a folder of the module has LICENSE', {
    files: { LICENSE: 'root\n', 'sub/deep/LICENSE': 'deep\n' },
  }),
  inSub('submodule', 'LICENSE is a git submodule of the root', {
    submodules: { LICENSE: '1'.repeat(40) },
  }),
  inSub('sub-submodule', 'LICENSE is a git submodule of the module', {
    files: { LICENSE: 'root\n' },
    submodules: { 'sub/LICENSE': '1'.repeat(40) },
  }),
  inSub('converted', 'the LICENSE of the root has attributes', {
    files: { '.gitattributes': 'LICENSE text eol=crlf\n', LICENSE: 'l\n' },
  }),
  {
    about: 'the module lies in the folder v2',
    at: 'major',
    commits: [
      {
        files: {
          LICENSE: 'l\n',
          'go.mod': goModOf('major'),
          'v2/go.mod': goModOf('major', '', '/v2'),
        },
        tags: ['v2.0.0'],
      },
    ],
    ask: { '/v2@v2.0.0': 'v2.0.0' },
  },
])
