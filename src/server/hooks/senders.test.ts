import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { generic } from './generic.ts'
import { gitea } from './gitea.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import type { Sender } from './sender.ts'
import { sourcehut } from './sourcehut.ts'

const senders: Readonly<Record<string, Sender>> = {
  github: github('secret'),
  gitlab: gitlab('secret'),
  gitea: gitea('secret'),
  sourcehut: sourcehut({ host: 'git.sr.ht', key: Buffer.alloc(32).toString('base64') }),
  generic: generic('secret'),
}

function headersOf(values: Record<string, string>) {
  return (name: string) => values[name]
}

const hub = {
  repository: {
    html_url: 'https://github.com/acme/new',
    clone_url: 'https://github.com/acme/new.git',
    ssh_url: 'git@github.com:acme/new.git',
    git_url: 'git://github.com/acme/new.git',
    url: 'https://api.github.com/repos/acme/new',
    homepage: 'https://www.acme.example/new',
    mirror_url: 'https://elsewhere.example/new',
  },
}
const tea = {
  repository: {
    html_url: 'https://tea.example/acme/new',
    clone_url: 'https://tea.example/acme/new.git',
    ssh_url: 'ssh://git@tea.example:2222/acme/new.git',
    original_url: 'https://elsewhere.example/new',
    parent: { clone_url: 'https://tea.example/other/new.git' },
  },
}
const lab = {
  object_kind: 'push',
  project: {
    web_url: 'https://lab.example/acme/sub/new',
    git_http_url: 'https://lab.example/acme/sub/new.git',
    git_ssh_url: 'git@lab.example:acme/sub/new.git',
    avatar_url: 'https://lab.example/avatar.png',
  },
  repository: {
    url: 'git@ssh.lab.example:acme/sub/new.git',
    homepage: 'https://lab.example/acme/sub/new',
  },
}
const moved = {
  event_name: 'project_transfer',
  path_with_namespace: 'acme/new',
  old_path_with_namespace: 'acme/sub/old',
}
const hut = {
  data: {
    webhook: {
      event: 'GIT_POST_RECEIVE',
      repository: { name: 'new', owner: { canonicalName: '~acme' } },
    },
  },
}

const teaKeys = ['tea.example/acme/new', 'tea.example:2222/acme/new']
const labKeys = ['lab.example/acme/sub/new', 'ssh.lab.example/acme/sub/new']

type Wanted = 'ping' | 'nothing' | readonly string[]

const deliveries: [
  sender: string,
  headers: Record<string, string>,
  payload: unknown,
  wanted: Wanted,
][] = [
  ...['push', 'create', 'delete', 'release', 'repository', 'public'].map(
    (event): [string, Record<string, string>, unknown, Wanted] => [
      'github',
      { 'x-github-event': event },
      hub,
      ['github.com/acme/new'],
    ],
  ),
  ['github', { 'x-github-event': 'ping' }, { ...hub, zen: 'x' }, 'ping'],
  ['github', { 'x-github-event': 'star' }, hub, 'nothing'],
  ['github', { 'x-github-event': 'constructor' }, hub, 'nothing'],
  ['github', { 'x-github-event': 'PUSH' }, hub, 'nothing'],
  ['github', {}, hub, 'nothing'],
  [
    'github',
    { 'x-github-event': 'repository' },
    { ...hub, action: 'renamed', changes: { repository: { name: { from: 'old' } } } },
    ['github.com/acme/new', 'github.com/acme/old'],
  ],
  [
    'github',
    { 'x-github-event': 'repository' },
    { ...hub, action: 'transferred', changes: { owner: { from: { user: { login: 'bob' } } } } },
    ['github.com/acme/new', 'github.com/bob/new'],
  ],
  [
    'github',
    { 'x-github-event': 'repository' },
    { ...hub, changes: { owner: { from: { organization: { login: 'corp' } } } } },
    ['github.com/acme/new', 'github.com/corp/new'],
  ],
  [
    'github',
    { 'x-github-event': 'repository' },
    { ...hub, changes: { repository: { name: { from: '../../evil/x' } } } },
    ['github.com/acme/new'],
  ],
  ['gitea', { 'x-gitea-event': 'push' }, tea, teaKeys],
  ['gitea', { 'x-forgejo-event': 'release', 'x-gitea-event': 'x' }, tea, teaKeys],
  ['gitea', { 'x-gitea-event': 'issues' }, tea, 'nothing'],
  ['gitea', { 'x-github-event': 'push' }, tea, 'nothing'],
  ['gitlab', {}, lab, labKeys],
  ['gitlab', {}, { ...lab, object_kind: 'tag_push' }, labKeys],
  ['gitlab', {}, { ...lab, object_kind: 'release' }, labKeys],
  ['gitlab', {}, { ...lab, event_name: 'repository_update', object_kind: undefined }, labKeys],
  ['gitlab', {}, { ...lab, object_kind: 'issue' }, 'nothing'],
  ['gitlab', {}, { ...lab, object_kind: ['push'] }, 'nothing'],
  [
    'gitlab',
    { 'x-gitlab-instance': 'https://lab.example' },
    moved,
    ['lab.example/acme/new', 'lab.example/acme/sub/old'],
  ],
  [
    'gitlab',
    { 'x-gitlab-instance': 'https://x.example/lab/' },
    moved,
    ['x.example/lab/acme/new', 'x.example/lab/acme/sub/old'],
  ],
  ['gitlab', { 'x-gitlab-instance': 'lab.example' }, moved, []],
  ['gitlab', {}, moved, []],
  [
    'gitlab',
    { 'x-gitlab-instance': 'https://lab.example' },
    { ...moved, old_path_with_namespace: '../x' },
    ['lab.example/acme/new'],
  ],
  ['sourcehut', {}, hut, ['git.sr.ht/~acme/new']],
  [
    'sourcehut',
    { 'x-webhook-event': 'REPO_UPDATE' },
    { data: { webhook: { repository: hut.data.webhook.repository } } },
    ['git.sr.ht/~acme/new'],
  ],
  [
    'sourcehut',
    {},
    { data: { webhook: { ...hut.data.webhook, event: 'GIT_PRE_RECEIVE' } } },
    'nothing',
  ],
  [
    'sourcehut',
    {},
    {
      data: {
        webhook: {
          ...hut.data.webhook,
          repository: { name: 'a/b', owner: { canonicalName: '~a' } },
        },
      },
    },
    [],
  ],
  [
    'sourcehut',
    {},
    {
      data: {
        webhook: {
          ...hut.data.webhook,
          repository: { name: '..', owner: { canonicalName: '~a' } },
        },
      },
    },
    [],
  ],
  ['generic', {}, { repository: 'https://a.example/b.git' }, ['a.example/b']],
  [
    'generic',
    {},
    { repositories: ['git@a.example:b', 'https://a.example/c'] },
    ['a.example/b', 'a.example/c'],
  ],
]

for (const [sender, headers, payload, wanted] of deliveries) {
  test(`${sender}: ${JSON.stringify(headers)} ${JSON.stringify(payload).slice(0, 120)} → ${String(wanted)}`, () => {
    const wish = senders[sender]?.wish(headersOf(headers), payload)
    if (typeof wanted === 'string') assert.equal(wish?.kind, wanted)
    else
      assert.deepEqual(
        [...new Set(wish?.kind === 'look' ? wish.urls.map(repositoryKey) : [])],
        wanted,
      )
  })
}

const strange: unknown[] = [
  null,
  true,
  1,
  'text',
  [],
  [[]],
  {},
  { repository: null },
  { repository: 'x' },
  { repository: { clone_url: 1, html_url: [], ssh_url: {}, git_url: null } },
  { project: [], repository: 7, object_kind: 'push' },
  { data: { webhook: 'x' } },
  { data: [] },
  JSON.parse('{"__proto__":{"repository":{"clone_url":"https://a.example/b"}}}'),
]

test('forges that are told nothing sensible ask for nothing', () => {
  const events = {
    'x-github-event': 'push',
    'x-gitea-event': 'push',
    'x-webhook-event': 'REPO_UPDATE',
  }
  for (const name of ['github', 'gitlab', 'gitea', 'sourcehut']) {
    for (const payload of strange) {
      const wish = senders[name]?.wish(headersOf(events), payload)
      assert.deepEqual(wish?.kind === 'look' ? wish.urls : [], [], JSON.stringify([name, payload]))
    }
  }
})

const refused: [payload: unknown, reason: RegExp][] = [
  ...strange.map((payload): [unknown, RegExp] => [payload, /names no repository|not the URL of/]),
  [{ repositories: [] }, /names no repository/],
  [{ repositories: ['https://a.example/b', 1] }, /names no repository/],
  [
    { repository: 'https://a.example/b?c' },
    /"https:\/\/a.example\/b\?c" is not the URL of a repository$/,
  ],
  [{ repository: 'https://me:secret@a.example/b?c' }, /"https:\/\/a.example\/b\?c" is not/],
  [{ repository: 'file:///etc/passwd' }, /not the URL/],
  [{ repository: 'https://\u0430.example/b' }, /not the URL/],
  [{ repositories: Array.from({ length: 101 }, () => 'https://a.example/b') }, /more than 100/],
]

test('generic: what names no repository is refused, with the reason', () => {
  for (const [payload, reason] of refused) {
    assert.throws(
      () => senders['generic']?.wish(headersOf({}), payload),
      (error) =>
        Failure.is(error, 'invalid') &&
        reason.test(error.message) &&
        (/more than/.test(error.message) || /https:\/\/git\./.test(error.details.hint ?? '')),
      JSON.stringify(payload),
    )
  }
})
