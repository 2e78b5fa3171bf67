import { commit } from '../../check/scene.ts'
import {
  cutOff,
  redirect,
  status,
  throttled,
  unauthorized,
  unavailable,
} from '../../forge/reply.ts'
import { repository } from '../../forge/repository.ts'
import type { Place } from '../place.ts'
import type { RotCase } from '../rot-case.ts'

const pageOf = ({ codeHost }: Place): string => `${codeHost}/acme/x`

/** It goes to another owner, who has a page. */
async function inherited({ codeHost, x, page }: Place): Promise<void> {
  await x.rename(`${codeHost}/other/x`, { redirect: true })
  page(`${codeHost}/other`, { body: 'hello' })
}

const deleted: RotCase = {
  what: 'its repository is deleted',
  hasControl: true,
  happens: ({ x }) => x.deleteRepository(),
  says: 'repo-gone',
  confidence: 'corroborated',
}

/** It is deleted, and its page says something else than 404. */
const withPage = (code: number, says: RotCase['says']): RotCase => ({
  ...deleted,
  what: `its repository is deleted, and its page says ${code}`,
  async happens(place) {
    await place.x.deleteRepository()
    place.page(pageOf(place), { status: code, body: 'hello' })
  },
  says,
  ...(says === 'repo-gone' ? {} : { nearMissOf: 'repo-gone', confidence: 'tentative' }),
})

/** It is deleted, and no other module of the host is known. */
const alone = (front: number | undefined, says: RotCase['says']): RotCase => ({
  ...deleted,
  what: `its repository is deleted, and the front page of the host says ${front ?? 'nothing'}`,
  hasControl: false,
  async happens(place) {
    await place.x.deleteRepository()
    if (front !== undefined) place.page(`${place.codeHost}/`, { status: front })
  },
  says,
  ...(says === 'repo-gone' ? {} : { nearMissOf: 'repo-gone', confidence: 'tentative' }),
})

/** git is refused, and the page says something. */
const refused = (
  code: 401 | 403,
  page: number,
  says: RotCase['says'],
  more: Partial<RotCase> = {},
): RotCase => ({
  what: `git is told ${code}, and the page says ${page}`,
  hasControl: true,
  happens(place) {
    place.git(code === 401 ? unauthorized() : status(403))
    place.page(pageOf(place), { status: page })
  },
  says,
  nearMissOf: 'repo-gone',
  ...more,
})

/** What is said by the host to whatever it is asked. */
const troubles: readonly [what: string, reply: ReturnType<typeof status>, says: RotCase['says']][] =
  [
    ['429', throttled(120), 'throttled'],
    ['503 and when to come again', unavailable(120), 'throttled'],
    [
      '403, and that nothing is left of its limit',
      status(403, { 'x-ratelimit-remaining': '0' }),
      'throttled',
    ],
    ['503', unavailable(), 'unreachable'],
    ['500', status(500), 'unreachable'],
    ['502', status(502), 'unreachable'],
    ['451, as where it is blocked', status(451), 'unreachable'],
    ['418', status(418), 'unreachable'],
    ['an answer that breaks off', cutOff(3), 'unreachable'],
  ]

/** What happens to a repository, or to what its host says of it. */
export const repositoryCases: readonly RotCase[] = [
  { what: 'nothing happens, beside a control', hasControl: true, says: 'verified' },
  deleted,
  {
    ...deleted,
    what: 'its repository is deleted, and only its go.mod is needed',
    claim: () => ({ scope: 'graph' }),
  },
  withPage(410, 'repo-gone'),
  ...[200, 401, 403, 429, 451, 500, 503].map((code) => withPage(code, 'suspected repo-gone')),
  ...[undefined, 200, 404, 403, 429, 500].map((front) => alone(front, 'suspected repo-gone')),
  {
    ...alone(200, 'repo-gone'),
    what: 'its repository is deleted, no other of the host is known, and that is seen over days',
    days: [0, 1, 3.1],
    confidence: 'confirmed',
    nearMissOf: 'suspected',
  },
  {
    ...alone(200, 'suspected repo-gone'),
    what: 'its repository is deleted, no other of the host is known, and that is seen often in a day',
    days: [0, 0.2, 0.5, 1],
  },
  {
    ...alone(500, 'suspected repo-gone'),
    what: 'its repository is deleted, and for days the host answers nothing else either',
    days: [0, 1, 3.1],
  },
  {
    ...deleted,
    what: 'its repository is deleted, and the path is private',
    isPrivate: true,
    says: 'private',
    confidence: 'tentative',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'git is told 404 once',
    hasControl: true,
    happens: ({ git }) => git(status(404), { times: 2 }),
    says: 'verified',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'git is told 404, and then 500',
    hasControl: true,
    happens: async ({ x, git }) => {
      await x.deleteRepository()
      git(status(500), { from: 2 })
    },
    says: 'suspected repo-gone',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'the host says 404 to everything',
    hasControl: true,
    happens: ({ codeHost, host }) => host(codeHost, status(404)),
    says: 'suspected repo-gone',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'the host says 404 to whatever it keeps, and has a front page',
    hasControl: true,
    happens({ codeHost, host, page }) {
      host(codeHost, status(404), { but: /^\/$/ })
      page(`${codeHost}/`, { body: 'hello' })
    },
    says: 'suspected repo-gone',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'its repository is made anew, empty',
    hasControl: true,
    happens: async ({ forge, x }) => {
      await x.deleteRepository()
      await repository(forge, x.path, [])
    },
    says: 'suspected version-gone',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'its repository is made anew, with other content',
    happens: async ({ forge, x, path }) => {
      await x.deleteRepository()
      await repository(forge, x.path, [
        commit(path, { files: { 'e.go': 'package a\n' }, tags: ['v1.0.0'] }),
      ])
    },
    says: 'version-moved',
    nearMissOf: 'repo-gone',
  },
  {
    what: 'its repository is made anew, with the same commits',
    happens: async ({ forge, x, path }) => {
      await x.deleteRepository()
      await repository(forge, x.path, [commit(path, { tags: ['v1.0.0'] })])
    },
    says: 'verified',
    nearMissOf: 'repo-gone',
  },
  {
    ...deleted,
    what: 'its repository is renamed, and the old address says nothing of it',
    happens: ({ codeHost, x }) => x.rename(`${codeHost}/other/x`),
  },
  {
    what: 'its repository is renamed by its owner',
    happens: ({ codeHost, x }) => x.rename(`${codeHost}/acme/y`, { redirect: true }),
    says: 'redirected',
  },
  {
    what: 'its repository goes to another owner, and nobody has the name of the old one',
    happens: inherited,
    says: 'owner-free',
    confidence: 'corroborated',
    notices: ['redirected'],
  },
  {
    what: 'its repository goes to another owner, and nobody has the name of the old one, on the machine that knows it',
    happens: inherited,
    remembers: true,
    level: 'refs',
    says: 'owner-free',
  },
  {
    what: 'its repository goes to another owner on a host that has no pages of owners',
    happens: ({ codeHost, x }) => x.rename(`${codeHost}/other/x`, { redirect: true }),
    says: 'redirected',
    nearMissOf: 'owner-free',
  },
  {
    what: 'its repository goes to another owner, and the old one is still there',
    happens: async (place) => {
      const { codeHost, page } = place
      await inherited(place)
      page(`${codeHost}/acme`, { body: 'hello' })
    },
    says: 'redirected',
    nearMissOf: 'owner-free',
  },
  {
    what: 'its repository goes to another owner, and the old one is put off',
    happens: async (place) => {
      const { codeHost, page } = place
      await inherited(place)
      page(`${codeHost}/acme`, { status: 429 })
    },
    says: 'redirected',
    nearMissOf: 'owner-free',
  },
  {
    what: 'its repository goes to another owner with other content',
    happens: async ({ codeHost, x }) => {
      await x.moveTag('v1.0.0', 1)
      await x.rename(`${codeHost}/other/x`, { redirect: true })
    },
    says: 'version-moved',
    nearMissOf: 'redirected',
  },
  {
    what: 'its repository is renamed, and the tag is deleted',
    happens: async ({ codeHost, x }) => {
      await x.deleteTag('v1.0.0')
      await x.rename(`${codeHost}/acme/y`, { redirect: true })
    },
    says: 'version-gone',
    nearMissOf: 'redirected',
  },
  {
    what: 'its repository sends on to itself for ever',
    hasControl: true,
    happens: ({ git, x }) => git(redirect(`${x.url}/info/refs?service=git-upload-pack`)),
    says: 'unreachable',
    nearMissOf: 'redirected',
  },
  refused(401, 404, 'suspected repo-gone'),
  refused(403, 404, 'suspected repo-gone', { nearMissOf: 'auth-required' }),
  refused(401, 410, 'suspected repo-gone'),
  refused(401, 200, 'auth-required'),
  refused(403, 200, 'auth-required', { nearMissOf: 'throttled' }),
  refused(401, 403, 'auth-required'),
  refused(401, 500, 'auth-required'),
  refused(401, 429, 'throttled', { nearMissOf: 'auth-required' }),
  refused(401, 404, 'auth-required', {
    what: 'git is told 401, the page says 404, and the path is private',
    isPrivate: true,
    nearMissOf: 'private',
  }),
  ...troubles.map(([what, reply, says]): RotCase => ({
    what: `git is told ${what}`,
    hasControl: true,
    happens: ({ git }) => git(reply),
    says,
    nearMissOf: 'repo-gone',
  })),
  ...troubles.map(([what, reply, says]): RotCase => ({
    what: `the host says to all ${what}`,
    hasControl: true,
    happens: ({ codeHost, host }) => host(codeHost, reply),
    says,
    nearMissOf: says === 'throttled' ? 'unreachable' : 'throttled',
  })),
  {
    what: 'the check is ended before it began',
    hasControl: true,
    happens: ({ x }) => x.deleteRepository(),
    isStopped: true,
    says: 'pending',
    nearMissOf: 'repo-gone',
  },
]
