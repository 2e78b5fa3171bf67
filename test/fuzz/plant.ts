import type { Forge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { goImport } from '../forge/pages.ts'
import type { Page } from '../forge/reply.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { must } from '../forge/run.ts'
import { modulePaths } from './module-paths.ts'
import type { OddObject, PageKind, Plan } from './plan.ts'

/** A repository that was made of a plan, and the hashes of everything in it that is a commit. */
export interface Planted {
  readonly repository: Repository
  /** In the order of the plan, the odd ones last. */
  readonly commits: readonly string[]
}

/** Makes the repository of a plan, and the pages that lead to it. */
export async function plant(forge: Forge, plan: Plan): Promise<Planted> {
  const made = await repository(forge, plan.at, plan.commits, {
    objectFormat: plan.objectFormat,
    defaultBranch: plan.branches[0] ?? 'main',
  })
  const odd: string[] = []
  for (const object of plan.odd) {
    const hash = await oddHash(made, object)
    await must('git', ['update-ref', object.ref, hash], inside(made))
    if (object.kind === 'commit') odd.push(hash)
  }
  const detached = plan.detached === undefined ? undefined : made.commits[plan.detached]
  if (detached !== undefined) await made.git('update-ref', '--no-deref', 'HEAD', detached)
  else if (plan.head !== plan.branches[0]) await made.setHead(plan.head)
  if (plan.root !== plan.at || plan.at.startsWith('gopkg.in/')) {
    const plain = goImport(plan.root, 'git', `https://${plan.at}`, plan.subdir)
    const page = pageOf[plan.page](plain, String(plain.body))
    for (const path of modulePaths(plan)) if (isBelow(path, plan.root)) forge.pages.set(path, page)
  }
  return { repository: made, commits: [...made.commits, ...odd] }
}

const stranger = '<meta name="go-import" content="other.test/x git https://other.test/x">'

const pageOf: Readonly<Record<PageKind, (plain: Page, body: string) => Page>> = {
  plain: (plain) => plain,
  'not-found': (plain) => ({ ...plain, status: 404 }),
  stranger: (plain, body) => ({ ...plain, body: body.replace('<meta', `${stranger}\n<meta`) }),
  twice: (plain, body) => ({ ...plain, body: body.replace(/<meta.*>\n/, '$&$&') }),
  cut: (plain, body) => ({ ...plain, body: body.replace(/">\n[^]*/, '">\n<a "') }),
}

/** Takes it off the forge again. */
export async function uproot(forge: Forge, plan: Plan, planted: Planted): Promise<void> {
  for (const path of modulePaths(plan)) forge.pages.delete(path)
  await planted.repository.deleteRepository()
}

const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(`${root}/`)

function inside({ folder }: Repository) {
  return { cwd: folder, env: isolated(folder) }
}

async function oddHash(made: Repository, object: OddObject): Promise<string> {
  const commit = made.commits[object.on] ?? ''
  const tree = await made.git('rev-parse', `${commit}^{tree}`)
  const write = (type: string, text: string) =>
    must('git', ['hash-object', '-t', type, '-w', '--stdin', '--literally'], {
      ...inside(made),
      input: text,
    })
  const tagOf = (hash: string, type: string, name: string) =>
    write(
      'tag',
      `object ${hash}\ntype ${type}\ntag ${name}\ntagger T <t@example.com> 1600000001 +0000\n\nx\n`,
    )
  const lines = [`tree ${tree}`, `parent ${commit}`, 'author T <t@example.com> 1 +0000']
  const makers = {
    tree: async () => tree,
    blob: () => write('blob', 'only a blob\n'),
    'tag-of-tag': async () => tagOf(await tagOf(commit, 'commit', 'inner'), 'tag', 'outer'),
    'tag-of-tree': () => tagOf(tree, 'tree', 'leaves'),
    commit: () => write('commit', [...lines, object.headers ?? '', '', 'odd\n'].join('\n')),
  }
  return makers[object.kind]()
}
