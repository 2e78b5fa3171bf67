import { Failure } from '../../failure.ts'
import { withoutCredentials } from '../../outbound/request-record.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { excerpt } from '../../safe-text.ts'
import { fieldAt } from './fields.ts'
import { prefixedDigest } from './github.ts'
import { isHmac, isSecret } from './secret.ts'
import type { HookHeaders, Sender, Wish } from './sender.ts'

const most = 100

/**
 * Whoever knows the secret, such as a script of a server's own: `X-Headwater-Signature: sha256=…` with the HMAC-SHA256
 * of the raw body, or `Authorization: Bearer SECRET`. The payload is `{"repository": URL}` or `{"repositories": [URL…]}`,
 * each in any spelling.
 */
export function generic(secret: string): Sender {
  const sentToken = (headers: HookHeaders) => {
    const [, token = ''] = /^Bearer +([^\s]+)$/i.exec(headers('authorization') ?? '') ?? []
    return isSecret(token, secret)
  }
  return {
    mayHaveSent: (headers) => digestOf(headers) !== undefined || sentToken(headers),
    hasSent(headers, body) {
      const digest = digestOf(headers)
      return digest === undefined ? sentToken(headers) : isHmac(digest, secret, body)
    },
    wish: (_headers, payload) => wish(payload),
  }
}

function digestOf(headers: HookHeaders): Buffer | undefined {
  return prefixedDigest(headers('x-headwater-signature'))
}

function wish(payload: unknown): Wish {
  const listed = fieldAt(payload, 'repositories') ?? [fieldAt(payload, 'repository')]
  const urls: unknown[] = Array.isArray(listed) ? listed : [undefined]
  if (urls.length > most) throw refusal(`it names more than ${most} repositories`)
  if (urls.length === 0 || !urls.every((url) => typeof url === 'string')) {
    throw refusal('it names no repository', 'Send {"repository": "https://git.example/a/b"}')
  }
  const strange = urls.find((url) => repositoryKey(url) === undefined)
  if (strange !== undefined) {
    const shown = JSON.stringify(excerpt(withoutCredentials(strange)))
    throw refusal(
      `${shown} is not the URL of a repository`,
      'Write it whole, such as https://git.example/a/b',
    )
  }
  return { kind: 'look', urls }
}

function refusal(reason: string, hint?: string): Failure {
  return new Failure('invalid', `Cannot take this hook: ${reason}`, {
    ...(hint !== undefined && { hint }),
  })
}
