import { decodeBase64 } from '../../tlog/base64.ts'
import { fieldAt, isSegment, textAt, textsOf } from './fields.ts'
import { isHmac, isSecret } from './secret.ts'
import type { HookHeaders, Sender, Wish } from './sender.ts'

/** What `event_name`, or else `object_kind`, is of hooks of projects, of groups and of the whole system. */
const news = new Set([
  'push',
  'tag_push',
  'release',
  'repository_update',
  'project_create',
  'project_destroy',
  'project_rename',
  'project_transfer',
  'project_update',
])

/** What a signing token begins with; what follows is the key, in base64. */
const signingPrefix = 'whsec_'

/**
 * GitLab, with the secret token of one hook, which it sends along, or with its signing token (`whsec_…`), with which it
 * signs id, time and raw body. How long ago that was does not matter: whoever repeats a delivery has us look once more.
 *
 * Source: GitLab Docs, "Webhooks", "Webhook events", "System hooks"; Standard Webhooks 1.0
 */
export function gitlab(secret: string): Sender {
  const key = secret.startsWith(signingPrefix)
    ? decodeBase64(secret.slice(signingPrefix.length))
    : undefined
  return key === undefined
    ? {
        mayHaveSent: (headers) => sentToken(headers, secret),
        hasSent: (headers) => sentToken(headers, secret),
        wish,
      }
    : {
        mayHaveSent: (headers) => signaturesOf(headers).length > 0,
        hasSent(headers, body) {
          const [id = '', time = ''] = [headers('webhook-id'), headers('webhook-timestamp')]
          const signed = Buffer.concat([Buffer.from(`${id}.${time}.`, 'latin1'), body])
          return signaturesOf(headers).some((digest) => isHmac(digest, key, signed))
        },
        wish,
      }
}

function sentToken(headers: HookHeaders, secret: string): boolean {
  return isSecret(headers('x-gitlab-token') ?? '', secret)
}

/** The first few signatures of the kind we know; there are several while a token is being replaced. */
function signaturesOf(headers: HookHeaders): Uint8Array[] {
  return (headers('webhook-signature') ?? '')
    .split(' ', 4)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => decodeBase64(signature.slice('v1,'.length)))
    .filter((digest) => digest !== undefined)
}

function wish(headers: HookHeaders, payload: unknown): Wish {
  const event = textAt(payload, 'event_name') ?? textAt(payload, 'object_kind') ?? ''
  return news.has(event) ? { kind: 'look', urls: urlsOf(headers, payload) } : { kind: 'nothing' }
}

const names = ['web_url', 'git_http_url', 'git_ssh_url', 'http_url', 'ssh_url', 'homepage', 'url']

function urlsOf(headers: HookHeaders, payload: unknown): string[] {
  const told = ['project', 'repository'].flatMap((part) => textsOf(fieldAt(payload, part), names))
  return [...told, ...movedUrls(headers, payload)]
}

/** Hooks about projects give paths only, the old one too; the header names the server. */
function movedUrls(headers: HookHeaders, payload: unknown): string[] {
  const instance = headers('x-gitlab-instance') ?? ''
  if (!/^https?:\/\/[^?#]+$/.test(instance)) return []
  return textsOf(payload, ['path_with_namespace', 'old_path_with_namespace'])
    .filter((path) => path.split('/').every(isSegment))
    .map((path) => `${instance.replace(/\/+$/, '')}/${path}`)
}
