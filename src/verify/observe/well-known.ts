import type { Repository } from '../judge/observation.ts'

/**
 * A public repository of each of the large hosts, to be asked for where nothing else of the host is known: small, years
 * old, and what others depend on, so that it is likely to stay. Should it go all the same, it takes days until anything
 * of that host is called lost there.
 */
const repositories: readonly string[] = [
  'https://github.com/octocat/Hello-World',
  'https://gitlab.com/gitlab-org/go/reopen',
  'https://bitbucket.org/bertimus9/systemstat',
  'https://codeberg.org/go-pdf/fpdf',
  'https://git.sr.ht/~sircmpwn/getopt',
  'https://go.googlesource.com/sync',
  'https://gitee.com/mirrors/noto-cjk',
]

/** The well-known repository of a host; undefined where none is known. */
export function wellKnownAt(host: string): Repository | undefined {
  const url = repositories.find((url) => new URL(url).host === host)
  return url === undefined ? undefined : { vcs: 'git', url }
}
