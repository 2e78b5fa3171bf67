import { decodeBase64 } from '../../tlog/base64.ts'
import { publicKeyFromRaw, verifyEd25519 } from '../../tlog/ed25519.ts'
import { fieldAt, isSegment, textAt } from './fields.ts'
import type { HookHeaders, Sender } from './sender.ts'

/** A server of sourcehut, and the key that its network signs with. */
export interface SourcehutServer {
  /** Name, and port if unusual, in lower case. */
  readonly host: string
  /** Its public Ed25519 key: 32 bytes in base64. */
  readonly key: string
}

const news = new Set(['GIT_POST_RECEIVE', 'REPO_CREATED', 'REPO_UPDATE', 'REPO_DELETED'])

/**
 * A server of sourcehut. It signs body and nonce with the one key of its network, whoever set up the hook, and that
 * person chooses what the body says: so it proves that some user of the network wants us to look at a repository there,
 * no more, and only repositories of this host are believed in.
 *
 * @throws InvalidError when the key is none
 *
 * Source: man.sr.ht, "GraphQL", "API conventions" (webhook signatures); core-go `crypto.SignWebhook`
 */
export function sourcehut({ host, key }: SourcehutServer): Sender {
  const publicKey = publicKeyFromRaw(decodeBase64(key) ?? new Uint8Array())
  return {
    mayHaveSent: (headers) => proofOf(headers) !== undefined,
    hasSent(headers, body) {
      const proof = proofOf(headers)
      if (proof === undefined) return false
      return verifyEd25519(Buffer.concat([body, proof.nonce]), publicKey, proof.signature)
    },
    wish(headers, payload) {
      const webhook = fieldAt(payload, 'data', 'webhook')
      const event = textAt(webhook, 'event') ?? headers('x-webhook-event') ?? ''
      if (!news.has(event)) return { kind: 'nothing' }
      const owner = textAt(webhook, 'repository', 'owner', 'canonicalName')
      const name = textAt(webhook, 'repository', 'name')
      const urls = isSegment(owner) && isSegment(name) ? [`https://${host}/${owner}/${name}`] : []
      return { kind: 'look', urls }
    },
  }
}

function proofOf(headers: HookHeaders): { nonce: Buffer; signature: Uint8Array } | undefined {
  const nonce = headers('x-payload-nonce') ?? ''
  const signature = decodeBase64(headers('x-payload-signature') ?? '')
  if (!/^[0-9a-f]{16,64}$/.test(nonce) || signature?.length !== 64) return undefined
  return { nonce: Buffer.from(nonce), signature }
}
