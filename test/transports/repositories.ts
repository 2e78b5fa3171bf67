import type { CommitSpec } from '../forge/commit-spec.ts'
import type { Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'

const history: readonly CommitSpec[] = [
  {
    files: {
      'go.mod': 'module over.test/m\n\ngo 1.21\n',
      'm.go': 'package m\n',
      'sub/go.mod': 'module over.test/m/sub\n',
      'sub/s.go': 'package sub\n',
      LICENSE: 'free\n',
    },
    tags: ['v0.1.0', { name: 'sub/v0.1.0', annotated: true }],
  },
  { files: { 'm.go': 'package m // 2\n' }, tags: [{ name: 'v1.0.0', annotated: true }] },
  { files: { 'm.go': 'package m // 3\n' } },
  { files: { 'm.go': 'package m // dev\n' }, branch: 'dev', from: 'main' },
]

/** The repositories that are read over every transport, below `git.test/` of the forge. */
export interface Repositories {
  /** A module `over.test/m`, and one below it. */
  readonly main: Repository
  /** The same with SHA-256. */
  readonly long: Repository
  readonly empty: Repository
}

/** Makes them. */
export async function makeRepositories(forge: Forge): Promise<Repositories> {
  return {
    main: await repository(forge, 'git.test/main', history),
    long: await repository(forge, 'git.test/long', history, { objectFormat: 'sha256' }),
    empty: await repository(forge, 'git.test/empty', []),
  }
}

const short = (hash: string) => hash.slice(0, 12)

/** What is asked of `over.test/m`, and what go must make of it. */
export function questions(main: Repository): Record<string, string | RegExp> {
  const [first = '', , third = '', fourth = ''] = main.commits
  return {
    'v0.1.0': 'v0.1.0',
    'v1.0.0': 'v1.0.0',
    latest: 'v1.0.0',
    [short(first)]: 'v0.1.0',
    main: `v1.0.1-0.20200102030605-${short(third)}`,
    dev: `v1.0.1-0.20200102030705-${short(fourth)}`,
    'v9.0.0': /./,
    'v1.2.3': /unknown revision/,
    '/sub@v0.1.0': 'v0.1.0',
    [`v1.0.1-0.20200102030605-${short(third)}`]: `v1.0.1-0.20200102030605-${short(third)}`,
    [`v1.2.1-0.20200102030605-${short(third)}`]: /preceding tag/,
  }
}

/**
 * The same in two rounds: go has all of a repository after its first look, where a server knows no shallow ones, and
 * tells no ref for a hash that it has already.
 */
export function questionsApart(main: Repository): Record<string, string | RegExp>[] {
  const hash = short(main.commits[0] ?? '')
  const { [hash]: alone = '', ...others } = questions(main)
  return [others, { [hash]: alone }]
}
