import { sameAsGo } from './fidelity.ts'
import { gathered, tree } from './tree.ts'

const clash = (at: string, about: string, one: string, other: string) =>
  tree(at, about, { files: { [one]: '1\n', [other]: '2\n' } }, /collision|multiple entries/)

const apart = (at: string, about: string, one: string, other: string) =>
  tree(at, about, { files: { [one]: '1\n', [other]: '2\n' } })

sameAsGo('names that collide', [
  gathered('collisions', [
    clash('case', 'two files differ in case', 'a.go', 'A.go'),
    clash('folders', 'two folders differ in case', 'dir/x', 'Dir/y'),
    clash('deep', 'two folders differ in case deep down', 'a/b/c/x', 'a/B/d/y'),
    clash('file-folder', 'a file and a folder differ in case', 'x', 'X/y'),
    clash('kelvin', 'one name has the Kelvin sign', 'k', '\u212a'),
    clash('long-s', 'one name has the long s', 's', 'ſ'),
    clash('sigma', 'two names differ in the final sigma', 'ς', 'σ'),
    clash('sharp-s', 'two names differ in the sharp s', 'ß', 'ẞ'),
    clash('titlecase', 'a name is in title case', 'ǆ', 'ǅ'),
    clash('astral', 'letters beyond 16 bits differ in case', '𐐀', '𐐨'),
    clash('cherokee', 'Cherokee letters differ in case', 'Ꭰ', 'ꭰ'),
    apart('dotless', 'names differ in the dot of i', 'i', 'ı'),
    apart('dotted', 'names differ in the dot of I', 'i', 'İ'),
    apart('expanding', 'names differ by full folding only', 'ß', 'ss'),
    apart('composed', 'letters are alike to the eye', 'A', 'Α'),
    apart('similar', 'folders have similar names', 'dir/x', 'dir.d/X'),
    tree(
      'link',
      'a symbolic link and a file differ in case',
      { files: { readme: 'x' }, symlinks: { README: 'readme' } },
      /collision/,
    ),
    tree('submodule', 'a git submodule and a file differ in case', {
      files: { sub: 'x' },
      submodules: { SUB: '1'.repeat(40) },
    }),
    tree('omitted', 'one of two alike is in a nested module', {
      files: { 'A/go.mod': 'module a\n', 'A/x': 'x\n', 'a/x': 'x\n' },
    }),
    tree(
      'twice',
      'a tree names a file twice',
      {
        rawTree: [
          { mode: '100644', name: 'a', content: '1' },
          { mode: '100644', name: 'a', content: '2' },
        ],
      },
      /multiple entries/,
    ),
    tree('link-and-file', 'a tree names a link and then a file alike', {
      rawTree: [
        { mode: '120000', name: 'a', content: 'b' },
        { mode: '100644', name: 'a', content: '2' },
      ],
    }),
    tree(
      'file-and-link',
      'a tree names a file and then a link alike',
      {
        rawTree: [
          { mode: '100644', name: 'a', content: '1' },
          { mode: '120000', name: 'a', content: 'b' },
        ],
      },
      /multiple entries/,
    ),
    tree(
      'file-and-folder',
      'a tree names a file and a folder alike',
      {
        rawTree: [
          { mode: '100644', name: 'a', content: '1' },
          { mode: '40000', name: 'a', content: [{ mode: '100644', name: 'b', content: '2' }] },
        ],
      },
      /entry|collision/,
    ),
    tree('slash', 'a name in a tree has a slash', {
      rawTree: [{ mode: '100644', name: 'a/b', content: '1' }],
    }),
    tree(
      'dot',
      'a name in a tree is a dot',
      {
        rawTree: [
          { mode: '40000', name: '.', content: [{ mode: '100644', name: 'b', content: '2' }] },
        ],
      },
      /invalid path/,
    ),
    tree(
      'dot-dot',
      'a name in a tree leads out of it',
      {
        rawTree: [
          { mode: '40000', name: '..', content: [{ mode: '100644', name: 'b', content: '2' }] },
        ],
      },
      /invalid path/,
    ),
    tree(
      'dot-git',
      'a folder in a tree is called .git',
      {
        rawTree: [
          { mode: '40000', name: '.git', content: [{ mode: '100644', name: 'b', content: '2' }] },
        ],
      },
      /invalid path/,
    ),
    tree('unsorted', 'a tree is not sorted', {
      rawTree: [
        { mode: '100644', name: 'b', content: '1' },
        { mode: '100644', name: 'a', content: '2' },
      ],
    }),
    tree('modes', 'a tree has modes that git no longer writes', {
      rawTree: [
        { mode: '100664', name: 'a', content: '1' },
        { mode: '100600', name: 'b', content: '2' },
        { mode: '040000', name: 'c', content: [{ mode: '100777', name: 'd', content: '3' }] },
      ],
    }),
  ]),
])
