import { sameAsGo } from './fidelity.ts'
import { goModOf } from './tree.ts'

const files = (at: string) => ({ 'go.mod': goModOf(at), 'a.go': 'package a\n' })

sameAsGo('versions and tags', [
  {
    about: 'tags are of both kinds',
    at: 'kinds',
    commits: [
      {
        files: files('kinds'),
        tags: ['v1.0.0', { name: 'v1.0.1', annotated: true, date: '2021-02-03T04:05:06Z' }],
      },
      {
        files: { b: 'b' },
        date: '2020-05-06T07:08:09Z',
        tags: [{ name: 'v1.1.0', annotated: true }],
      },
    ],
    ask: {
      'v1.0.0': 'v1.0.0',
      'v1.0.1': 'v1.0.1',
      'v1.1.0': 'v1.1.0',
      'v1.2.0': /unknown revision/,
    },
  },
  {
    about: 'a tag is on a tag',
    at: 'nested-tag',
    commits: [{ files: files('nested-tag'), tags: [{ name: 'inner', annotated: true }] }],
    arrange: async (made) => {
      await made.git(
        '-c',
        'user.name=T',
        '-c',
        'user.email=t@example.com',
        'tag',
        '-a',
        '-m',
        'x',
        'v1.0.0',
        'inner',
      )
    },
    ask: { 'v1.0.0': 'v1.0.0' },
  },
  {
    about: 'tags are on a tree and a blob',
    at: 'no-commit',
    commits: [{ files: files('no-commit'), tags: ['v1.0.0'] }],
    arrange: async (made) => {
      await made.git('update-ref', 'refs/tags/v1.1.0', await made.git('rev-parse', 'main^{tree}'))
      await made.git('update-ref', 'refs/tags/v1.2.0', await made.git('rev-parse', 'main:a.go'))
    },
    ask: {
      'v1.1.0': /unexpected response from git log/,
      'v1.2.0': /unexpected response from git log/,
      'v1.0.0': 'v1.0.0',
      latest: /unexpected response from git log/,
    },
  },
  {
    about: 'tags have build metadata',
    at: 'metadata',
    commits: [
      { files: files('metadata'), tags: ['v0.3.1+meta', 'v0.3.0', 'v0.2.0'] },
      { files: { b: 'b' }, tags: ['v0.4.0+meta', 'v0.4.0+other'] },
      { files: { c: 'c' } },
    ],
    ask: {
      'v0.3.1+meta': 'v0.3.0',
      'v0.4.0+meta': 'v0.4.1-0.20200102030505-{1}',
      'v0.4.0': /unknown revision/,
      '{1}': 'v0.4.1-0.20200102030505-{1}',
      main: 'v0.4.1-0.20200102030605-{2}',
      latest: 'v0.3.0',
      'v0.4.1-0.20200102030605-{2}': 'v0.4.1-0.20200102030605-{2}',
      'v0.3.2-0.20200102030505-{1}': 'v0.3.2-0.20200102030505-{1}',
    },
  },
  {
    about: 'tags are not canonical',
    at: 'odd',
    commits: [
      {
        files: files('odd'),
        tags: [
          'v1.2',
          'v1',
          'v01.0.0',
          'v1.02.3',
          '1.5.0',
          'V1.6.0',
          'v1.7.0.1',
          'v1.8.0-',
          'v1.9.0-01',
          'v1.1.0-0.x',
        ],
      },
    ],
    ask: {
      'v01.0.0': 'v1.1.0-0.x',
      '1.5.0': 'v1.1.0-0.x',
      'v1.7.0.1': 'v1.1.0-0.x',
      'v1.9.0-01': 'v1.1.0-0.x',
      'v1.1.0-0.x': 'v1.1.0-0.x',
      'v1.2.0': /unknown revision/,
    },
  },
  {
    about: 'tags are prereleases',
    at: 'prereleases',
    commits: [
      {
        files: files('prereleases'),
        tags: ['v1.0.0-alpha', 'v1.0.0-alpha.1', 'v1.0.0-rc.10', 'v1.0.0-rc.9'],
      },
      { files: { b: 'b' }, tags: ['v0.1.0-beta'] },
      { files: { c: 'c' } },
    ],
    ask: {
      'v1.0.0-rc.10': 'v1.0.0-rc.10',
      latest: 'v1.0.0-rc.10',
      main: 'v1.0.0-rc.10.0.20200102030605-{2}',
      '{0:40}': 'v1.0.0-rc.10',
    },
  },
  {
    about: 'numbers are large',
    at: 'large',
    commits: [
      {
        files: files('large'),
        tags: [
          'v1.99999999999999999999.0',
          'v1.100000000000000000000.0',
          'v1.2.99999999999999999999',
        ],
      },
      { files: { b: 'b' } },
    ],
    ask: {
      latest: 'v1.100000000000000000000.0',
      main: 'v1.100000000000000000000.1-0.20200102030505-{1}',
      'v1.3.0-0.20200102030505-{1}': /negative patch number/,
      'v1.2.100000000000000000000-0.20200102030505-{1}':
        'v1.2.100000000000000000000-0.20200102030505-{1}',
    },
  },
  {
    about: 'tags look like pseudo-versions',
    at: 'lookalike',
    commits: [
      {
        files: { ...files('lookalike'), 'sub/go.mod': goModOf('lookalike', '', '/sub') },
        tags: [
          'v0.0.0-20180102030405-abcdef123456',
          'sub/v0.0.0-20180102030405-abcdef123456',
          'v1.2.3-0.20180102030405-abcdef123456',
        ],
      },
    ],
    ask: {
      'v0.0.0-20180102030405-abcdef123456': /unknown revision/,
      latest: 'v0.0.0-20200102030405-{0}',
      main: 'v0.0.0-20200102030405-{0}',
      '/sub@main': /unknown revision/,
      '/sub@latest': /no matching versions/,
    },
    otherOrigin: {
      '/sub@latest':
        'go takes the tag that HEAD has for a version, and then finds that it lists none',
    },
  },
  {
    about: 'tags have the prefixes of folders',
    at: 'prefixes',
    commits: [
      {
        files: {
          ...files('prefixes'),
          'sub/go.mod': goModOf('prefixes', '', '/sub'),
          'sub/v2/go.mod': goModOf('prefixes', '', '/sub/v2'),
        },
        tags: ['v1.0.0', 'sub/v0.1.0', 'sub/v2.0.0', 'subv1.0.0', 'sub/sub/v3.0.0', 'x/sub/v4.0.0'],
      },
      { files: { 'sub/b': 'b' } },
    ],
    ask: {
      '/sub@latest': 'v0.1.0',
      '/sub/v2@latest': 'v2.0.0',
      '/sub@main': 'v0.1.1-0.20200102030505-{1}',
      '/sub/v2@main': 'v2.0.1-0.20200102030505-{1}',
      main: 'v1.0.1-0.20200102030505-{1}',
      '/sub@sub/v0.1.0': 'v0.1.0',
      'sub/v0.1.0': 'v1.0.0',
      '/sub@v1.0.0': /unknown revision/,
    },
  },
  {
    about: 'branches are named like versions',
    at: 'branches',
    commits: [
      { files: files('branches'), branch: 'v1.0.0' },
      { files: { b: 'b' }, branch: 'v2', from: 'v1.0.0' },
      { files: { c: 'c' }, branch: 'v1.5.0', from: 'v2', tags: ['v1.5.0'] },
      { files: { d: 'd' }, branch: 'v1.5.0', from: 'v1.5.0' },
      { files: { e: 'e' }, from: 'v2' },
    ],
    ask: {
      'v1.0.0': /is not a tag/,
      'v1.5.0': 'v1.5.0',
      main: 'v0.0.0-20200102030805-{4}',
      latest: 'v1.5.0',
    },
  },
])
