import type { Forge } from '../forge/forge.ts'
import type { Rewrite } from '../forge/forge.ts'

/** What the interface of GitHub tells of a repository. */
export interface ApiRepository {
  readonly isArchived?: boolean
  readonly isPrivate?: boolean
  readonly url?: string
}

/** The interface of GitHub as the forge plays it. */
export interface GitHubApi {
  /** By `OWNER/NAME`; what is not here it does not know. */
  readonly repositories: Map<string, ApiRepository>
  /** With a token, by which our questions are known. */
  readonly rewrite: Rewrite
  /** Of each question the value of `authorization`, in their order. */
  readonly heard: readonly string[]
}

/** Has the forge answer GraphQL questions about repositories at api.github.com. */
export function playGitHubApi(forge: Forge, token: string): GitHubApi {
  const repositories = new Map<string, ApiRepository>()
  const heard: string[] = []
  forge.script(async ({ host, headers, body }) => {
    if (host !== 'api.github.com') return undefined
    heard.push(headers.authorization ?? '')
    const { query, variables } = JSON.parse((await body()).toString()) as {
      readonly query: string
      readonly variables: Readonly<Record<string, string>>
    }
    const aliases = [...query.matchAll(/(r(\d+)): repository/g)]
    const found = aliases.map(([, alias = '', n = '']) => {
      const name = `${variables[`o${n}`]}/${variables[`n${n}`]}`
      return { alias, told: repositories.get(name) ?? null }
    })
    const data = Object.fromEntries(found.map(({ alias, told }) => [alias, told]))
    const errors = found
      .filter(({ told }) => told === null)
      .map(({ alias }) => ({ type: 'NOT_FOUND', path: [alias] }))
    return { kind: 'page', status: 200, body: JSON.stringify({ data, errors }) }
  })
  const to = forge.url.replace('//', `//x-access-token:${token}@`)
  return {
    repositories,
    rewrite: { from: 'https://api.github.com/', to: `${to}/api.github.com/` },
    heard,
  }
}
