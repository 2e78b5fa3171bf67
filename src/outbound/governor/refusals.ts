import { Failure } from '../../failure.ts'
import type { RobotsStanding } from '../standing.ts'
import type { Pause } from './pause.ts'

/** The host's robots.txt does not let us ask, or cannot be had. */
export function forbidden(url: string, result: RobotsStanding['result']): Failure {
  const { host } = new URL(url)
  if (result === 'unreachable') {
    const why = `the robots.txt of ${host} cannot be had, so that nobody knows whether we may`
    return new Failure('unreachable', `Cannot ask ${url} unasked: ${why}`, { url })
  }
  return new Failure(
    'opted-out',
    `Cannot ask ${url} unasked: the robots.txt of ${host} forbids it`,
    {
      url,
    },
  )
}

/** Nothing has spared the host as much as the request would cost it. */
export function nothingPays(url: string): Failure {
  const { host } = new URL(url)
  const why = `no answers from our copy have spared ${host} as much`
  return new Failure('refused', `Cannot ask ${url} unasked: ${why}`, { url, retryAfter: 3600 })
}

/** It is not the time yet. */
export function tooEarly(url: string, millis: number): Failure {
  const retryAfter = Math.max(1, Math.ceil(millis / 1000))
  const text = `Cannot ask ${url} unasked before ${retryAfter} s have passed`
  return new Failure('throttled', text, { url, retryAfter })
}

/** The host is left alone for so many milliseconds more. */
export function leftAlone(url: string, name: string, pause: Pause, millis: number): Failure {
  const retryAfter = Math.ceil(millis / 1000)
  const why = pause.isAsked
    ? `${name} wants fewer requests (it answered ${pause.why})`
    : `${name} did not answer ${pause.troubles} times in a row`
  return new Failure(
    pause.isAsked ? 'throttled' : 'unreachable',
    `Cannot ask ${url} now: ${why}, and is asked again in ${retryAfter} s`,
    { url, retryAfter, ...(pause.isAsked && { status: Number(pause.why) }) },
  )
}

/** So many wait for the host already. */
export function crowded(url: string, name: string, waiting: number): Failure {
  const text = `Cannot ask ${url} now: ${waiting} requests wait for ${name} already`
  return new Failure('throttled', text, { url, retryAfter: 30 })
}
