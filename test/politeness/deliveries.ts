import { createHmac } from 'node:crypto'
import { ask, type Taken } from '../serve/ask.ts'

/** How a forge tells of a push to a repository. */
export type Delivery = (
  repository: string,
  secret: string,
) => {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const signed = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('hex')

/** By the name of the hook. Source: the documentation that `src/server/hooks/` names for each. */
export const deliveries: Readonly<Record<string, Delivery>> = {
  github(repository, secret) {
    const body = JSON.stringify({
      ref: 'refs/tags/v1.1.0',
      repository: { clone_url: `${repository}.git`, html_url: repository },
    })
    const headers = {
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${signed(secret, body)}`,
    }
    return { headers, body }
  },
  gitlab(repository, secret) {
    const project = { web_url: repository, git_http_url: `${repository}.git` }
    const body = JSON.stringify({ object_kind: 'tag_push', event_name: 'tag_push', project })
    return { headers: { 'x-gitlab-event': 'Tag Push Hook', 'x-gitlab-token': secret }, body }
  },
  gitea(repository, secret) {
    const body = JSON.stringify({ repository: { clone_url: `${repository}.git` } })
    return {
      headers: { 'x-gitea-event': 'push', 'x-gitea-signature': signed(secret, body) },
      body,
    }
  },
  generic(repository, secret) {
    const body = JSON.stringify({ repository })
    return { headers: { 'x-headwater-signature': `sha256=${signed(secret, body)}` }, body }
  },
}

/** Sends a delivery to the hook of that name. */
export function deliver(
  server: { readonly url: string },
  name: string,
  repository: string,
  secret: string,
): Promise<Taken> {
  const { headers, body } = (deliveries[name] as Delivery)(repository, secret)
  return ask(server, `-/hooks/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}
