import { sameAsGo } from './fidelity.ts'
import { gathered, goModOf, tree } from './tree.ts'

sameAsGo('nested modules', [
  gathered('nested', [
    tree('folders', 'folders have a go.mod', {
      files: { 'a/go.mod': 'module a\n', 'a/a.go': 'a\n', 'a/b/c.go': 'c\n', 'ab/c.go': 'c\n' },
    }),
    tree('case', 'folders have a go.mod in other letters', {
      files: { 'b/GO.MOD': 'module b\n', 'b/b.go': 'b\n', 'c/Go.Mod': '', 'c/d/d.go': 'd\n' },
    }),
    tree('kelvin', 'a nested file is nearly called go.mod', {
      files: { 'b/go.mod2': 'module b\n', 'b/b.go': 'b\n', 'c/xgo.mod': '', 'c/d.go': 'd\n' },
    }),
    tree('link', 'a nested go.mod is a symbolic link', {
      files: { 'd/d.go': 'd\n' },
      symlinks: { 'd/go.mod': '../go.mod' },
    }),
    tree('folder', 'a folder is called go.mod', {
      files: { 'e/go.mod/e.go': 'e\n', 'e/e.go': 'e\n' },
    }),
    tree('bad-name', 'a nested module has bad names', {
      files: {
        'n/go.mod': 'module n\n',
        'n/con': 'c\n',
        'n/a:b': 'c\n',
        'n/A': 'c\n',
        'n/a': 'd\n',
      },
    }),
    tree('work', 'there are go.work and go.sum files', {
      files: { 'go.work': 'go 1.21\n', 'go.sum': '', 'a/go.work': 'go 1.21\n', 'a/go.sum': 'x\n' },
    }),
    tree(
      'beside',
      'the root has Go.mod beside go.mod',
      { files: { 'Go.mod': 'x\n' } },
      /must have lowercase names/,
    ),
    tree(
      'upper',
      'the root has GO.MOD only',
      { files: { 'GO.MOD': goModOf('upper') }, fresh: true },
      /must have lowercase names/,
    ),
    tree('submodule', 'there are git submodules', {
      files: { '.gitmodules': '[submodule "s"]\n\tpath = s\n\turl = ../s\n', 'a.go': 'a\n' },
      submodules: { s: '1'.repeat(40), 'deep/t': '2'.repeat(40) },
    }),
    tree('submodule-mod', 'a git submodule is called go.mod', {
      files: { 'f/f.go': 'f\n' },
      submodules: { 'f/go.mod': '1'.repeat(40) },
    }),
    tree('submodule-name', 'a git submodule has a bad name', {
      submodules: { 'x:y': '1'.repeat(40), AUX: '1'.repeat(40) },
    }),
  ]),
  {
    about: 'modules lie in modules',
    at: 'deep',
    commits: [
      {
        files: {
          'go.mod': goModOf('deep'),
          'a/go.mod': goModOf('deep', '', '/a'),
          'a/a.go': 'a\n',
          'a/b/go.mod': goModOf('deep', '1.24', '/a/b'),
          'a/b/b.go': 'b\n',
          'a/b/vendor/modules.txt': 'm\n',
          'a/v2/x.go': 'x\n',
        },
        tags: ['v1.0.0', 'a/v1.0.0', 'a/b/v1.0.0'],
      },
    ],
    ask: {
      'v1.0.0': 'v1.0.0',
      '/a@v1.0.0': 'v1.0.0',
      '/a/b@v1.0.0': 'v1.0.0',
      '/a/v2@v1.0.0': /major version|invalid/,
      '/a/c@v1.0.0': /unknown revision/,
    },
  },
])
