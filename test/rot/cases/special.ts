import { commit } from '../../check/scene.ts'
import { unauthorized } from '../../forge/reply.ts'
import { repository } from '../../forge/repository.ts'
import type { Place } from '../place.ts'
import type { RotCase, Sums } from '../rot-case.ts'
import { untrustedHost } from '../world.ts'

const other = 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
const third = 'h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA='
const asBefore = (sums: Sums): Sums => sums
const otherwise = (sums: Sums): Sums => ({ ...sums, goSum: other })

/** A module that the forge's interface can be asked about. */
async function onGitHub({ forge, name }: Place): Promise<string> {
  const path = `github.com/${name}/x`
  await repository(forge, path, [commit(path, { tags: ['v1.0.0'] })])
  return `${path}@v1.0.0`
}

/** git is told 401 about it from now on. */
const hide = ({ forge, name }: Place): unknown =>
  forge.script(({ host, path }) =>
    host === 'github.com' && path.startsWith(`/${name}/x/`) ? unauthorized() : undefined,
  )

/** What the interface tells of it, while git is told 401 and its page says 404. */
const hidden = (
  what: string,
  told: { readonly isPrivate: boolean } | undefined,
  more: Pick<RotCase, 'says' | 'nearMissOf'>,
): RotCase => ({
  what: `git is told 401, its page says 404, and the forge's interface ${what}`,
  prepare: onGitHub,
  hasControl: true,
  happens(place) {
    const { api, name } = place
    if (told) api.repositories.set(`${name}/x`, { ...told, url: `https://github.com/${name}/x` })
    return hide(place)
  },
  ...more,
})

/** What takes a checksum database, the interface of a forge, or a certificate. */
export const specialCases: readonly RotCase[] = [
  {
    what: 'a line of go.sum is wrong, and the log has what upstream has',
    claim: () => ({ goSum: other }),
    logs: asBefore,
    says: 'gosum-mismatch',
    nearMissOf: 'version-moved',
  },
  {
    what: 'its tag is moved, and the log has what go.sum has',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    logs: asBefore,
    says: 'version-moved',
    nearMissOf: 'gosum-mismatch',
  },
  {
    what: 'its tag is moved, and go.sum and the log differ as well',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    claim: () => ({ goSum: third }),
    logs: otherwise,
    says: 'version-moved',
  },
  {
    what: 'go.sum has no line, and the log has what upstream has',
    isWithoutSums: true,
    logs: asBefore,
    says: 'verified',
    confidence: 'corroborated',
  },
  {
    what: 'go.sum has no line, and the log has something else',
    isWithoutSums: true,
    logs: otherwise,
    says: 'version-moved',
    nearMissOf: 'verified',
  },
  {
    what: 'go.sum and upstream agree, and the log has another zip',
    logs: otherwise,
    says: 'sumdb-mismatch',
    nearMissOf: 'verified',
    confidence: 'corroborated',
  },
  {
    what: 'go.sum and upstream agree, and the log has another go.mod',
    logs: (sums) => ({ ...sums, goModSum: other }),
    says: 'sumdb-mismatch',
    nearMissOf: 'gosum-mismatch',
  },
  {
    what: 'go.sum, upstream and the log agree',
    logs: asBefore,
    says: 'verified',
    nearMissOf: 'sumdb-mismatch',
  },
  {
    what: 'the log has something else, and may not be told of the module',
    logs: otherwise,
    isPrivate: true,
    says: 'verified',
    nearMissOf: 'sumdb-mismatch',
  },
  {
    what: 'the log has something else, and refs are enough',
    logs: otherwise,
    remembers: true,
    level: 'refs',
    says: 'unchanged',
    nearMissOf: 'sumdb-mismatch',
  },
  {
    what: 'its repository is archived',
    prepare: onGitHub,
    happens: ({ api, name }) =>
      void api.repositories.set(`${name}/x`, {
        isArchived: true,
        url: `https://github.com/${name}/x`,
      }),
    says: 'archived',
  },
  {
    what: 'its repository is not archived',
    prepare: onGitHub,
    happens: ({ api, name }) =>
      void api.repositories.set(`${name}/x`, { url: `https://github.com/${name}/x` }),
    says: 'verified',
    nearMissOf: 'archived',
  },
  {
    what: 'its repository is archived, and a line of go.sum is wrong',
    prepare: onGitHub,
    happens: ({ api, name }) =>
      void api.repositories.set(`${name}/x`, {
        isArchived: true,
        url: `https://github.com/${name}/x`,
      }),
    claim: () => ({ goSum: other }),
    says: 'version-moved',
    nearMissOf: 'archived',
    notices: ['archived'],
  },
  hidden('does not know it', undefined, { says: 'repo-gone' }),
  hidden(
    'says that it is private',
    { isPrivate: true },
    { says: 'auth-required', nearMissOf: 'repo-gone' },
  ),
  hidden(
    'says that it is public',
    { isPrivate: false },
    { says: 'throttled', nearMissOf: 'repo-gone' },
  ),
  {
    what: 'the certificate of its host is not valid',
    happens: ({ names }) => names(`https://${untrustedHost}/acme/x`),
    says: 'tls-invalid',
    confidence: 'tentative',
  },
  {
    what: 'the certificate of its host is not valid, and it is remembered',
    happens: ({ names }) => names(`https://${untrustedHost}/acme/x`),
    remembers: true,
    level: 'refs',
    says: 'tls-invalid',
    nearMissOf: 'unchanged',
  },
]
