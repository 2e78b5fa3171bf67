import { numberText } from '../../check/report/units.ts'
import type { HostDay } from '../../store/facts/host-days.ts'
import { html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import { dayText } from '../times.ts'
import { ticks } from './day-axis.ts'

/** Where things are in a figure, in its own units. */
export interface Frame {
  readonly left: number
  readonly right: number
  /** Of the highest line, and of the one that is 0. */
  readonly top: number
  readonly bottom: number
  /** Of the days' names. */
  readonly names: number
  /** Every how many days one is named. */
  readonly nameEvery: number
}

/** Of one day: what stands on what, from the ground up. */
interface Stack {
  readonly background: number
  /** Floor looks, and what pushes made us ask. */
  readonly others: number
  readonly foreground: number
}

/** How a day's requests are stacked. */
function stackOf({ asked }: HostDay): Stack {
  return {
    background: asked.background.requests,
    others: asked.floor.requests + asked.push.requests,
    foreground: asked.foreground.requests,
  }
}

/** Where the bar of a day begins, and how wide it is. */
export function slot(frame: Frame, count: number, index: number): { x: number; width: number } {
  const step = (frame.right - frame.left) / count
  return { x: frame.left + step * index + step * 0.17, width: step * 0.66 }
}

/** Lines across, bars, and the names of days below. */
export function bars(days: readonly HostDay[], frame: Frame): Html {
  const stacks = days.map(stackOf)
  const lines = ticks(Math.max(0, ...stacks.map(heightOf)))
  const top = lines.at(-1) ?? 1
  const y = (value: number) => frame.bottom - (value / top) * (frame.bottom - frame.top)
  const shown = lines.length > 0 && frame.nameEvery > 7 ? [lines[0], lines[3]] : lines
  return html`${shown.map((value = 0) => html`<path class="grid" d="M${frame.left - 6} ${round(y(value))}H${frame.right}" /><text x="0" y="${round(y(value) + 4)}">${numberText(value)}</text>`)}
  ${stacks.map((stack, index) => bar(stack, slot(frame, days.length, index), y))}
  ${days.map((day, index) => name(day.day, index, days.length, frame))}`
}

function heightOf({ background, others, foreground }: Stack): number {
  return background + others + foreground
}

function bar(stack: Stack, { x, width }: { x: number; width: number }, y: Y): Html {
  const { background, others, foreground } = stack
  const part = (from: number, count: number, look: Html) => {
    if (count === 0) return ''
    const height = Math.max(1, y(from) - y(from + count) - 1.5)
    return html`<rect
      x="${round(x)}"
      y="${round(y(from) - height)}"
      width="${round(width)}"
      height="${round(height)}"
      ${look}
    />`
  }
  return html`${part(0, background, html`class="hatched" fill="url(#h-bg)"`)}${part(background, others, html`class="hollow"`)}${part(background + others, foreground, html`class="bar"`)}`
}

type Y = (value: number) => number

function name(day: string, index: number, count: number, frame: Frame): Html | string {
  if (index === count - 1) {
    return html`<text x="${frame.right}" y="${frame.names}" text-anchor="end">today</text>`
  }
  if (index % frame.nameEvery !== 0 || count - index < frame.nameEvery / 2) return ''
  const { x } = slot(frame, count, index)
  return html`<text x="${round(x)}" y="${frame.names}">${dayText(day)}</text>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
