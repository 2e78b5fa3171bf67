import { hostsOf, manyOf, moduleOf, reportOf, seen } from './reports.test-data.ts'
import type { Report, ReportModule } from './report.ts'

const published = 'h1:Bc9hSsJ2m0oG7w1Y5nVqE8xLkT4uZ3rPaDfCj6iNtWk='
const moved = 'h1:Qm4ZtX7dRe1KvU9sHb2yLf0pWc8gNj5oAi3TnVxDu6E='
const commit = (start: string): string => start.padEnd(40, '0')

/** A tag that was moved: only README.md is another. */
const xdg: ReportModule = moduleOf('github.com/adrg/xdg@v0.5.1', 'version-moved', {
  requiredAt: { file: 'go.mod', line: 41, indirect: true },
  paths: { shortest: [['corp.example/cli-kit@v1.8.0']], more: 0 },
  requiredBy: ['corp.example/cli-kit@v1.8.0'],
  origin: {
    vcs: 'git',
    url: 'https://github.com/adrg/xdg',
    ref: 'refs/tags/v0.5.1',
    hash: commit('91ac07d'),
    time: '2026-11-20T09:00:00Z',
  },
  sum: {
    goSum: published,
    upstream: moved,
    sumdb: published,
    goMod: { goSum: 'h1:mod=', upstream: 'h1:mod=', sumdb: 'h1:mod=' },
  },
  first: { sum: published, commit: commit('3f2e8a1'), at: '2026-10-30T12:00:00.000Z' },
  verdict: {
    firstSeen: '2026-11-20T08:00:00.000Z',
    evidence: [
      seen('go.sum', published),
      seen('git', `${moved} at commit ${commit('91ac07d')}`, {
        url: 'https://github.com/adrg/xdg',
      }),
    ],
  },
  difference: {
    files: [
      {
        name: 'README.md',
        added: 2,
        removed: 1,
        lines: [
          ' # xdg',
          '-go get github.com/adrg/xdg',
          '+go get github.com/adrg/xdg@latest',
          '+See CHANGELOG.md for the list of directories.',
        ],
      },
    ],
    differing: 1,
    of: 38,
    goCode: false,
  },
  advice: [
    {
      label: 'safe',
      text: 'your builds through go.corp.example get the first bytes',
    },
    { label: 'way out', text: 'v0.5.2 verifies', command: 'go get github.com/adrg/xdg@v0.5.2' },
    {
      label: 'never',
      text: 'delete go.sum, or set GONOSUMDB or GOSUMDB=off for this',
      short: 'delete go.sum',
    },
  ],
})

/** A repository that is gone, and a way round it. */
const celGo: ReportModule = moduleOf('github.com/google/cel-go@v0.29.0', 'repo-gone', {
  requiredAt: { file: 'go.mod', line: 97, indirect: true },
  paths: {
    shortest: [
      ['k8s.io/apiserver@v0.36.0'],
      ['sigs.k8s.io/controller-runtime@v0.24.1', 'k8s.io/apiserver@v0.36.0'],
    ],
    more: 0,
  },
  requiredBy: ['k8s.io/apiserver@v0.36.0'],
  verdict: {
    confidence: 'confirmed',
    firstSeen: '2026-09-10T07:00:00.000Z',
    observations: 14,
    evidence: [
      seen('git', '401', { url: 'https://github.com/google/cel-go' }),
      seen('page', '404', { url: 'https://github.com/google/cel-go' }),
      seen('control', '200', {
        url: 'https://github.com/adrg/xdg',
        of: 'repository',
        answers: true,
      }),
    ],
  },
  advice: [
    {
      label: 'way out',
      text: 'k8s.io/apiserver v0.37.0 no longer needs it',
      long: 'k8s.io/apiserver v0.37.0 no longer needs it, the smallest step after which nothing does',
      command: 'go get k8s.io/apiserver@v0.37.0 && go mod tidy',
      raises: { path: 'k8s.io/apiserver', to: 'v0.37.0' },
    },
    {
      label: 'or',
      text: 'github.com/cel-expr/cel-go has the same code, equal h1',
      command:
        'go mod edit -replace=github.com/google/cel-go@v0.29.0=github.com/cel-expr/cel-go@v0.29.0 && go mod tidy',
      isProved: true,
    },
  ],
})

const vbomVersion = 'v0.0.0-20180919145318-efcd4e0f9787'

/** A domain that is gone. */
const vbom: ReportModule = moduleOf(`vbom.ml/util@${vbomVersion}`, 'import-dead', {
  requiredAt: { file: 'go.mod', line: 144, indirect: true },
  paths: { shortest: [['github.com/docker/cli@v29.1.0']], more: 0 },
  requiredBy: ['github.com/docker/cli@v29.1.0'],
  origin: null,
  verdict: {
    evidence: [
      seen('dns', 'NXDOMAIN from 2 resolvers'),
      seen('control', 'resolves', { of: 'domain', answers: true }),
    ],
  },
  advice: [
    {
      label: 'way out',
      text: 'github.com/fvbommel/util has the same code, equal h1',
      command: `go mod edit -replace=vbom.ml/util@${vbomVersion}=github.com/fvbommel/util@${vbomVersion} && go mod tidy`,
      isProved: true,
    },
  ],
})

const fragile: readonly ReportModule[] = [
  moduleOf('github.com/codahale/hdrhistogram@v0.9.0', 'redirected', {
    verdict: { evidence: [seen('git', 'answers from HdrHistogram/hdrhistogram-go')] },
  }),
  moduleOf('github.com/xdg/stringprep@v1.0.3', 'redirected', {
    verdict: { evidence: [seen('git', 'answers from xdg-go/stringprep')] },
  }),
  moduleOf('github.com/pkg/errors@v0.9.1', 'archived', {
    verdict: { evidence: [seen('forge', 'read-only since 2021')] },
  }),
  moduleOf('github.com/soniah/gosnmp@v1.29.1', 'retracted', {
    verdict: { evidence: [seen('git', '"moved to gosnmp/gosnmp"')] },
  }),
]

/** All is as it was. */
export const fine: Report = reportOf(
  [...manyOf(305, 'github.com', 'unchanged'), ...manyOf(7, 'gitlab.com', 'verified')],
  {
    name: 'corp.example/mail-relay',
    level: 'refs',
    repositories: 241,
    millis: 9100,
    requests: { hosts: hostsOf(14, 248, 1_900_000), underWay: false },
  },
)

/** Three findings in a project of 251 modules. */
export const findings: Report = reportOf(
  [
    xdg,
    celGo,
    vbom,
    ...fragile,
    ...manyOf(237, 'github.com', 'unchanged'),
    ...manyOf(7, 'gitlab.com', 'verified'),
  ],
  { repositories: 187, commit: commit('7be0c12') },
)

function comparedWithBaseline(module: ReportModule): ReportModule {
  if (module.path === vbom.path) {
    const accepted = { reason: 'docker/cli drops it next year', until: '2027-01-31' }
    return { ...module, news: 'known', accepted }
  }
  return module.verdict.class === 'ok' ? module : { ...module, news: 'new' }
}

/** The same, with a baseline that knows one of them, which is accepted. */
export const withBaseline: Report = reportOf(findings.modules.map(comparedWithBaseline), {
  repositories: 187,
  commit: commit('7be0c12'),
  command: 'headwater check --level content',
})

const notFound = '401 "Repository not found."'

const throttledModules = Array.from({ length: 31 }, (_, index) =>
  moduleOf(`github.com/a/m${index}@v1.0.0`, 'throttled', {
    origin: {
      vcs: 'git',
      url: `https://github.com/a/r${index % 22}`,
      ref: null,
      hash: null,
      time: null,
    },
    verdict: {
      evidence: [
        seen('git', notFound, { url: `https://github.com/a/r${index % 22}` }),
        seen('control', notFound, { of: 'repository', answers: false }),
      ],
    },
    advice: [{ label: 'next', text: 'again after 10:52 UTC, or now with a token in GITHUB_TOKEN' }],
  }),
)

const legacy = moduleOf('corp.example/legacy@v1.2.0', 'auth-required', {
  host: 'git.corp.example',
  verdict: { evidence: [seen('git', '403', { url: 'https://git.corp.example/legacy' })] },
  advice: [{ label: 'next', text: 'give a token for that host, or list the path in GOPRIVATE' }],
})

/** A forge that stopped answering. */
export const throttled: Report = reportOf(
  [...throttledModules, legacy, ...fragile, ...manyOf(215, 'gitlab.com', 'unchanged')],
  {
    level: 'refs',
    repositories: 187,
    millis: 18_000,
    requests: { hosts: hostsOf(12, 171, 1_200_000), underWay: false },
  },
)

/** One module that was named, and is not what it was. */
export const movedAlone: Report = reportOf(
  [{ ...xdg, sum: { ...xdg.sum, goSum: null }, requiredAt: null, paths: null, requiredBy: [] }],
  {
    name: 'github.com/adrg/xdg@v0.5.1',
    kind: 'modules',
    target: 'github.com/adrg/xdg@v0.5.1',
    millis: 2000,
    requests: { hosts: hostsOf(2, 3, 61_000), underWay: false },
  },
)
