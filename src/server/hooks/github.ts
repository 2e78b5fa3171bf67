import { fieldAt, isSegment, textAt, textsOf } from './fields.ts'
import { hexDigest, isHmac } from './secret.ts'
import type { Sender } from './sender.ts'

/** Events after which a repository, its refs or its name may be other ones than before. */
const news = new Set(['push', 'create', 'delete', 'release', 'repository', 'public'])

/**
 * GitHub, with the secret of one hook: it signs the raw body with HMAC-SHA256.
 *
 * Source: GitHub Docs, "Validating webhook deliveries", "Webhook events and payloads"
 */
export function github(secret: string): Sender {
  return {
    mayHaveSent: (headers) => prefixedDigest(headers('x-hub-signature-256')) !== undefined,
    hasSent(headers, body) {
      const digest = prefixedDigest(headers('x-hub-signature-256'))
      return digest !== undefined && isHmac(digest, secret, body)
    },
    wish(headers, payload) {
      const event = headers('x-github-event') ?? ''
      if (event === 'ping') return { kind: 'ping' }
      if (!news.has(event)) return { kind: 'nothing' }
      return { kind: 'look', urls: [...repositoryUrls(payload), ...formerUrls(payload)] }
    },
  }
}

/** The digest in `sha256=…`, as GitHub and those who do as it does write it. */
export function prefixedDigest(text = ''): Buffer | undefined {
  return text.startsWith('sha256=') ? hexDigest(text.slice('sha256='.length)) : undefined
}

/** The URLs of the repository that a payload is about, where they lie with GitHub and with Gitea. */
export function repositoryUrls(payload: unknown): string[] {
  const names = ['clone_url', 'html_url', 'ssh_url', 'git_url']
  return textsOf(fieldAt(payload, 'repository'), names)
}

/** Where it was before it was renamed or given to somebody else, which the payload tells by name only. */
function formerUrls(payload: unknown): string[] {
  const [, root, owner, name] =
    /^(https?:\/\/[^?#]*\/)([^/?#]+)\/([^/?#]+)$/.exec(
      textAt(payload, 'repository', 'html_url') ?? '',
    ) ?? []
  if (root === undefined || owner === undefined || name === undefined) return []
  const from = ['changes', 'owner', 'from']
  const formerOwner =
    textAt(payload, ...from, 'user', 'login') ?? textAt(payload, ...from, 'organization', 'login')
  const formerName = textAt(payload, 'changes', 'repository', 'name', 'from')
  return [
    ...(isSegment(formerOwner) ? [`${root}${formerOwner}/${name}`] : []),
    ...(isSegment(formerName) ? [`${root}${owner}/${formerName}`] : []),
  ]
}
