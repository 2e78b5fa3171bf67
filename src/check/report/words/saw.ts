import type { Evidence } from '../../../verify/judge/evidence.ts'
import { excerpt } from '../../../safe-text.ts'
import type { ReportModule } from '../report.ts'
import { dayText, isSameDay } from './dates.ts'

/** What a sentence about seeing depends on. */
export interface Seen {
  /** When the check began, RFC 3339. */
  readonly now: string
  /** How many modules it was seen of. */
  readonly modules: number
}

/** What was seen of a module, in one sentence for people, from the shortest wording to the fullest. */
export function sawTexts(module: ReportModule, { now, modules }: Seen): string[] {
  const { verdict } = module
  const compared = comparedTexts(module)
  if (compared.length > 0) return compared
  if (verdict.detail !== undefined) return [brief(verdict.detail)]
  const told = verdict.evidence.filter(({ channel }) => channel !== 'control')
  const said = tellingOf(told)
  const control = verdict.evidence.find(({ channel }) => channel === 'control')
  if (control !== undefined && control.of === 'repository' && isSameTrouble(said, control)) {
    const same = said.filter(({ saw }) => saw === control.saw).slice(0, 1)
    const start = `${listOf(same, false)}; the control repository, which exists, got the same`
    const these = modules === 1 ? 'this module' : 'these modules'
    return [
      `${start}: it says nothing about ${modules === 1 ? 'it' : 'these'}`,
      `${start}, so this says nothing about ${these}`,
    ]
  }
  const isNoAnswer = verdict.class === 'undetermined' && verdict.suspect === undefined
  const [first] = said
  if (isNoAnswer && first && isAllTheSame(first, verdict.evidence)) {
    return [listOf([first], false)]
  }
  const main = listOf(said, !isNoAnswer || said.length > 1)
  const since = sinceText(module, now)
  if (control === undefined) return [main + since]
  const [short, full] = controlTexts(control)
  return [`${main}, ${short}${since}`, ...(full === short ? [] : [`${main}, ${full}${since}`])]
}

/** For content that is not what a witness has: which witnesses say so. */
function comparedTexts({ sum, verdict, origin, first }: ReportModule): string[] {
  if (verdict.class !== 'changed') return []
  const { goSum, upstream, sumdb } = sum.upstream === null ? sum.goMod : sum
  if (upstream === null) return []
  const others = [
    ...(goSum !== null && goSum !== upstream ? ['go.sum'] : []),
    ...(sumdb !== null && sumdb !== upstream ? ['the public log'] : []),
  ]
  if (verdict.code === 'import-retargeted' && verdict.detail !== undefined) {
    const have = others.length > 1 ? 'have' : 'has'
    const not = others.length > 0 ? `${others.join(' and ')} ${have}` : 'was seen first'
    return [`${brief(verdict.detail)}; the content is not what ${not}`]
  }
  if (verdict.code === 'version-moved') {
    if (others.length > 0) {
      const than = `the tag names other content than ${others.join(' and ')}`
      return [than, `${than} ${others.length > 1 ? 'do' : 'does'}`]
    }
    return first?.sum !== undefined && first.sum !== upstream
      ? ['the tag names other content than when it was seen first']
      : []
  }
  if (others.length === 0) return []
  const commit = origin?.hash == null ? '' : ` of commit ${origin.hash.slice(0, 7)}`
  const not = `the content${commit} is not what ${others.join(' and ')} ${others.length > 1 ? 'have' : 'has'}`
  const side = goSum === upstream ? 'go.sum' : sumdb === upstream ? 'the public log' : undefined
  return [side === undefined ? not : `${not}; ${side} agrees with upstream`]
}

/** What tells most: of a host without an address what is said of its name, else all that was seen now. */
function tellingOf(told: readonly Evidence[]): readonly Evidence[] {
  const names = told.filter(({ channel }) => channel === 'dns')
  if (names.length > 0) return names
  const telling = told.filter(isTelling)
  return telling.length > 0 ? telling : told
}

/** Hashes stand elsewhere; what was known before is no sight. */
function isTelling({ channel, saw }: Evidence): boolean {
  return channel !== 'known' && !saw.startsWith('h1:')
}

/** A control that fared as the module did proves nothing. */
function isSameTrouble(said: readonly Evidence[], { saw, answers }: Evidence): boolean {
  return answers === false && said.some((one) => one.saw === saw)
}

/** Whether one status was all that anybody said. */
function isAllTheSame({ saw }: Evidence, all: readonly Evidence[]): boolean {
  const status = statusIn(saw)
  return status !== undefined && all.every((one) => statusIn(one.saw) === status)
}

function controlTexts({ of, saw, answers }: Evidence): readonly [short: string, full: string] {
  if (of === 'domain') {
    const says = `control domain ${answers === true ? 'resolves' : 'does not resolve'}`
    return [says, says]
  }
  const text = brief(saw)
  if (of === undefined || text.startsWith(`${of} `)) return [`control ${text}`, `control ${text}`]
  const full = `control ${of} ${text}`
  return [statusIn(saw) === saw ? `control ${text}` : full, full]
}

function listOf(evidence: readonly Evidence[], isNamed: boolean): string {
  const counts = new Map<string, number>()
  for (const { channel, saw } of evidence) {
    const text = isNamed ? named(channel, saw) : brief(saw.replace(askedFor, ''))
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts]
    .map(([text, count]) => (count === 1 ? text : `${text} (${count} looks)`))
    .join(', ')
}

/** The beginning of a text, with commits shortened to 7 digits. */
function brief(text: string): string {
  return excerpt(text).replaceAll(/\b([0-9a-f]{7})[0-9a-f]{33}(?:[0-9a-f]{24})?\b/g, '$1')
}

/** What nobody needs to be told whose module is named beside it. */
const askedFor = /^Cannot ask \S+(?: now)?: /

/** A status needs the name of who gave it, and then no words in quotes that came with it. */
function named(channel: string, saw: string): string {
  if (statusIn(saw) === undefined) return brief(saw)
  return `${channel.replace('-', ' ')} ${brief(saw.replace(/^(\d{3}) ".*$/, '$1'))}`
}

/** The status that a text begins with. */
function statusIn(saw: string): string | undefined {
  return /^\d{3}(?=$| )/.exec(saw)?.[0]
}

const gone: ReadonlySet<string> = new Set(['repo-gone', 'version-gone', 'commit-gone'])

function sinceText({ verdict }: ReportModule, now: string): string {
  if (verdict.class !== 'lost' || isSameDay(verdict.firstSeen, now)) return ''
  return `; ${gone.has(verdict.code) ? 'gone' : 'so'} since ${dayText(verdict.firstSeen, now)}`
}
