import { Failure } from '../../failure.ts'
import { hasPathPrefix } from '../../gomod/module-path.ts'

/** A repository that an import path names without anybody being asked. */
export interface Repository {
  /** The import path of the repository's root. */
  readonly root: string
  readonly vcs: 'git' | 'hg' | 'svn' | 'fossil'
  readonly url: string
  /** True when the path does not tell the scheme of the URL, so that https is a guess. */
  readonly isGuess: boolean
}

/** How the paths below one host are made. */
interface HostRule {
  readonly prefix: string
  /** Matches a whole path; the group `root` is its repository's root, which behind `https://` is the URL. */
  readonly path: RegExp
  /** The same, for people. */
  readonly form: string
  readonly vcs: 'git' | 'fossil'
  /** True when the root must not end in `.git` or the like. */
  readonly bare: boolean
}

/** Source: cmd/go/internal/vcs.vcsPaths */
const rules: readonly HostRule[] = [
  {
    prefix: 'github.com',
    path: /^(?<root>github\.com\/[\w.-]+\/[\w.-]+)(?:\/[\w.-]+)*$/,
    form: 'github.com/OWNER/REPOSITORY',
    vcs: 'git',
    bare: true,
  },
  {
    prefix: 'bitbucket.org',
    path: /^(?<root>bitbucket\.org\/[\w.-]+\/[\w.-]+)(?:\/[\w.-]+)*$/,
    form: 'bitbucket.org/WORKSPACE/REPOSITORY',
    vcs: 'git',
    bare: true,
  },
  {
    prefix: 'hub.jazz.net/git',
    path: /^(?<root>hub\.jazz\.net\/git\/[a-z0-9]+\/[\w.-]+)(?:\/[\w.-]+)*$/,
    form: 'hub.jazz.net/git/USER/REPOSITORY, the user in lower-case letters and digits',
    vcs: 'git',
    bare: true,
  },
  {
    prefix: 'git.apache.org',
    path: /^(?<root>git\.apache\.org\/[a-z0-9_.-]+\.git)(?:\/[\w.-]+)*$/,
    form: 'git.apache.org/REPOSITORY.git, in lower case',
    vcs: 'git',
    bare: false,
  },
  {
    prefix: 'git.openstack.org',
    path: /^(?<root>git\.openstack\.org\/[\w.-]+\/[\w.-]+)(?:\/[\w.-]+)*$/,
    form: 'git.openstack.org/PROJECT/REPOSITORY',
    vcs: 'git',
    bare: false,
  },
  {
    prefix: 'chiselapp.com',
    path: /^(?<root>chiselapp\.com\/user\/[A-Za-z0-9]+\/repository\/[\w.-]+)$/,
    form: 'chiselapp.com/user/USER/repository/REPOSITORY',
    vcs: 'fossil',
    bare: false,
  },
]

/**
 * The repository that `path` names by itself: because its host is known, or because one of its elements ends in
 * `.git`, `.hg`, `.svn` or `.fossil`. Undefined when its host must be asked. In the second form the root keeps the
 * suffix while the URL drops it, and its scheme is a guess.
 *
 * @throws Failure `not-found` when the host is known and has no such paths
 *
 * Source: cmd/go/internal/vcs.repoRootFromVCSPaths
 */
export function knownHost(path: string): Repository | undefined {
  const rule = rules.find(({ prefix }) => hasPathPrefix(path, prefix))
  if (rule === undefined) return suffixed(path)
  const root = rule.path.exec(path)?.groups?.['root']
  if (root === undefined) throw impossible(path, `paths there have the form ${rule.form}`)
  if (rule.bare && /\.(?:fossil|git|hg|svn)$/.test(root)) {
    throw impossible(path, `a repository of ${rule.prefix} is named without .git or the like`)
  }
  return { root, vcs: rule.vcs, url: `https://${root}`, isGuess: false }
}

const suffixedElement = /^~?[\w.-]+\.(?<vcs>fossil|git|hg|svn)$/

/**
 * Reads `host.name/path/to/repository.vcs/folder`; of several such suffixes the last counts. Go
 * looks for this form anywhere in a path. Where it finds it not at the start, the root is no prefix
 * of the path, and no module can come of it.
 */
function suffixed(path: string): Repository | undefined {
  const elements = path.split('/')
  const malformed = elements.findLastIndex((element, i) => i > 0 && !/^~?[\w.-]+$/.test(element))
  const first = elements.findIndex((element, i) => i >= malformed && isHost(tail(element)))
  if (first < 0) return undefined
  const last = elements.findLastIndex((element, i) => i > first && suffixedElement.test(element))
  const vcs = suffixedElement.exec(elements[last] ?? '')?.groups?.['vcs']
  if (!isSuffix(vcs)) return undefined
  const root = [tail(elements[first] ?? ''), ...elements.slice(first + 1, last + 1)].join('/')
  if (!hasPathPrefix(path, root)) {
    throw impossible(path, `a path to a .${vcs} begins with a host and has ~ only before names`)
  }
  return { root, vcs, url: `https://${root.slice(0, -`.${vcs}`.length)}`, isGuess: true }
}

/** The end of a path element, as far as it can be in a host name. */
function tail(element: string): string {
  return element.split(/[^a-z0-9.-]/).at(-1) ?? ''
}

function isHost(text: string): boolean {
  return /^[a-z0-9.-]+\.[a-z0-9.-]+$/.test(text)
}

function isSuffix(vcs: string | undefined): vcs is Repository['vcs'] {
  return vcs === 'git' || vcs === 'hg' || vcs === 'svn' || vcs === 'fossil'
}

function impossible(path: string, why: string): Failure {
  return new Failure('not-found', `Cannot find a repository for "${path}": ${why}`, {
    at: 'import-page',
  })
}
