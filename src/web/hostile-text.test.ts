import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostPath } from './host-name.ts'
import {
  dayWith,
  memoryHosts,
  noon,
  repositoryOf,
  requestOf,
  siteFacts,
  standingOf,
} from './memory-hosts.test-data.ts'
import { memoryFeed } from '../feed/memory-feed.test-data.ts'
import { openIndex } from '../feed/open-index.ts'
import { logged, memoryLog, relayOf } from './memory-log.test-data.ts'
import type { LogSource } from './log-source.ts'
import { openPages } from './open-pages.ts'

const long = 'x'.repeat(10_000)

const texts: [what: string, text: string][] = [
  ['an escape sequence', '\u001b]8;;http://evil.example\u0007click\u001b[31m'],
  ['text turned round', 'safe\u202Egnp.exe\u2066\u200B\uFEFF'],
  ['the end of a script', '</script></title></svg></desc><script>alert(1)</script><img src=x>'],
  ['the end of an attribute', `" onmouseover="alert(1)' autofocus='`],
  ['a command to a log', '::error::pwned\n::warning::'],
  ['a formula', '=HYPERLINK("http://evil.example")'],
  ['a script as a link', 'javascript:alert(1)'],
  ['very long text', `${long}</b>`],
  ['half a character', 'a\ud800b'],
]

/** What must be in no answer as it is. */
const acting =
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|^::/m

/** What must be on no page. */
const html = /<script|<img|<\/svg><\/desc>|\son\w+="|href="javascript:|\s::/i

for (const [what, text] of texts) {
  test(`${what} does no harm on any page`, async () => {
    const site = () => ({
      ...siteFacts,
      contact: text,
      addresses: [text],
      userAgent: text,
      url: `https://${text}`,
    })
    const pages = openPages({
      hosts: memoryHosts({ [text]: hostileHost(text), 'a.example': hostileHost(text) }),
      index: openIndex(memoryFeed(`${text.replaceAll('@', '')}@v1`, `a.example@${text}`).feed),
      logs: hostileLogs(text),
      site,
      now: () => noon,
      onError: (error) => assert.fail(String(error)),
    })
    const path = hostPath(text)
    for (const place of [
      '/-/hosts',
      '/-/hosts/a.example',
      `/-/hosts/${path}`,
      `/-/hosts/${path}${path.length > 5000 ? '' : '1'}`,
      `/-/hosts?host=${path}`,
      `/-/hosts?after=${path}`,
      `/-/hosts/a.example?before=${path}`,
      '/-/robot',
      '/-/index',
      `/-/index?prefix=${path}&since=${path}`,
      `/-/index?${path}=${path}`,
      `/-/index?module=${path}`,
      `/-/index?after=${path}`,
      `/-/${path}`,
      '/-/hosts/a.example.csv',
      `/-/hosts/${path}.csv`,
      '/-/api/v1/hosts',
      '/-/api/v1/hosts/a.example',
      `/-/api/v1/hosts/${path}`,
      '/-/log',
      `/-/log?before=${path}`,
      `/-/log?module=${path}`,
      `/-/log?module=a.test/x@${path}`,
      '/-/log/1',
      `/-/log/${path}`,
      '/-/api/v1/log',
      '/-/api/v1/log/1',
      `/-/api/v1/log/${path}`,
      '/-/api/openapi.json',
    ]) {
      const request = new Request(`http://localhost${place}`, { headers: { accept: 'text/html' } })
      const answer = await pages(request)
      const shown = await answer.text()
      assert.doesNotMatch(shown, acting, place)
      if (answer.headers.get('content-type')?.startsWith('text/html')) {
        assert.doesNotMatch(shown, html, place)
        assert.doesNotMatch(shown.replaceAll(/<[^>]*>/g, ''), /x{600}/, place)
      }
      if (place.endsWith('.csv')) assert.doesNotMatch(shown, /(?:^|,)"?[=+@]/m)
    }
  })
}

function hostileHost(text: string) {
  return {
    days: [dayWith('2026-11-22', { foreground: 1 }), dayWith(`=${text}`, { floor: 1 })],
    requests: [
      requestOf({ url: `https://a.example/${text}`, method: text, status: 0, failure: text }),
      requestOf({ url: text, purpose: 'content' }),
      requestOf({ url: `https://a.example/${text}/git-upload-pack` }),
    ],
    repositories: [
      repositoryOf({ url: text, vcs: text }),
      repositoryOf({
        url: `https://a.example/${text}`,
        look: { at: noon, result: 'suspected' as const, saw: text },
      }),
    ],
    held: new Map([[text, 3]]),
    standing: standingOf(text, {
      pausedUntil: noon + 60_000,
      lastPause: { why: text, at: noon, millis: 60_000 },
      robots: { readAt: noon, result: 'rules', lines: [text, text], optedOut: false },
    }),
  }
}

function hostileLogs(text: string): LogSource {
  const own = memoryLog([logged(0, 2), logged(1, 2)])
  const { view } = own
  const attestation = { log: text, size: 1 }
  return {
    own: {
      name: text,
      key: text,
      settings: text,
      view: {
        ...view,
        entries: async () => [{ ...logged(0, 2), path: text, version: text }],
        async entry(number) {
          const entry = await view.entry(number)
          return (
            entry && { ...entry, record: { ...entry.record, zip: text, goMod: text, attestation } }
          )
        },
      },
    },
    others: () => [
      relayOf({
        name: text,
        key: text,
        isFrozen: true,
        forks: [{ foundAt: noon, evidence: text, thawedAt: undefined }],
      }),
      relayOf({ name: text }),
    ],
  }
}
