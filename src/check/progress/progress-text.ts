import { safeText } from '../../safe-text.ts'
import { counted, numberText, secondsText } from '../report/units.ts'
import type { Course } from './course.ts'

/** How a host is being dealt with. */
export interface HostState {
  readonly host: string
  /** Whether requests to it are under way. */
  readonly isAsked: boolean
  /** For how long it is left alone, in milliseconds, and why; absent when it is not. */
  readonly waits?: { readonly millis: number; readonly why: string }
}

/** A moment of a check. */
export interface Moment {
  /** Milliseconds since it began. */
  readonly elapsed: number
  readonly course: Course
  readonly hosts: readonly HostState[]
}

/** From this width on the line is told at greater length. */
const wideFrom = 100
/** How much must be done, and for how long, in milliseconds, before anybody can tell how much is left. */
const enough = { share: 0.2, elapsed: 5000 }

/** One line for a terminal: what is done and found, whom it waits for, the time taken, and left where that can be told. */
export function progressLine(moment: Moment, width: number): string {
  const { course, hosts, elapsed } = moment
  const isWide = width >= wideFrom
  const total = isWide
    ? counted(course.repositories, 'repository')
    : numberText(course.repositories)
  const wait = longestWait(hosts)
  const parts = [
    `${numberText(course.done)} of ${total}`,
    ...findingsOf(course),
    ...(isWide ? askingText(hosts) : []),
    ...(wait
      ? [`${wait.host}: waits ${secondsText(wait.waits.millis)} (${wait.waits.why})${wait.more}`]
      : []),
  ]
  const right = [secondsText(elapsed), ...leftText(moment)].join(', ')
  const room = width - right.length
  const left = safeText(parts.join('  '))
  return `${(left.length > room - 1 ? left.slice(0, room - 1) : left).padEnd(room)}${right}`
}

/** One line for a log. */
export function heartbeatLine({ elapsed, course, hosts }: Moment): string {
  const wait = longestWait(hosts)
  const waiting = wait
    ? [`waiting ${secondsText(wait.waits.millis)} for ${wait.host} (${wait.waits.why})${wait.more}`]
    : []
  const done = `${numberText(course.done)} of ${numberText(course.repositories)}`
  return safeText([secondsText(elapsed), done, ...findingsOf(course), ...waiting].join(', '))
}

/** The first line for a log. */
export function beginningLine({ modules, repositories, hosts }: Course): string {
  return `0 s, ${counted(modules, 'module')} in ${counted(repositories, 'repository')} on ${counted(hosts, 'host')}`
}

function findingsOf({ lost, changed, suspected }: Course): string[] {
  return Object.entries({ lost, changed, suspected })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${numberText(count)} ${what}`)
}

/** Those who are asked, without those who are waited for. */
function askingText(hosts: readonly HostState[]): string[] {
  const [first, ...rest] = hosts.filter(({ isAsked, waits }) => isAsked && waits === undefined)
  if (first === undefined) return []
  const more = rest.length > 0 ? ` and ${numberText(rest.length)} more` : ''
  return [`asking ${first.host}${more}`]
}

function longestWait(hosts: readonly HostState[]) {
  const waiting = hosts.flatMap(({ host, waits }) => (waits ? [{ host, waits }] : []))
  const [first, ...rest] = waiting.toSorted((a, b) => b.waits.millis - a.waits.millis)
  const more = rest.length > 0 ? ` and ${numberText(rest.length)} more` : ''
  return first && { ...first, more }
}

/** How long it will take at the pace so far: unknown at first, and while anybody is waited for. */
function leftText({ elapsed, course, hosts }: Moment): string[] {
  const { done, repositories } = course
  const isKnown = elapsed >= enough.elapsed && done >= enough.share * repositories
  if (!isKnown || done === repositories || hosts.some(({ waits }) => waits)) return []
  return [`about ${secondsText((elapsed * (repositories - done)) / done)} left`]
}
