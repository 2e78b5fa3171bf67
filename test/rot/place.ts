import { pseudoVersion } from '../../src/gomod/pseudo-version.ts'
import type { GitHubApi } from '../check/forge-api.ts'
import { commit } from '../check/scene.ts'
import type { Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import type { ForgeRequest, Page, Reply } from '../forge/reply.ts'
import { repository, type Repository } from '../forge/repository.ts'

/** Two hosts of one case alone: `go…` has the import pages, `code…` the repositories. */
export interface Place {
  readonly forge: Forge
  readonly goHost: string
  readonly codeHost: string
  /** Path of the module that things happen to. */
  readonly path: string
  /** v1.0.0 on the first commit, v1.1.0 on the second, which adds a file. */
  readonly x: Repository
  /** The module of another repository on the same host, which stays as it is; gives its path. */
  readonly ok: () => Promise<string>
  /** What the interface of github.com knows; modules there are `github.com/<name of the place>/x`. */
  readonly api: GitHubApi
  /** The name of the place, good for a host or an owner. */
  readonly name: string
  /** Answers what git asks of the repository `x`. */
  readonly git: (reply: Reply, which?: Which) => void
  /** Answers all of one host. */
  readonly host: (host: string, reply: Reply, which?: Which) => void
  /** Does something before what git asks of `x` is answered for the time of that number; the first is 0. */
  readonly before: (index: number, happens: () => unknown) => void
  /** Puts a page at a host and path, such as that of a repository. */
  readonly page: (hostPath: string, page: Page) => void
  /** What the import page of `x` names. */
  readonly names: (url: string, vcs?: string) => void
  /** The pseudo-version of one of the commits of `x`. */
  readonly pseudo: (commit: number, base: string) => Promise<string>
}

/** Some of the requests that a reply is for. */
export interface Which {
  /** How many, from `from` on; all unless given. */
  readonly times?: number
  /** How many are answered as before; none unless given. */
  readonly from?: number
  /** Paths that go on as before, and are not counted. */
  readonly but?: RegExp
}

/** Makes a place with a healthy module at the root of a repository. */
export async function makePlace(forge: Forge, api: GitHubApi, name: string): Promise<Place> {
  const [goHost, codeHost] = [`go-${name}.test`, `code-${name}.test`]
  const path = `${goHost}/x`
  const x = await repository(forge, `${codeHost}/acme/x`, [
    commit(path, { tags: ['v1.0.0'] }),
    { files: { 'b.go': 'package a\n' }, tags: ['v1.1.0'] },
  ])
  const names = (url: string, vcs = 'git') => void forge.pages.set(path, goImport(path, vcs, url))
  names(x.url)

  async function ok(): Promise<string> {
    const okPath = `${goHost}/ok`
    const made = await repository(forge, `${codeHost}/acme/ok`, [
      commit(okPath, { tags: ['v1.0.0'] }),
    ])
    forge.pages.set(okPath, goImport(okPath, 'git', made.url))
    return okPath
  }

  const isGit = ({ host, path }: ForgeRequest): boolean =>
    host === codeHost && /^\/acme\/x(\.git)?\/./.test(path)

  function answer(
    isMeant: (request: ForgeRequest) => boolean,
    reply: Reply,
    { times = Infinity, from = 0, but }: Which = {},
  ): void {
    let count = 0
    forge.script((request) => {
      if (!isMeant(request) || but?.test(request.path) === true) return undefined
      count += 1
      return count > from && count <= from + times ? reply : undefined
    })
  }
  return {
    forge,
    api,
    name,
    goHost,
    codeHost,
    path,
    x,
    ok,
    git: (reply, which) => answer(isGit, reply, which),
    host: (host, reply, which) => answer((one) => one.host === host, reply, which),
    before(index, happens) {
      let count = 0
      forge.script(async (request) => {
        if (isGit(request) && count++ === index) await happens()
        return undefined
      })
    },
    page: (hostPath, page) => void forge.pages.set(hostPath, page),
    names,
    async pseudo(index, base) {
      const rev = x.commits[index] ?? ''
      const time = new Date(await x.git('log', '-1', '--format=%cI', rev))
      return pseudoVersion({ major: '', base, time, rev: rev.slice(0, 12) })
    },
  }
}
