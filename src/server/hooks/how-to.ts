import type { ForgeName } from './sender.ts'

const secret = 'the one that the operator of this mirror has given you'

const steps: Readonly<Record<ForgeName, (url: string) => readonly string[]>> = {
  github: (url) => [
    'In the repository or organisation: Settings, Webhooks, Add webhook',
    '',
    `Payload URL:   ${url}`,
    'Content type:  application/json',
    `Secret:        ${secret}`,
    'Events:        pushes, branch or tag creation, branch or tag deletion, releases,',
    '               repositories, visibility changes',
  ],
  gitlab: (url) => [
    'In the project or group: Settings, Webhooks. For a whole server: Admin, System hooks',
    '',
    `URL:           ${url}`,
    `Signing token: ${secret}, if it begins with whsec_`,
    'Secret token:  the same, if it does not',
    'Triggers:      push events, tag push events, releases events;',
    '               of a group or a server: project and repository update events',
  ],
  gitea: (url) => [
    'In the repository, organisation or site: Settings, Webhooks, Add webhook, Gitea or Forgejo',
    '',
    `Target URL:    ${url}`,
    'HTTP method:   POST',
    'Content type:  application/json',
    `Secret:        ${secret}`,
    'Trigger on:    push, create, delete, release and repository events',
  ],
  sourcehut: (url) => [
    'At git.sr.ht/graphql, for one repository; its id is found with { me { repositories { results { id name } } } }',
    '',
    'mutation {',
    '  createGitWebhook(config: {',
    '    repositoryID: ID',
    `    url: "${url}"`,
    '    events: [GIT_POST_RECEIVE]',
    '    query: "query { webhook { event ... on GitEvent { repository { name owner { canonicalName } } } } }"',
    '  }) { id }',
    '}',
    '',
    'No secret is needed: sourcehut signs what it sends.',
  ],
  generic: (url) => [
    `URL:           ${url}`,
    'Content type:  application/json, or application/x-www-form-urlencoded',
    'Body:          {"repository": "https://git.example/a/b"}, or {"repositories": [...]}, or repository=...',
    'Signature:     X-Headwater-Signature: sha256=HEX, the HMAC-SHA256 of the body,',
    '               or Authorization: Bearer SECRET',
    `Secret:        ${secret}`,
  ],
}

/**
 * How to have a forge tell us of pushes, for those who run it or a repository there.
 *
 * @param url of the hook
 * @param intervalMs least time between two looks at a repository
 */
export function howTo(name: ForgeName, title: string, url: string, intervalMs: number): string {
  const lines = [
    `Hooks of ${title}`,
    '',
    ...steps[name](url),
    '',
    'A push has that repository looked at again, at most once in ' +
      `${intervalMs / 1000} s, and only if somebody has asked for a module of it here.`,
    'While it tells of its pushes, there is less reason to look by ourselves.',
  ]
  return lines.map((line) => `${line}\n`).join('')
}
