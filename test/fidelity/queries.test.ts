import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

const files = (at: string) => ({ 'go.mod': goModOf(at), 'a.go': 'package a\n' })
const many = (at: string, retract: string) => ({ 'go.mod': `${goModOf(at)}\nretract ${retract}\n` })

sameAsGo('queries', [
  {
    about: 'there are no tags',
    at: 'untagged',
    commits: [
      { files: files('untagged') },
      { files: { b: 'b' } },
      { files: { c: 'c' }, branch: 'dev', from: 'main' },
    ],
    ask: {
      latest: 'v0.0.0-20200102030505-{1}',
      main: 'v0.0.0-20200102030505-{1}',
      HEAD: 'v0.0.0-20200102030505-{1}',
      '{0:7}': 'v0.0.0-20200102030405-{0}',
      '{0:40}': 'v0.0.0-20200102030405-{0}',
      '{1:9}': 'v0.0.0-20200102030505-{1}',
      '{0:6}': /unknown revision/,
      nope: /unknown revision/,
      '0123456789': /unknown revision/,
      'refs/heads/main': /unknown revision/,
      'v0.0.0': /unknown revision/,
      v1: /no matching versions/,
      '/sub@latest': /no matching versions/,
    },
  },
  {
    about: 'commits lie around tags',
    at: 'around',
    commits: [
      { files: files('around'), tags: ['v1.0.0'] },
      { files: { b: 'b' }, tags: ['stable', 'v1.1.0'] },
      { files: { c: 'c' } },
      { files: { d: 'd' }, branch: 'old', from: 0 },
    ],
    ask: {
      main: 'v1.1.1-0.20200102030605-{2}',
      latest: 'v1.1.0',
      stable: 'v1.1.0',
      old: 'v1.0.1-0.20200102030705-{3}',
      '{1:12}': 'v1.1.0',
      '{2:8}': 'v1.1.1-0.20200102030605-{2}',
      '>v1.1.0': /no matching versions/,
    },
  },
  {
    about: 'a branch and a tag have one name',
    at: 'ambiguous',
    commits: [
      { files: files('ambiguous') },
      { files: { b: 'b' }, tags: ['dev'] },
      { files: { c: 'c' }, branch: 'dev', from: 'main' },
      { files: { d: 'd' }, branch: 'deadbeef', from: 'main' },
      { files: { e: 'e' }, branch: 'feature/x', from: 'main' },
    ],
    ask: {
      dev: 'v0.0.0-20200102030505-{1}',
      deadbeef: 'v0.0.0-20200102030705-{3}',
      'feature/x': 'v0.0.0-20200102030805-{4}',
    },
  },
  {
    about: 'versions are retracted',
    at: 'retracted',
    commits: [
      { files: files('retracted'), tags: ['v1.0.0', 'v1.0.1'] },
      { files: many('retracted', '[v1.0.1, v1.1.9]'), tags: ['v1.1.0'] },
      { files: { c: 'c' }, tags: ['v1.2.0-pre'] },
      {
        files: many('retracted', '(\n\tv1.3.0 // itself\n\t[v1.0.1, v1.1.9]\n)'),
        tags: ['v1.3.0'],
      },
      { files: { e: 'e' } },
    ],
    ask: {
      latest: 'v1.0.0',
      'v1.3.0': 'v1.3.0',
      'v1.1.0': 'v1.1.0',
      main: 'v1.2.0-pre.0.20200102030805-{4}',
      '{1}': 'v1.0.1-0.20200102030505-{1}',
      '{3}': 'v1.2.0-pre.0.20200102030705-{3}',
      '{0}': 'v1.0.0',
    },
  },
  {
    about: 'all versions are retracted',
    at: 'all-retracted',
    commits: [
      { files: files('all-retracted'), tags: ['v1.0.0'] },
      { files: many('all-retracted', '[v0.0.0, v1.9.9]'), tags: ['v1.0.1'] },
    ],
    ask: { latest: 'v0.0.0-20200102030505-{1}', 'v1.0.1': 'v1.0.1' },
  },
  {
    about: 'all but a prerelease are retracted',
    at: 'pre-left',
    commits: [
      { files: files('pre-left'), tags: ['v0.9.0-rc.1', 'v1.1.0-rc.1'] },
      { files: many('pre-left', 'v1.0.0'), tags: ['v1.0.0'] },
    ],
    ask: { latest: 'v1.1.0-rc.1' },
  },
  {
    about: 'HEAD names no branch',
    at: 'no-head',
    commits: [{ files: files('no-head'), branch: 'dev' }],
    ask: {
      latest: /no matching versions/,
      HEAD: /unknown revision/,
      dev: 'v0.0.0-20200102030405-{0}',
    },
  },
  {
    about: 'the repository is empty',
    at: 'no-commits',
    commits: [],
    ask: { latest: /no matching versions/, main: /unknown revision/, 'v1.0.0': /unknown revision/ },
  },
  {
    about: 'the default branch is not main',
    at: 'trunk',
    commits: [
      { files: files('trunk'), branch: 'trunk' },
      { files: { b: 'b' }, branch: 'other', from: 'trunk' },
    ],
    options: { defaultBranch: 'trunk' },
    ask: { latest: 'v0.0.0-20200102030405-{0}', HEAD: 'v0.0.0-20200102030405-{0}' },
  },
  {
    about: 'histories are merged',
    at: 'merged',
    commits: [
      { files: files('merged'), tags: ['v1.0.0'] },
      { files: { b: 'b' }, branch: 'side', from: 0, tags: ['v1.5.0'] },
      { files: { c: 'c' }, branch: 'main' },
      { files: { d: 'd' }, branch: 'main', merge: ['side'] },
    ],
    ask: {
      main: 'v1.5.1-0.20200102030705-{3}',
      '{2}': 'v1.0.1-0.20200102030605-{2}',
      latest: 'v1.5.0',
    },
  },
])
