import { goImport } from '../forge/pages.ts'
import type { CommitSpec } from '../forge/commit-spec.ts'
import type { Case } from './case.ts'
import { sameAsGo } from './fidelity.ts'

/** A repository at gopkg.in, with the page that gopkg.in would show. */
const gopkg = (
  name: string,
  about: string,
  ask: Case['ask'],
  ...commits: readonly CommitSpec[]
): Case => ({
  about,
  at: `gopkg.in/${name}`,
  commits,
  arrange: (_, forge) => {
    const root = `gopkg.in/${name}`
    forge.pages.set(root, goImport(root, 'git', `https://${root}`))
  },
  ask,
})

const code = { 'a.go': 'package a\n' }

sameAsGo('modules of gopkg.in', [
  gopkg(
    'old.v1',
    'there is no go.mod',
    {
      'v1.0.0': 'v1.0.0',
      latest: 'v1.0.1',
      'v2.0.0': /major version must match/,
      'v0.1.0': /major version must match/,
      main: 'v1.0.2-0.20200102030505-{1}',
      'v0.0.0-20200102030505-{1}': 'v0.0.0-20200102030505-{1}',
      'v1.0.0-20200102030505-{1}': 'v1.0.0-20200102030505-{1}',
    },
    { files: code, tags: ['v0.1.0', 'v1.0.0', 'v1.0.1', 'v2.0.0'] },
    { files: { b: 'b' } },
  ),
  gopkg(
    'acme/new.v3',
    'go.mod declares the path',
    {
      'v3.0.0': 'v3.0.0',
      latest: 'v3.1.0',
      main: 'v3.1.0',
      'v3.0.0+incompatible': /suffix not allowed/,
      '{0:40}': 'v3.0.0',
    },
    { files: { ...code, 'go.mod': 'module gopkg.in/acme/new.v3\n' }, tags: ['v3.0.0'] },
    { files: { b: 'b' }, tags: ['v3.1.0', 'v4.0.0'] },
  ),
  gopkg(
    'wrong.v2',
    'go.mod declares another path',
    {
      'v2.0.0': /has non-\.\.\.\.v2 module path/,
      'v2.1.0': 'v2.1.0',
      'v2.2.0': /has non-\.\.\.\.v2 module path/,
    },
    { files: { 'go.mod': 'module github.com/acme/wrong\n' }, tags: ['v2.0.0'] },
    { files: { 'go.mod': 'module github.com/acme/wrong/v2\n' }, tags: ['v2.1.0'] },
    { files: { 'go.mod': 'module gopkg.in/wrong.v3\n' }, tags: ['v2.2.0'] },
  ),
  gopkg(
    'sub.v2',
    'modules lie in folders',
    { 'v2.0.0': 'v2.0.0' },
    {
      files: { ...code, 'v2/go.mod': 'module gopkg.in/sub.v2\n', LICENSE: 'l\n' },
      tags: ['v2.0.0'],
    },
  ),
  gopkg(
    'beta.v1-unstable',
    'the path is unstable',
    {
      'v1.0.0': 'v1.0.0',
      main: 'v1.0.0',
      'v1.0.0-20200102030405-{0}': 'v1.0.0-20200102030405-{0}',
      'v0.0.0-20200102030405-{0}': 'v0.0.0-20200102030405-{0}',
    },
    { files: code, tags: ['v1.0.0'] },
  ),
  gopkg(
    'zero.v0',
    'the major version is 0',
    { 'v0.1.0': 'v0.1.0', latest: 'v0.1.0' },
    { files: code, tags: ['v0.1.0'] },
  ),
])
