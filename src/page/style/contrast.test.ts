import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dark, light } from './palette.ts'
import type { Palette } from './palette.ts'

/** Relative luminance. Source: WCAG 2.2, "relative luminance" */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Source: WCAG 2.2, "contrast ratio" */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['page', 'panel', 'sunk'] as const

/** On page and panel, to one digit, as the visual language states them. */
const stated: [palette: 'light' | 'dark', color: keyof Palette, page: number, panel: number][] = [
  ['light', 'undetermined', 5.8, 6.1],
  ['light', 'fragile', 5.1, 5.3],
  ['light', 'ok', 5.4, 5.7],
  ['light', 'lost', 8.2, 8.7],
  ['light', 'changed', 10.1, 10.6],
  ['dark', 'undetermined', 6.7, 6.2],
  ['dark', 'fragile', 11.3, 10.4],
  ['dark', 'ok', 6.7, 6.2],
  ['dark', 'lost', 6.3, 5.8],
  ['dark', 'changed', 10.8, 9.9],
]

for (const [palette, color, page, panel] of stated) {
  test(`${color} in ${palette} has the contrast that is stated`, () => {
    const colors = palette === 'light' ? light : dark
    assert.ok(contrast(colors[color], colors.page) >= page - 0.05)
    assert.ok(contrast(colors[color], colors.panel) >= panel - 0.05)
  })
}

for (const [name, palette] of Object.entries({ light, dark })) {
  for (const ground of grounds) {
    test(`in ${name}, text on ${ground} is 4.7 to 1 or more, controls 3.08 to 1`, () => {
      for (const color of [
        'ink',
        'muted',
        'ok',
        'fragile',
        'undetermined',
        'lost',
        'changed',
      ] as const) {
        assert.ok(contrast(palette[color], palette[ground]) >= 4.7, color)
      }
      assert.ok(contrast(palette.control, palette[ground]) >= 3.075)
    })
  }
}

for (const [name, palette] of Object.entries({ light, dark })) {
  test(`in ${name}, text on the ground of its class is 4.7 to 1 or more`, () => {
    for (const ground of ['ok', 'lost', 'changed'] as const) {
      for (const color of [ground, 'ink', 'muted'] as const) {
        assert.ok(
          contrast(palette[color], palette[`${ground}Tint`]) >= 4.7,
          `${color} on ${ground}`,
        )
      }
    }
  })
}

test('contrast() is that of WCAG', () => {
  assert.equal(contrast('#ffffff', '#000000'), 21)
  assert.ok(Math.abs(contrast('#777777', '#ffffff') - 4.48) < 0.01)
})
