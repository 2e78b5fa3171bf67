import type { Page } from '../../forge/reply.ts'
import { commit } from '../../check/scene.ts'
import { goImport } from '../../forge/pages.ts'
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

/** The page is another one now. */
const becomes = (what: string, page: Page, says: RotCase['says']): RotCase => ({
  what: `its import page ${what}`,
  hasControl: true,
  happens: (place) => place.page(place.path, page),
  says,
  ...(says === 'import-dead' ? { confidence: 'corroborated' } : { nearMissOf: 'import-dead' }),
})

/** The tag of a page, whatever else is on it. */
const tag = ({ path, x }: Place): string => `<meta name="go-import" content="${path} git ${x.url}">`

/** A repository elsewhere on the same host, with the same commits. */
async function copied(
  { forge, codeHost, path }: Place,
  files: Record<string, string> = {},
  tag = 'v1.0.0',
): Promise<string> {
  const copy = await repository(forge, `${codeHost}/copy/x`, [commit(path, { files, tags: [tag] })])
  return copy.url
}

/** What happens to an import page, or to its host. */
export const importPageCases: readonly RotCase[] = [
  becomes('says 404', { status: 404 }, 'import-dead'),
  becomes('says 410', { status: 410 }, 'import-dead'),
  becomes('has no tag any more', { body: '<html><head></head></html>' }, 'import-dead'),
  becomes('is no page that can be read', { body: '<a <b' }, 'import-dead'),
  becomes(
    'is of another module',
    goImport('other.test/x', 'git', 'https://other.test/x'),
    'import-dead',
  ),
  ...[401, 403].map((code) => becomes(`says ${code}`, { status: code }, 'auth-required')),
  ...[429].map((code) => becomes(`says ${code}`, { status: code }, 'throttled')),
  ...[400, 405, 418, 451, 500, 502, 503].map((code) =>
    becomes(`says ${code}`, { status: code }, 'unreachable'),
  ),
  {
    what: 'its import page says 404, and yet has the tag',
    happens: (place) => place.page(place.path, { status: 404, body: `<head>${tag(place)}</head>` }),
    says: 'verified',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page says 500, and yet has the tag',
    happens: (place) => place.page(place.path, { status: 500, body: `<head>${tag(place)}</head>` }),
    says: 'verified',
    nearMissOf: 'unreachable',
  },
  {
    what: 'its import page has the tag in its body only',
    hasControl: true,
    happens: (place) => place.page(place.path, { body: `<head></head><body>${tag(place)}</body>` }),
    says: 'import-dead',
  },
  {
    what: 'its import page is missing once',
    happens: ({ goHost, host }) => host(goHost, status(404), { times: 1 }),
    says: 'verified',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page is missing, and the second look gets 503',
    hasControl: true,
    happens: (place) => {
      place.page(place.path, { status: 404 })
      place.host(place.goHost, unavailable(), { from: 1, but: /ok/ })
    },
    says: 'suspected import-dead',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page is missing, and nothing else of the host is known',
    happens: (place) => place.page(place.path, { status: 404 }),
    says: 'suspected import-dead',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page is missing, and the path is private',
    hasControl: true,
    happens: (place) => place.page(place.path, { status: 404 }),
    isPrivate: true,
    says: 'private',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its domain is parked, with one page for everything',
    happens: ({ goHost, host }) => host(goHost, { kind: 'page', status: 200, body: 'buy me' }),
    says: 'suspected import-dead',
    nearMissOf: 'import-dead',
  },
  ...(
    [
      ['401', unauthorized(), 'auth-required'],
      ['429', throttled(60), 'throttled'],
      ['503 and when to come again', unavailable(60), 'throttled'],
      ['500', status(500), 'unreachable'],
      ['a page that breaks off', cutOff(20), 'unreachable'],
    ] as const
  ).map(([what, reply, says]): RotCase => ({
    what: `the host of its import page says to all ${what}`,
    happens: ({ goHost, host }) => host(goHost, reply),
    says,
    nearMissOf: 'import-dead',
  })),
  {
    what: 'its import page is found through a redirect to another host',
    happens: (place) => {
      const { goHost, host, page, path, x } = place
      page(`new-${goHost}/x`, goImport(path, 'git', x.url))
      host(goHost, redirect(`https://new-${goHost}/x?go-get=1`))
    },
    says: 'verified',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page names the same repository, spelled in another way',
    happens: ({ names, x }) => names(`${x.url}.git`),
    says: 'verified',
    nearMissOf: 'import-moved',
  },
  {
    what: 'its import page names another repository with the same content, and nobody here knows the first one',
    happens: async (place) => place.names(await copied(place)),
    says: 'verified',
    nearMissOf: 'import-retargeted',
  },
  {
    what: 'its import page names another repository with the same content, on the machine that knows the first one',
    happens: async (place) => place.names(await copied(place)),
    remembers: true,
    says: 'import-moved',
  },
  {
    what: 'its import page names another repository with the same content, and the module cache knows the first one',
    happens: async (place) => place.names(await copied(place)),
    claim: (_, { x }) => ({ cachedOrigin: { VCS: 'git', URL: x.url, Hash: x.commits[0] ?? '' } }),
    says: 'import-moved',
  },
  {
    what: 'its import page names another repository with other content, on the machine that knows the first one',
    happens: async (place) => place.names(await copied(place, { 'e.go': 'package a\n' })),
    remembers: true,
    says: 'import-retargeted',
    nearMissOf: 'import-moved',
  },
  {
    what: 'its import page names another repository with other content, and nobody here knows the first one',
    happens: async (place) => place.names(await copied(place, { 'e.go': 'package a\n' })),
    says: 'version-moved',
    nearMissOf: 'import-retargeted',
  },
  {
    what: 'its import page names a repository without its tag',
    happens: async (place) => place.names(await copied(place, {}, 'v9.0.0')),
    says: 'version-gone',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page names a repository that is not there',
    hasControl: true,
    happens: ({ names, codeHost }) => names(`https://${codeHost}/acme/nowhere`),
    says: 'repo-gone',
    nearMissOf: 'unsupported',
  },
  {
    what: 'its import page names a repository of Bazaar',
    happens: ({ names, x }) => names(x.url, 'bzr'),
    says: 'unsupported',
    nearMissOf: 'import-dead',
  },
  {
    what: 'its import page names a repository to be read without protection',
    happens: ({ names, codeHost }) => names(`http://${codeHost}/acme/x`),
    says: 'insecure-origin',
  },
  {
    what: 'its import page names a repository to be read without protection, and the tag is moved',
    happens: async ({ names, codeHost, x }) => {
      await x.moveTag('v1.0.0', 1)
      names(`http://${codeHost}/acme/x`)
    },
    says: 'version-moved',
    nearMissOf: 'insecure-origin',
    notices: ['insecure-origin'],
  },
  {
    what: 'its import page names a repository of a system that there is not',
    hasControl: true,
    happens: ({ names, x }) => names(x.url, 'cvs'),
    says: 'unsupported',
    nearMissOf: 'import-dead',
  },
]
