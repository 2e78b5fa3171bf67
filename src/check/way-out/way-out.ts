import type { Failure } from '../../failure.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
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
}

type Adviser = (subject: Subject, facts: AdviceFacts, verdict: Verdict) => Advice[]

const advisers: Partial<Record<VerdictCode, Adviser>> = {
  'version-moved': keepGoSum,
  'gosum-mismatch': keepGoSum,
  'sumdb-mismatch': keepGoSum,
  'import-retargeted': keepGoSum,
  'version-gone': otherWays,
  'commit-gone': otherWays,
  'commit-unreachable': otherWays,
  'pseudo-invalid': otherWays,
  'import-dead': otherWays,
  'repo-gone': (subject, facts) => [...otherWays(subject, facts), ifPrivate(facts.host)],
  'replace-missing': () => [
    { label: 'way out', text: 'bring the folder back, or change the replace line' },
  ],
  suspected: (_, { host }, { suspect, lastSeen }) => [
    ...next(`look again ${afterTime(suspect?.next ?? lastSeen)}`),
    ...(suspect?.code === 'repo-gone' ? [ifPrivate(host)] : []),
  ],
  throttled: (_, { failure }, { lastSeen }) => next(retryText(failure, lastSeen)),
  'auth-required': (_, { host }) => next(accessText(host)),
  'tls-invalid': (_, { failure, host }) =>
    next(
      failure?.details.hint ?? `ask again later; whoever runs ${host} must renew its certificate`,
    ),
  unreachable: (_, { host }) => next(`ask again later; ${host} may be back then`),
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

function keepGoSum(subject: Subject, facts: AdviceFacts): Advice[] {
  const text = 'delete go.sum, or set GONOSUMDB or GOSUMDB=off for this'
  return [...otherWays(subject, facts), { label: 'never', text, short: 'delete go.sum' }]
}

function next(text: string): Advice[] {
  return [{ label: 'next', text }]
}

function ifPrivate(host: string): Advice {
  return { label: 'or', text: `if it is private: ${accessText(host)}` }
}

/** Names settings as docs/configuration.md does. */
function accessText(host: string): string {
  return `write user:password@ into the "to" URL of a [[rewrite]] for https://${host}/, and name the path in "private"`
}

function laterText(failure: Failure | undefined): string {
  return failure?.code === 'not-held'
    ? 'run it again without --offline'
    : 'run it again, with a longer --timeout if there was one'
}

function retryText(failure: Failure | undefined, lastSeen: string): string {
  const seconds = failure?.details.retryAfter
  if (seconds === undefined) return 'ask again later'
  return `ask again ${afterTime(new Date(Date.parse(lastSeen) + seconds * 1000).toISOString())}`
}

/** To the minute, which is never too early. */
function afterTime(iso: string): string {
  const minute = new Date(Math.ceil(Date.parse(iso) / 60_000) * 60_000).toISOString()
  return `after ${minute.slice(11, 16)} UTC`
}
