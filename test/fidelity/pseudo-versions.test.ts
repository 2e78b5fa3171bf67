import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

const files = (at: string) => ({ 'go.mod': goModOf(at), 'a.go': 'package a\n' })
const next = (name: string) => ({ files: { [name]: `${name}\n` } })

const claims = {
  about: 'commits lie around tags',
  at: 'claims',
  commits: [
    { files: files('claims'), tags: ['v1.0.0'] },
    { ...next('b'), tags: ['v1.1.0-pre'] },
    { ...next('c'), tags: ['v1.1.0'] },
    next('d'),
    { ...next('e'), branch: 'side', from: 0 },
    { ...next('f'), branch: 'refs/pull/1/head', from: 'main' },
    { ...next('g'), branch: 'refs/changes/1', from: 'main' },
  ],
}

sameAsGo('pseudo-versions', [
  {
    ...claims,
    ask: {
      'v1.1.1-0.20200102030705-{3}': 'v1.1.1-0.20200102030705-{3}',
      'v1.0.1-0.20200102030705-{3}': 'v1.0.1-0.20200102030705-{3}',
      'v0.0.0-20200102030705-{3}': 'v0.0.0-20200102030705-{3}',
      'v0.0.0-20200102030405-{0}': 'v0.0.0-20200102030405-{0}',
      'v1.1.0-pre.0.20200102030605-{2}': 'v1.1.0-pre.0.20200102030605-{2}',
      'v1.0.1-0.20200102030605-{2}': 'v1.0.1-0.20200102030605-{2}',
      'v1.0.1-0.20200102030805-{4}': 'v1.0.1-0.20200102030805-{4}',
      'v0.0.0-20200102030805-{4}': 'v0.0.0-20200102030805-{4}',
    },
  },
  {
    ...claims,
    at: 'lies',
    about: 'pseudo-versions do not say the truth',
    commits: [{ files: files('lies'), tags: ['v1.0.0'] }, ...claims.commits.slice(1)],
    ask: {
      'v0.0.0-20200102030705-{3:13}': /revision is longer than canonical/,
      'v0.0.0-20200102030705-{3:40}': /revision is longer than canonical/,
      'v0.0.0-20200102030705-{3:11}': /revision is shorter than canonical/,
      'v0.0.0-20200102030706-{3}': /does not match version-control timestamp/,
      'v0.0.0-20201302030705-{3}': /malformed time/,
      'v0.0.0-20200102030705-main': /does not match short name of revision/,
      'v0.0.0-20200102030705-0123456789ab': /unknown revision/,
      'v1.0.0-20200102030705-{3}': /major version without preceding tag must be v0/,
      'v1.1.0-0.20200102030705-{3}': /negative patch number/,
      'v1.2.1-0.20200102030705-{3}': /preceding tag \(v1\.2\.0\) not found/,
      'v1.1.1-0.20200102030805-{4}': /not a descendent of preceding tag/,
      'v1.1.1-0.20200102030605-{2}': /is already canonical/,
      'v1.1.0-pre.0.20200102030505-{1}': /is already canonical/,
      'v1.0.1-0.20200102030705-{3}+incompatible': /\+incompatible suffix not allowed/,
      'v2.0.0-20200102030705-{3}': /must match major version/,
      '/v2@v2.0.0-20200102030705-{3}': /has non-\.\.\.\/v2 module path/,
      'v0.0.0-20200102030905-{5}': /unknown revision/,
      'v1.1.1-0.20200102031005-{6}': /unknown revision/,
      '{5:40}': /unknown revision/,
      'refs/pull/1/head': /unknown revision/,
    },
  },
  {
    about: 'a tag and a branch were moved away',
    at: 'moved',
    commits: [
      { files: files('moved'), tags: ['v1.0.0'] },
      next('b'),
      { ...next('c'), branch: 'gone', from: 0 },
      next('d'),
      { ...next('e'), branch: 'other', from: null, tags: ['v0.9.0'] },
    ],
    arrange: async (made) => {
      await made.deleteBranch('gone')
      await made.moveTag('v1.0.0', 3)
    },
    ask: {
      'v1.0.1-0.20200102030505-{1}': /not a descendent of preceding tag/,
      'v0.0.0-20200102030505-{1}': 'v0.0.0-20200102030505-{1}',
      'v0.0.0-20200102030605-{2}': /unknown revision/,
      '{2:40}': /unknown revision/,
      'v0.9.1-0.20200102030505-{1}': /not a descendent of preceding tag/,
      'v1.0.0': 'v1.0.0',
      '{1}': 'v0.0.0-20200102030505-{1}',
    },
  },
  {
    about: 'the module lies in a folder',
    at: 'below',
    commits: [
      {
        files: {
          ...files('below'),
          'sub/go.mod': goModOf('below', '', '/sub'),
          'm/v2/go.mod': goModOf('below', '', '/m/v2'),
        },
        tags: ['v1.0.0', 'sub/v0.1.0', 'm/v2.3.0'],
      },
      { ...next('sub/b'), tags: ['v0.5.0'] },
    ],
    ask: {
      '/sub@v0.1.1-0.20200102030505-{1}': 'v0.1.1-0.20200102030505-{1}',
      '/sub@v1.0.1-0.20200102030505-{1}': /preceding tag \(v1\.0\.0\) not found/,
      '/sub@v1.0.0-20200102030505-{1}': /must be v0/,
      '/sub@v0.5.1-0.20200102030505-{1}': /is already canonical/,
      '/m/v2@v2.3.1-0.20200102030505-{1}': 'v2.3.1-0.20200102030505-{1}',
      '/m/v2@v2.0.0-20200102030505-{1}': 'v2.0.0-20200102030505-{1}',
      '/m/v2@v0.0.0-20200102030505-{1}': /major version must match/,
      '/m/v2@main': 'v2.3.1-0.20200102030505-{1}',
      '/none@v0.0.0-20200102030505-{1}': /missing .*go\.mod/,
    },
  },
  {
    about: 'the base is retracted',
    at: 'retracted',
    commits: [
      { files: files('retracted'), tags: ['v1.0.0'] },
      { files: { 'go.mod': `${goModOf('retracted')}\nretract v1.1.0\n` }, tags: ['v1.1.0'] },
      next('c'),
    ],
    ask: {
      'v1.1.1-0.20200102030605-{2}': 'v1.1.1-0.20200102030605-{2}',
      main: 'v1.0.1-0.20200102030605-{2}',
    },
  },
])
