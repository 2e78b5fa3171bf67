import { prefixedDigest, repositoryUrls } from './github.ts'
import { hexDigest, isHmac } from './secret.ts'
import type { HookHeaders, Sender } from './sender.ts'

const news = new Set(['push', 'create', 'delete', 'release', 'repository'])

/**
 * Gitea or Forgejo, with the secret of one hook: they sign the JSON with HMAC-SHA256. Of several signatures the first
 * of `X-Forgejo-Signature`, `X-Gitea-Signature` and `X-Hub-Signature-256` counts.
 *
 * Source: the documentation of Gitea and of Forgejo, "Webhooks"; Gitea's `services/webhook/deliver.go`
 */
export function gitea(secret: string): Sender {
  return {
    mayHaveSent: (headers) => digestOf(headers) !== undefined,
    hasSent(headers, body) {
      const digest = digestOf(headers)
      return digest !== undefined && isHmac(digest, secret, body)
    },
    wish(headers, payload) {
      const event = headers('x-forgejo-event') ?? headers('x-gitea-event') ?? ''
      return news.has(event) ? { kind: 'look', urls: repositoryUrls(payload) } : { kind: 'nothing' }
    },
  }
}

function digestOf(headers: HookHeaders): Buffer | undefined {
  const bare = headers('x-forgejo-signature') ?? headers('x-gitea-signature')
  return bare === undefined ? prefixedDigest(headers('x-hub-signature-256')) : hexDigest(bare)
}
