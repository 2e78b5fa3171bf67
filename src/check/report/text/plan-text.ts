import type { Plan, PlannedHost } from '../../plan/plan-asking.ts'
import type { PlannedBeside } from '../../plan/plan-besides.ts'
import { labelled, shown, wrap, type TextStyle } from './text-layout.ts'
import { counted, numberText } from '../units.ts'

/** Lines of one kind, and modules in one, unless more are asked for. */
const mostLines = 5

/** What a check would ask of whom, for a terminal. */
export function planText(
  name: string,
  { hosts, unknown, unasked, besides = [] }: Plan & { readonly besides?: readonly PlannedBeside[] },
  style: TextStyle,
): string {
  const lines = [`headwater check --dry-run  ${shown(name, style)}`, '']
  for (const host of hosts) lines.push(...hostLines(host, style), '')
  for (const [host, told] of Map.groupBy(besides, (beside) => beside.host)) {
    lines.push(shown(host, style), ...told.flatMap((beside) => besideLines(beside, style)), '')
  }
  if (unknown.length > 0) {
    const what = `${counted(unknown.length, 'module')} whose import page names a repository that was never asked here; its host is asked, too: ${someOf(unknown, style).join(', ')}`
    lines.push(...wrap(shown(what, style), style.width), '')
  }
  for (const text of someOf(
    unasked.map(({ module, why }) => `Nobody is asked for ${module}: ${why}`),
    style,
  )) {
    lines.push(...wrap(shown(text, style), style.width))
  }
  if (unasked.length > 0) lines.push('')
  const names = new Set([...hosts, ...besides].map(({ host }) => host))
  const pages = sum(hosts.map((host) => host.pages.length))
  const repositories = sum(hosts.map((host) => host.repositories.length))
  const again = [
    'What seems lost or changed is looked at once more, with its page and something else of the same host.',
    'Where a repository has another owner now, the page of the former one is asked for, and if that is gone, of the new one.',
    'Of a host without an address the name is asked of the resolvers of this machine and, unless it is private, of the name servers of the zone above.',
    '',
  ].join(' ')
  lines.push(
    ...wrap(
      names.size === 0
        ? 'Nobody would be asked for anything.'
        : `${again}Nobody was asked just now.`,
      style.width,
    ),
    `${counted(names.size, 'host')}, ${counted(pages, 'page')}, ${counted(repositories, 'repository')}`,
  )
  return `${lines.join('\n')}\n`
}

function besideLines({ what, about }: PlannedBeside, style: TextStyle): string[] {
  const isList = style.verbose || about.length <= mostLines
  const text = about.length > 0 ? subjectsOf[what](about, isList) : inDoubt[what]
  return labelled({ label: what, text }, style)
}

const modules = (about: readonly string[], isList: boolean): string =>
  isList ? about.join(', ') : counted(about.length, 'module')

const subjectsOf = {
  server: (about: readonly string[], isList: boolean) =>
    `what upstream gives for ${modules(about, isList)}, before the other hosts are asked for what it cannot tell; and a go.mod that the graph needs`,
  forge: (about: readonly string[]) => `what became of ${counted(about.length, 'repository')}`,
  sumdb: (about: readonly string[], isList: boolean) =>
    `the records of ${modules(about, isList)}, and of any whose content is not what go.sum says`,
} as const
const inDoubt = {
  server: 'what upstream gives for a module',
  forge: 'what became of a repository that does not answer',
  sumdb: 'the record of any module whose content is not what go.sum says',
} as const

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

function hostLines({ host, pages, repositories }: PlannedHost, style: TextStyle): string[] {
  const all = [
    ...pages.map((url) => ({ label: 'page', text: url })),
    ...repositories.map(({ url, modules, isRemembered }) => ({
      label: 'refs',
      text: `${url}, and content of ${modules.join(', ')}${isRemembered ? ' (where it was found the last time)' : ''}`,
    })),
  ]
  const most = style.verbose ? all.length : mostLines
  const more = all.length > most ? [`  ${moreText(all.length - most)}`] : []
  return [shown(host, style), ...all.slice(0, most).flatMap((one) => labelled(one, style)), ...more]
}

/** All, or the first few with a word on the others. */
function someOf(all: readonly string[], { verbose }: TextStyle): readonly string[] {
  if (verbose || all.length <= mostLines) return all
  return [...all.slice(0, mostLines), moreText(all.length - mostLines)]
}

function moreText(count: number): string {
  return `and ${numberText(count)} more (-v lists them)`
}
