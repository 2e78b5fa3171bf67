import { goImport } from '../forge/pages.ts'
import type { Page } from '../forge/reply.ts'
import type { Case } from './case.ts'
import { sameAsGo } from './fidelity.ts'

/** A repository of `git.test` that pages of `vanity.test` lead to. */
function vanity(
  name: string,
  about: string,
  pages: Readonly<Record<string, Page>>,
  ask: Case['ask'],
): Case {
  const goMod = (below: string) => `module vanity.test/${name}${below}\n`
  return {
    about,
    at: `git.test/${name}`,
    commits: [
      {
        files: {
          'go.mod': goMod(''),
          'sub/go.mod': goMod('/sub'),
          'deep/mod/go.mod': goMod(''),
          'in/deep/mod/go.mod': goMod('/in'),
          'deep/mod/x.go': 'x\n',
          LICENSE: 'l\n',
        },
        tags: [
          'v1.0.0',
          'sub/v1.0.0',
          'deep/mod/v1.0.0',
          'in/deep/mod/v1.0.0',
          'deep/mod/sub/v1.0.0',
        ],
      },
    ],
    arrange: (_, forge) => {
      for (const [path, page] of Object.entries(pages)) forge.pages.set(`vanity.test/${path}`, page)
    },
    ask: Object.fromEntries(
      Object.entries(ask).map(([question, expected]) => [
        `vanity.test/${name}${question}`,
        expected,
      ]),
    ),
  }
}

const tag = (name: string, ...more: string[]) =>
  goImport(`vanity.test/${name}`, 'git', `https://git.test/${name}`, ...(more as [string]))

const html = (body: string, status = 200): Page => ({
  status,
  headers: { 'content-type': 'text/html' },
  body,
})

const meta = (content: string) => `<meta name="go-import" content="${content}">`

/** A page whose only tag has this content, of which the prefix is left out. */
const content = (name: string, rest: string) => html(meta(`vanity.test/${name} ${rest}`))

sameAsGo('modules found by pages', [
  vanity(
    'plain',
    'the page is that of the module',
    { plain: tag('plain') },
    {
      '@v1.0.0': 'v1.0.0',
      '@latest': 'v1.0.0',
      '@main': 'v1.0.0',
      '/sub@v1.0.0': /404 Not Found/,
    },
  ),
  vanity(
    'both',
    'both pages say the same',
    { both: tag('both'), 'both/sub': tag('both') },
    {
      '/sub@v1.0.0': 'v1.0.0',
      '/sub@main': 'v1.0.0',
    },
  ),
  vanity(
    'differ',
    'the page of the prefix says something else',
    { differ: content('differ', 'git https://git.test/other'), 'differ/sub': tag('differ') },
    { '/sub@v1.0.0': /disagree about go-import/ },
  ),
  vanity(
    'lacks',
    'the prefix has no page',
    { 'lacks/sub': tag('lacks') },
    { '/sub@v1.0.0': /404 Not Found/ },
  ),
  vanity(
    'missing',
    'the page is a 404 with a tag',
    { missing: { ...tag('missing'), status: 404 } },
    {
      '@v1.0.0': 'v1.0.0',
    },
  ),
  vanity(
    'down',
    'the page is a 500 without a tag',
    { down: { status: 500, body: 'oops' } },
    { '@v1.0.0': /500/ },
  ),
  vanity(
    'four',
    'the tag has a folder',
    { four: tag('four', 'deep/mod'), 'four/in': tag('four', 'deep/mod') },
    {
      '@v1.0.0': 'v1.0.0',
      '@main': 'v1.0.0',
      '@latest': 'v1.0.0',
      '/in@v1.0.0': 'v1.0.0',
      '/in@v1.1.0': /unknown revision in\/deep\/mod/,
    },
  ),
  vanity(
    'four-differ',
    'pages differ in the folder',
    { 'four-differ': tag('four-differ', 'deep/mod'), 'four-differ/sub': tag('four-differ') },
    {
      '/sub@v1.0.0': /disagree about go-import/,
    },
  ),
  vanity(
    'four-none',
    'the folder is not there',
    { 'four-none': tag('four-none', 'nowhere') },
    { '@main': /missing .*go\.mod/ },
  ),
  vanity(
    'four-slash',
    'the folder begins with a slash',
    { 'four-slash': tag('four-slash', '/deep/mod') },
    { '@v1.0.0': /leading slash/ },
  ),
  vanity(
    'four-dash',
    'the folder begins with a dash',
    { 'four-dash': tag('four-dash', '-deep') },
    { '@v1.0.0': /leading hyphen/ },
  ),
  vanity(
    'five',
    'the tag has five fields',
    { five: content('five', 'git https://git.test/five a b') },
    { '@v1.0.0': /no go-import/ },
  ),
  vanity(
    'two',
    'the page has two tags for the path',
    {
      two: html(
        meta('vanity.test/two git https://git.test/two') +
          meta('vanity.test/two git https://git.test/x'),
      ),
    },
    {
      '@v1.0.0': /multiple meta tags/,
    },
  ),
  vanity(
    'other',
    'the page has tags for other paths too',
    {
      other: html(
        meta('vanity.test/x git https://git.test/x') +
          meta('vanity.test/other git https://git.test/other'),
      ),
    },
    {
      '@v1.0.0': 'v1.0.0',
    },
  ),
  vanity(
    'unknown',
    'the version control is unknown',
    { unknown: content('unknown', 'rcs https://git.test/unknown') },
    { '@v1.0.0': /unknown vcs/ },
  ),
  vanity(
    'no-scheme',
    'the URL has no scheme',
    { 'no-scheme': content('no-scheme', 'git git.test/no-scheme') },
    { '@v1.0.0': /scheme/ },
  ),
  vanity(
    'file',
    'the URL is a file',
    { file: content('file', 'git file:///tmp/x') },
    { '@v1.0.0': /file scheme/ },
  ),
  vanity(
    'dot-git',
    'the URL ends in .git',
    { 'dot-git': content('dot-git', 'git https://git.test/dot-git.git') },
    { '@v1.0.0': 'v1.0.0', '@main': 'v1.0.0' },
  ),
  vanity(
    'slash',
    'the URL ends in a slash',
    { slash: content('slash', 'git https://git.test/slash/') },
    { '@v1.0.0': 'v1.0.0' },
  ),
  vanity(
    'no-repo',
    'the repository is not there',
    { 'no-repo': content('no-repo', 'git https://git.test/nowhere') },
    { '@v1.0.0': /not found/ },
  ),
  vanity(
    'odd-html',
    'the page is odd',
    {
      'odd-html': html(
        `<!DOCTYPE html><HTML><HEAD><title>x &amp; y</title><br><META NAME=go-import CONTENT="vanity.test/odd-html git https://git.test/odd-html"></HEAD>`,
      ),
    },
    {
      '@v1.0.0': 'v1.0.0',
    },
  ),
  vanity(
    'script',
    'a script comes before the tag',
    {
      script: html(
        `<script>if (a<b) {}</script>${meta('vanity.test/script git https://git.test/script')}`,
      ),
    },
    { '@v1.0.0': /XML syntax error/ },
  ),
  vanity(
    'body',
    'the tag is in the body',
    {
      body: html(`<html><body>${meta('vanity.test/body git https://git.test/body')}</body></html>`),
    },
    { '@v1.0.0': /no go-import meta tags/ },
  ),
  vanity(
    'redirect',
    'the page redirects',
    {
      redirect: { status: 302, headers: { location: 'https://vanity.test/target?go-get=1' } },
      target: tag('redirect'),
    },
    {
      '@v1.0.0': 'v1.0.0',
    },
  ),
  vanity(
    'to-plain',
    'the page redirects to plain http',
    {
      'to-plain': { status: 302, headers: { location: 'http://vanity.test/target2' } },
      target2: tag('to-plain'),
    },
    {
      '@v1.0.0': /to insecure URL/,
    },
  ),
  {
    about: 'the prefix ends in a major version',
    at: 'git.test/root',
    commits: [{ files: { 'go.mod': 'module vanity.test/root/v3\n' }, tags: ['v3.1.0', 'v1.0.0'] }],
    arrange: (_, forge) => {
      forge.pages.set(
        'vanity.test/root/v3',
        goImport('vanity.test/root/v3', 'git', 'https://git.test/root'),
      )
    },
    ask: {
      'vanity.test/root/v3@v3.1.0': 'v3.1.0',
      'vanity.test/root/v3@v1.0.0': /must match/,
      'vanity.test/root/v3@latest': 'v3.1.0',
    },
  },
  {
    about: 'the path says that it is git',
    at: 'suffix.test/a/b',
    commits: [
      {
        files: { 'go.mod': 'module suffix.test/a/b.git\n', 'c/go.mod': 'module x\n' },
        tags: ['v1.0.0', 'c/v1.0.0'],
      },
    ],
    ask: {
      'suffix.test/a/b.git@v1.0.0': 'v1.0.0',
      'suffix.test/a/b.git/c@v1.0.0': 'v1.0.0',
      'suffix.test/a/b.git/d@v1.0.0': /unknown revision/,
    },
  },
])
