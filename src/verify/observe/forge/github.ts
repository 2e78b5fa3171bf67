import type { ForgeFacts } from '../../judge/observation.ts'
import type { PageAsker } from '../ask-page.ts'
import { askJson, fieldAt } from './ask-json.ts'
import { movedTo } from './moved-to.ts'

/** Where GitHub answers questions about many repositories at once. */
export const gitHubApi = 'https://api.github.com/graphql'

/** Repositories in one question. */
const mostAtATime = 50
/** Source: what GitHub allows in names of owners and repositories */
const address = /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/

/**
 * What GitHub says of repositories: one question for fifty of them. Those of which it says nothing clear, as when it does
 * not take the token, are left out, but for the status of the whole answer where that is an error.
 *
 * Source: docs.github.com, GraphQL API, `Query.repository` (which follows renames)
 *
 * @param urls original URLs of repositories; those that are not on GitHub are left out
 */
export async function askGitHub(
  asker: PageAsker,
  urls: readonly string[],
): Promise<Map<string, ForgeFacts>> {
  const known = urls.filter((url) => address.test(url))
  const facts = new Map<string, ForgeFacts>()
  for (let from = 0; from < known.length; from += mostAtATime) {
    const some = known.slice(from, from + mostAtATime)
    const answer = await askJson(asker.gate, { url: gitHubApi, method: 'POST', body: query(some) })
    if (answer === undefined) break
    const { status, body } = answer
    for (const [index, url] of some.entries()) {
      const at = { at: asker.now(), url: gitHubApi }
      const said = status === 200 ? saidOf(body, index, url) : { status }
      if (said) facts.set(url, { ...at, ...said })
    }
    if (status !== 200) break
  }
  return facts
}

/** Names are variables: none becomes part of the question's text. */
function query(urls: readonly string[]): Uint8Array {
  const variables: Record<string, string> = {}
  for (const [index, url] of urls.entries()) {
    const [, owner = '', name = ''] = address.exec(url) ?? []
    variables[`o${index}`] = owner
    variables[`n${index}`] = name
  }
  const declared = Object.keys(variables).map((name) => `$${name}: String!`)
  const parts = urls.map(
    (_, i) => `r${i}: repository(owner: $o${i}, name: $n${i}) { isArchived isPrivate url }`,
  )
  const text = `query (${declared.join(', ')}) { ${parts.join(' ')} }`
  return Buffer.from(JSON.stringify({ query: text, variables }))
}

function saidOf(
  body: unknown,
  index: number,
  url: string,
): Omit<ForgeFacts, 'at' | 'url'> | undefined {
  const alias = `r${index}`
  const found = fieldAt(body, 'data', alias)
  if (typeof found === 'object' && found !== null) {
    return {
      status: 200,
      archived: fieldAt(found, 'isArchived') === true,
      isPrivate: fieldAt(found, 'isPrivate') === true,
      ...movedTo(url, fieldAt(found, 'url')),
    }
  }
  const errors = fieldAt(body, 'errors')
  const isMissing =
    Array.isArray(errors) &&
    errors.some(
      (error) => fieldAt(error, 'type') === 'NOT_FOUND' && fieldAt(error, 'path', 0) === alias,
    )
  return isMissing ? { status: 404 } : undefined
}
