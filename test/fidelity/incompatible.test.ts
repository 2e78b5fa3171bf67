import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

const code = { 'a.go': 'package a\n' }

sameAsGo('versions that may be +incompatible', [
  {
    about: 'there never was a go.mod',
    at: 'legacy',
    commits: [
      { files: code, tags: ['v1.0.0', 'v1.1.0-pre'] },
      { files: { b: 'b' }, tags: ['v2.0.0', 'v3.0.0-rc.1'] },
      { files: { c: 'c' } },
    ],
    ask: {
      'v1.0.0': 'v1.0.0',
      'v1.0.0+incompatible': /\+incompatible suffix not allowed/,
      'v2.0.0+incompatible': 'v2.0.0+incompatible',
      'v3.0.0-rc.1+incompatible': 'v3.0.0-rc.1+incompatible',
      latest: 'v2.0.0+incompatible',
      main: 'v3.0.0-rc.1.0.20200102030605-{2}+incompatible',
      'v2.0.1-0.20200102030605-{2}+incompatible': 'v2.0.1-0.20200102030605-{2}+incompatible',
      '{1}': 'v3.0.0-rc.1+incompatible',
    },
  },
  {
    about: 'a go.mod came with v1.1.0',
    at: 'came',
    commits: [
      { files: code, tags: ['v2.0.0'] },
      { files: { 'go.mod': goModOf('came') }, tags: ['v1.1.0', 'v3.0.0'] },
    ],
    ask: {
      latest: 'v1.1.0',
      'v2.0.0+incompatible': 'v2.0.0+incompatible',
      'v3.0.0+incompatible': /invalid version/,
      'v3.0.0': /invalid version/,
      '{0:40}': 'v2.0.0+incompatible',
    },
  },
  {
    about: 'the folder v2 has a go.mod',
    at: 'folder',
    commits: [
      { files: { ...code, 'v2/go.mod': goModOf('folder', '', '/v2') }, tags: ['v2.0.0', 'v3.0.0'] },
    ],
    ask: {
      'v2.0.0': /must match major version/,
      'v2.0.0+incompatible': 'v2.0.0+incompatible',
      'v3.0.0+incompatible': 'v3.0.0+incompatible',
      '/v2@v2.0.0': 'v2.0.0',
      main: 'v3.0.0+incompatible',
      latest: 'v3.0.0+incompatible',
    },
  },
  {
    about: 'the highest v2 has a go.mod',
    at: 'left',
    commits: [
      { files: code, tags: ['v1.0.0', 'v2.0.0'] },
      { files: { 'go.mod': goModOf('left', '', '/v2') }, tags: ['v2.1.0'] },
    ],
    ask: {
      latest: 'v1.0.0',
      v2: /no matching versions/,
      'v2.0.0+incompatible': 'v2.0.0+incompatible',
      'v2.1.0+incompatible': /invalid version/,
      '/v2@latest': 'v2.1.0',
      '/v2@v2.0.0': /missing .*go\.mod/,
    },
  },
  {
    about: 'a tag is named +incompatible',
    at: 'named',
    commits: [{ files: code, tags: ['v2.0.0+incompatible', 'v3.0.0+incompatible', 'v3.0.0'] }],
    ask: {
      'v2.0.0+incompatible': /unknown revision/,
      'v2.0.0': /unknown revision/,
      'v3.0.0+incompatible': 'v3.0.0+incompatible',
      'v3.0.0+incompatible+incompatible': /unknown revision/,
    },
  },
])
