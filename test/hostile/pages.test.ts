import { gzipSync } from 'node:zlib'
import { withstands } from './deeds.ts'
import { importPage } from './git-server.ts'

const mebibyte = 1 << 20

/** Bytes without end. */
function* endlessly(start: string, rest: string): Generator<Uint8Array> {
  yield Buffer.from(start)
  const chunk = Buffer.from(rest.repeat(Math.ceil(60_000 / rest.length)))
  for (;;) yield chunk
}

/** A page whose tag is made of these fields. */
const fields = (text: string) => (name: string) => importPage(name, text)

withstands('go-import pages that are traps', {
  'a page has no end': {
    page: () => endlessly('<html><head>', '<p>'),
    status: 403,
    reason: /has more than 1048576 bytes/,
  },
  'an attribute has no end': {
    page: () => endlessly('<html><head><meta name="', 'x'),
    status: 403,
    reason: /has more than 1048576 bytes/,
  },
  'a page has a million tags': {
    page: () => [Buffer.from('<html><head>'), Buffer.from('<a>'.repeat(300_000))],
    status: 404,
    reason: /go-import/,
  },
  'a page is binary': {
    page: () => [gzipSync(Buffer.alloc(mebibyte))],
    status: 404,
    reason: /go-import/,
  },
  'a repository is named like an option': {
    page: fields('git --upload-pack=touch${IFS}x'),
    status: 404,
    reason: /--upload-pack/,
  },
  'a repository is a command': {
    page: fields('git ext::sh%20-c%20x'),
    status: 403,
    reason: /ext:/,
  },
  'a repository is a file': {
    page: fields('git file:///etc/passwd'),
    status: 404,
    reason: /file:/,
  },
  'a repository is on this machine': {
    page: fields('git http://169.254.169.254/latest'),
    status: 403,
    reason: /169\.254\.169\.254 is not a public address/,
  },
  'a repository is a host that is an option of ssh': {
    page: fields('git ssh://-oProxyCommand=x/y'),
    ask: '@v/list',
    status: 404,
    reason: /-oProxyCommand\S* is no good: its host begins with -/,
  },
  'a folder is named like an option': {
    page: fields('git https://hostile.test/x --output=x'),
    status: 404,
    reason: /--output=x/,
  },
  'hg is to read a file': { page: fields('hg file:///etc'), status: 404, reason: /file:/ },
  'hg is to run a command': {
    page: fields('hg --config=alias.identify=!x'),
    status: 404,
    reason: /--config/,
  },
  'svn is to tunnel': {
    page: fields('svn svn+ssh://hostile.test/y'),
    ask: '@v/5.info',
    status: 501,
    reason: /svn\+ssh/,
  },
  'fossil is to run a command': {
    page: fields('fossil ssh://hostile.test/y'),
    status: 501,
    reason: /ssh:/,
  },
})
