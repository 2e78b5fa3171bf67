import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cut, html } from './html.ts'

const tables: [what: string, made: unknown, text: string][] = [
  ['text', html`<b>${'a'}</b>`, '<b>a</b>'],
  [
    'what HTML reads',
    html`<b title="${`"'`}">${'</b><script>&'}</b>`,
    '<b title="&quot;&#39;">&lt;/b&gt;&lt;script&gt;&amp;</b>',
  ],
  ['an escape', html`${'\u001b[31m'}`, '‹1B›[31m'],
  ['what turns text', html`${'a\u202eb\u200b'}`, 'a‹U+202E›b‹U+200B›'],
  ['numbers and nothing', html`${1}${undefined}`, '1'],
  [
    'pieces in lists',
    html`${['<', html`<i>${'<'}</i>`, [html`<u></u>`]]}`,
    '&lt;<i>&lt;</i><u></u>',
  ],
]

for (const [what, made, text] of tables) {
  test(`html\`\` shows ${what}`, () => assert.equal(String(made), text))
}

test('cut() says how much is left out', () => {
  assert.equal(cut('abc', 3), 'abc')
  assert.equal(cut('abcd', 3), 'abc… (1 more)')
})
