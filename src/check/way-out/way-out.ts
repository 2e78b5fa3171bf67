import type { Failure } from '../../failure.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
import { dayText, isSameDay } from '../report/words/dates.ts'
import { shellWord } from '../shell-word.ts'
import type { Subject } from '../subject.ts'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import { otherWays } from './other-ways.ts'
import type { WaysOut } from './seek-way-out.ts'

/**
 * Something that the reader can do, or should know. `safe`: what is not in danger; `tell them`: how to report it; these
 * two are for a report about one module.
 */
export interface Advice {
  readonly label: 'way out' | 'or' | 'next' | 'never' | 'note' | 'safe' | 'tell them'
  readonly text: string
  /** The same at greater length, where there is room. */
  readonly long?: string
  /** Of `never`: the same in a few words, to follow a way out. */
  readonly short?: string
  /** A shell command that does it. */
  readonly command?: string
  /** True when equal hashes prove that it gives the same content. */
  readonly isProved?: boolean
  /** The module whose version it changes, and the version after which nothing needs what was found. */
  readonly raises?: { readonly path: string; readonly to: string }
}

/** What advice rests on, beside the verdict. */
export interface AdviceFacts extends WaysOut {
  /** Why the last look failed, if it did. */
  readonly failure?: Failure
  /** The host that was asked. */
  readonly host: string
  /** The variable from which a token for that host would be taken; undefined where there is one, or none would be. */
  readonly tokenVariable?: string
}

type Adviser = (subject: Subject, facts: AdviceFacts, verdict: Verdict) => Advice[]

const advisers: Partial<Record<VerdictCode, Adviser>> = {
  'version-moved': keepGoSum,
  'gosum-mismatch': (subject, facts, verdict) => [
    ...otherWays(subject, facts),
    ...whoWrote(verdict),
    keepSums,
  ],
  'sumdb-mismatch': keepGoSum,
  'import-retargeted': keepGoSum,
  'version-gone': otherWays,
  'commit-gone': otherWays,
  'commit-unreachable': otherWays,
  'pseudo-invalid': otherWays,
  'import-dead': otherWays,
  'repo-gone': (subject, facts) => [...otherWays(subject, facts), ifPrivate(facts)],
  'replace-missing': () => [
    { label: 'way out', text: 'bring the folder back, or change the replace line' },
  ],
  suspected: (_, facts, { suspect, lastSeen }) => [
    ...next(`look again ${afterTime(suspect?.next ?? lastSeen, lastSeen)}`),
    ...(suspect?.code === 'repo-gone' ? [ifPrivate(facts)] : []),
  ],
  throttled: (_, facts, { lastSeen }) => next(retryText(facts, lastSeen)),
  'auth-required': (_, facts) => next(accessText('that host', facts)),
  'tls-invalid': (_, { failure, host }) =>
    next(failure?.details.hint ?? `again later; whoever runs ${host} must renew its certificate`),
  unreachable: (_, { host }) => next(`again later; ${host} may be back then`),
  unsupported: (_, { failure }) => (failure?.details.hint ? next(failure.details.hint) : []),
  pending: (_, { failure }) => next(laterText(failure)),
}

/** What to do about a verdict; nothing for one that is fine. */
export function adviceOn(subject: Subject, verdict: Verdict, facts: AdviceFacts): Advice[] {
  return advisers[verdict.code]?.(subject, facts, verdict) ?? []
}

/** Advice as one line of plain text. */
export function adviceText({ label, text, command }: Advice): string {
  const sentence = label === 'never' ? `never ${text}` : text
  return command === undefined ? sentence : `${sentence}: ${command}`
}

/** Advice as a sentence, which says first what kind it is: texts may begin with the name of a module. */
export function adviceSentence(advice: Advice): string {
  const text = adviceText(advice)
  const whole = advice.label === 'never' ? text : `${advice.label}: ${text}`
  return `${whole.slice(0, 1).toUpperCase()}${whole.slice(1)}.`
}

const keepSums: Advice = {
  label: 'never',
  text: 'delete go.sum, or set GONOSUMDB or GOSUMDB=off for this',
  short: 'delete go.sum',
}

function keepGoSum(subject: Subject, facts: AdviceFacts): Advice[] {
  return [...otherWays(subject, facts), keepSums]
}

/** How to find the commit that brought in the hash that only go.sum has: any file of sums may have it. */
function whoWrote({ evidence }: Verdict): Advice[] {
  const [sum] = evidence.flatMap(({ channel, saw }) =>
    channel === 'go.sum' ? (/^h1:[\w+/]+=*/.exec(saw)?.[0] ?? []) : [],
  )
  if (sum === undefined) return []
  const text = 'find out who wrote that line of go.sum, and replace it only when you know'
  return [{ label: 'next', text, command: `git log -S${shellWord(sum)} -- ${shellWord('*.sum')}` }]
}

function next(text: string): Advice[] {
  return [{ label: 'next', text }]
}

function ifPrivate(facts: AdviceFacts): Advice {
  return { label: 'or', text: `if it is private: ${accessText(facts.host, facts)}` }
}

/** Where a token may stand is told by docs/configuration.md. */
function accessText(host: string, { tokenVariable }: AdviceFacts): string {
  const where = tokenVariable === undefined ? '' : ` in ${tokenVariable}`
  return `give a token for ${host}${where}, or list the path in GOPRIVATE`
}

function laterText(failure: Failure | undefined): string {
  return failure?.code === 'not-held'
    ? 'run it again without --offline'
    : 'run it again, with a longer --timeout if there was one'
}

function retryText({ failure, tokenVariable }: AdviceFacts, lastSeen: string): string {
  const seconds = failure?.details.retryAfter
  const then =
    seconds === undefined
      ? 'later'
      : afterTime(new Date(Date.parse(lastSeen) + seconds * 1000).toISOString(), lastSeen)
  const now = tokenVariable === undefined ? '' : `, or now with a token in ${tokenVariable}`
  return `again ${then}${now}`
}

/** To the minute, which is never too early; with the day where that is another one than of `now`. */
function afterTime(iso: string, now: string): string {
  const minute = new Date(Math.ceil(Date.parse(iso) / 60_000) * 60_000).toISOString()
  const day = isSameDay(minute, now) ? '' : `${dayText(minute, now)}, `
  return `after ${day}${minute.slice(11, 16)} UTC`
}
