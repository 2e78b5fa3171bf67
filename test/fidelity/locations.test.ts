import type { CommitSpec } from '../forge/commit-spec.ts'
import type { Case } from './case.ts'
import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

const place = (at: string, about: string, ask: Case['ask'], ...commits: CommitSpec[]): Case => ({
  at,
  about,
  commits,
  ask,
})

/** The go.mod at the root of a repository, as text. */
const rootMod = (text: string) => ({ 'go.mod': text })

sameAsGo('modules by where they lie', [
  place(
    'root',
    'the module is the root',
    {
      'v1.0.0': 'v1.0.0',
      '/v2@v2.0.0': /go\.mod has non-\.\.\.\/v2 module path/,
      '/sub@v1.0.0': /unknown revision/,
    },
    { files: rootMod(goModOf('root')), tags: ['v1.0.0', 'v2.0.0'] },
  ),
  place(
    'branch-style',
    'the root declares /v2',
    {
      '/v2@v2.0.0': 'v2.0.0',
      'v2.0.0': /post-v2 module path/,
      'v1.0.0': 'v1.0.0',
      'v1.0.1': /post-v1 module path/,
    },
    { files: rootMod(goModOf('branch-style')), tags: ['v1.0.0'] },
    { files: rootMod(goModOf('branch-style', '', '/v2')), tags: ['v2.0.0', 'v1.0.1'] },
  ),
  place(
    'folder-style',
    'the folder v2 declares /v2',
    {
      '/v2@v2.0.0': 'v2.0.0',
      'v1.0.0': 'v1.0.0',
      'v2.0.0': /must match major version/,
      '/v3@v3.0.0': /has non-\.\.\.\/v3 module path/,
    },
    {
      files: {
        'go.mod': goModOf('folder-style'),
        'v2/go.mod': goModOf('folder-style', '', '/v2'),
        'v2/x.go': 'x\n',
        'x.go': 'x\n',
      },
      tags: ['v1.0.0', 'v2.0.0', 'v3.0.0'],
    },
  ),
  place(
    'both-styles',
    'the root and the folder v2 both declare /v2',
    { '/v2@v2.0.0': /both have/ },
    {
      files: {
        'go.mod': goModOf('both-styles', '', '/v2'),
        'v2/go.mod': goModOf('both-styles', '', '/v2'),
      },
      tags: ['v2.0.0'],
    },
  ),
  place(
    'neither-style',
    'nothing declares /v2',
    {
      '/v2@v2.0.0': /missing .*go\.mod and .*\/v2\/go\.mod/,
      'v2.0.0+incompatible': 'v2.0.0+incompatible',
    },
    { files: { 'a.go': 'a\n' }, tags: ['v2.0.0'] },
  ),
  place(
    'folder-wrong',
    'the folder v2 declares no or another major version',
    {
      '/v2@v2.0.0': /has non-\.\.\.\/v2 module path/,
      '/v2@v2.0.1': /missing module path/,
      '/v2@v2.0.2': /has non-\.\.\.\/v2 module path/,
    },
    { files: { 'v2/go.mod': goModOf('folder-wrong') }, tags: ['v2.0.0'] },
    { files: { 'v2/go.mod': 'go 1.21\n' }, tags: ['v2.0.1'] },
    {
      files: {
        'go.mod': goModOf('folder-wrong', '', '/v2'),
        'v2/go.mod': goModOf('folder-wrong', '', '/v3'),
      },
      tags: ['v2.0.2'],
    },
  ),
  place(
    'below',
    'modules lie in folders',
    {
      '/a/b@v1.2.3': 'v1.2.3',
      '/a/b@v1.2.4': /unknown revision/,
      '/a@v0.1.0': /missing .*go\.mod/,
      '/c/v2@v2.0.0': 'v2.0.0',
      '/d/v3@v3.0.0': 'v3.0.0',
      '/e@v2.0.0': /missing .*go\.mod/,
      '/e@v2.0.0+incompatible': /missing .*go\.mod/,
      '/c/v2@v2.1.0': /unknown revision/,
    },
    {
      files: {
        'a/b/go.mod': goModOf('below', '', '/a/b'),
        'c/go.mod': goModOf('below', '', '/c/v2'),
        'd/v3/go.mod': goModOf('below', '', '/d/v3'),
        'd/x.go': 'x\n',
        'e/x.go': 'x\n',
      },
      tags: ['a/b/v1.2.3', 'a/v0.1.0', 'c/v2.0.0', 'd/v3.0.0', 'e/v2.0.0', 'c/v2/v2.1.0', 'v1.2.4'],
    },
  ),
  place(
    'fork',
    'go.mod declares the path of another repository',
    { 'v1.0.0': 'v1.0.0', '/v2@v2.0.0': 'v2.0.0', '/v3@v3.0.0': 'v3.0.0' },
    { files: rootMod('module example.com/original\n'), tags: ['v1.0.0'] },
    { files: rootMod('module example.com/original/v2\n'), tags: ['v2.0.0'] },
    { files: rootMod('module gopkg.in/original.v3\n'), tags: ['v3.0.0'] },
  ),
  place(
    'gopkg-fork',
    'go.mod declares a gopkg.in path',
    { 'v1.0.0': 'v1.0.0', 'v3.0.0': /must match major version/, 'v0.1.0': 'v0.1.0' },
    { files: rootMod('module gopkg.in/original.v3\n'), tags: ['v1.0.0', 'v3.0.0', 'v0.1.0'] },
  ),
  place(
    'odd-lines',
    'the module line is odd',
    {
      'v1.0.0': /missing module path/,
      'v1.0.1': 'v1.0.1',
      'v1.0.2': /missing module path/,
      'v1.0.3': 'v1.0.3',
      'v1.0.4': /missing module path/,
      'v1.0.5': 'v1.0.5',
      'v1.0.6': /has malformed module path/,
      'v1.0.7': 'v1.0.7',
      'v1.0.8': 'v1.0.8',
      'v1.0.9': 'v1.0.9',
    },
    { files: rootMod('go 1.21\n'), tags: ['v1.0.0'] },
    { files: rootMod('module "github.com/acme/odd-lines"\n'), tags: ['v1.0.1'] },
    { files: rootMod('module (\n\tgithub.com/acme/odd-lines\n)\n'), tags: ['v1.0.8'] },
    { files: rootMod('module "github.com/acme\n'), tags: ['v1.0.2'] },
    {
      files: rootMod('// module x/v9\n\n\tmodule\tgithub.com/acme/odd-lines // y\n'),
      tags: ['v1.0.3'],
    },
    { files: rootMod(''), tags: ['v1.0.4'] },
    { files: rootMod('module `github.com/acme/odd-lines`\n'), tags: ['v1.0.5'] },
    { files: rootMod('module github.com/acme/odd-lines/v1\n'), tags: ['v1.0.6'] },
    { files: rootMod('go 1.21\nmodulex y\nmodule github.com/acme/odd-lines'), tags: ['v1.0.7'] },
    { files: rootMod('module github.com/acme/odd-lines garbage\n'), tags: ['v1.0.9'] },
  ),
  place(
    'not-major',
    'folders look like major versions',
    {
      '/v1@v1.0.0': /malformed module path/,
      '/v0@v0.1.0': /malformed module path/,
      '/v02@v0.1.0': /malformed module path/,
      '/v2/sub@v0.1.0': 'v0.1.0',
      '/v2x@v0.1.0': 'v0.1.0',
    },
    {
      files: {
        'v1/go.mod': goModOf('not-major', '', '/v1'),
        'v02/go.mod': goModOf('not-major', '', '/v02'),
        'v2/sub/go.mod': goModOf('not-major', '', '/v2/sub'),
        'v2x/go.mod': goModOf('not-major', '', '/v2x'),
      },
      tags: ['v1/v1.0.0', 'v0/v0.1.0', 'v02/v0.1.0', 'v2/sub/v0.1.0', 'v2x/v0.1.0'],
    },
  ),
  place(
    'Upper-Case',
    'the path has upper-case letters',
    { 'v1.0.0': 'v1.0.0', '/Sub@v1.0.0': 'v1.0.0' },
    {
      files: { 'go.mod': goModOf('Upper-Case'), 'Sub/go.mod': goModOf('Upper-Case', '', '/Sub') },
      tags: ['v1.0.0', 'Sub/v1.0.0'],
    },
  ),
])
