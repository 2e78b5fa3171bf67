import { sameAsGo } from './fidelity.ts'
import { gathered, tree } from './tree.ts'

const vendored = {
  'vendor/modules.txt': 'm\n',
  'vendor/z.go': 'z\n',
  'vendor/a/b/c.go': 'c\n',
  'pkg/vendor/v.go': 'v\n',
  'pkg/vendor/q/q.go': 'q\n',
  'pkg/vendor/modules.txt': 'm\n',
  'x/vendor/y/vendor/f.go': 'f\n',
  'x/vendor/vendor/f.go': 'f\n',
  'vendored/a.go': 'a\n',
}

const withGoMod = (at: string, about: string, rest: string) =>
  tree(at, about, { files: { 'go.mod': `module github.com/acme/${at}\n${rest}`, ...vendored } })

sameAsGo('vendored packages', [
  gathered('vendored', [
    withGoMod('go119', 'go.mod says go 1.19', '\ngo 1.19\n'),
    withGoMod('go123', 'go.mod says go 1.23.9', '\ngo 1.23.9\n'),
    withGoMod('go124', 'go.mod says go 1.24', '\ngo 1.24\n'),
    withGoMod('go124rc', 'go.mod says go 1.24rc1', '\ngo 1.24rc1\n'),
    withGoMod('go124tail', 'go.mod says go 1.24 with a tail', '\ngo 1.24-foo\n'),
    withGoMod('no-go', 'go.mod has no go line', ''),
    withGoMod('bad-go', 'the go line cannot be read', '\ngo one\n'),
    withGoMod('broken', 'a block of go.mod is not closed', '\ngo 1.24\nrequire (\n'),
    withGoMod('bad-require', 'a require line is wrong', '\ngo 1.24\nrequire x v1\n'),
    withGoMod('unknown', 'go.mod has an unknown directive', '\ngo 1.24\nfuture thing\n'),
    withGoMod('block', 'the go line stands in a block', '\ngo (\n\t1.24\n)\n'),
    withGoMod('quoted', 'the Go version is quoted', '\ngo "1.24"\n'),
    withGoMod('twice', 'go.mod has two go lines', '\ngo 1.24\ngo 1.19\n'),
    withGoMod('comment', 'the go line has a comment', '\ngo 1.24 // newer\n'),
    tree('legacy', 'there is no go.mod', { files: vendored, fresh: true }),
    tree('only', 'everything but go.mod is vendored', { files: { 'vendor/a/b.go': 'b\n' } }),
    tree('bad-name', 'vendored files have bad names', {
      files: { 'vendor/a/aux.go': 'b\n', 'vendor/a/x:y': 'b\n', 'vendor/A/x.go': 'b\n' },
    }),
    tree('upper', 'folders are called vendor in other letters', {
      files: { 'Vendor/a/b.go': 'b\n', 'VENDOR.md': 'b\n', 'x/Vendor/a/b.go': 'b\n' },
    }),
    tree(
      'bad-root',
      'a file right in vendor has a bad name',
      { files: { 'vendor/x:y': 'b\n' } },
      /malformed file path/,
    ),
  ]),
])
