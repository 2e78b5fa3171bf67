import { test } from 'node:test'
import assert from 'node:assert/strict'
import { matchGoImport, parseGoImports, type GoImport } from './go-import.ts'
import { XmlSyntaxError } from './xml-syntax-error.ts'

const meta = (content: string) => `<meta name="go-import" content="${content}">`
const bar = meta('foo/bar git https://github.com/rsc/foo/bar')
const barSays = 'foo/bar git https://github.com/rsc/foo/bar'
const proxied = meta('foo/bar mod http://github.com/rsc/baz/quux')

const show = ({ prefix, vcs, url, subdir }: GoImport) =>
  [prefix, vcs, url, subdir].join(' ').trimEnd()

const pages: [string, string, ...string[]][] = [
  ['there is one tag', bar, barSays],
  [
    'there are two tags',
    `${bar}\n${meta('baz/quux git http://github.com/rsc/baz/quux')}`,
    barSays,
    'baz/quux git http://github.com/rsc/baz/quux',
  ],
  ['a proxy comes second', bar + proxied, 'foo/bar mod http://github.com/rsc/baz/quux'],
  ['a proxy comes first', proxied + bar, 'foo/bar mod http://github.com/rsc/baz/quux'],
  ['the tag is in the head', `<head>\n${bar}\n</head>`, barSays],
  ['a body follows', `${bar}\n<body>`, barSays],
  ['there is a doctype', `<!doctype html>${bar}`, barSays],
  [
    'an unquoted name and a syntax error later',
    '<!doctype html><title>Page Not Found</title><meta name=go-import content="chitin.io/chitin git https://github.com/chitin-io/chitin"><div style=position:relative>DRAFT</div>',
    'chitin.io/chitin git https://github.com/chitin-io/chitin',
  ],
  [
    'a proxy has another prefix',
    meta('myitcv.io git https://github.com/myitcv/x') +
      meta('myitcv.io/blah2 mod https://raw.githubusercontent.com/myitcv/pubx/master'),
    'myitcv.io/blah2 mod https://raw.githubusercontent.com/myitcv/pubx/master',
    'myitcv.io git https://github.com/myitcv/x',
  ],
  ['there is a folder', meta('foo/bar git https://h/r subdir'), 'foo/bar git https://h/r subdir'],
  [
    'there is a deep folder',
    meta('foo/bar git https://h/r sub/dir'),
    'foo/bar git https://h/r sub/dir',
  ],
  ['there are five fields', meta('foo/bar git https://h/r sub dir')],
  ['there are two fields', meta('foo/bar git')],
  ['there is no content', '<meta name="go-import">'],
  ['the tag is in the body', `<body>${bar}`],
  ['the tag is behind the head', `<head></head>${bar}`],
  ['the head is empty and closes itself', `<head/>${bar}`],
  ['the body closes itself', `<BODY/>${bar}`],
  ['a prefixed body begins', `<x:body>${bar}`],
  ['the tag is in a comment', `<!-- ${bar} -->`],
  ['the tag is in a CDATA section', `<![CDATA[${bar}]]>`],
  ['a script before it compares', `<script>if (a<b) {}</script>${bar}`, 'error'],
  ['a script before it compares with spaces', `<script>a < b</script>${bar}`, 'error'],
  ['a script before it has &&', `<script>a && b</script>${bar}`, barSays],
  ['an unquoted URL comes before it', `<link href=/style.css>${bar}`, 'error'],
  ['an unquoted URL comes behind it', `${bar}<link href=/style.css>`, barSays],
  ['tags come before and behind an error', `${bar}<a b=.>${meta('x git y')}`, barSays],
  ['a tag with too few fields comes before an error', `${meta('foo git')}<a b=.>`, 'error'],
  ['the charset is unknown', `<?xml version="1.0" encoding="iso-8859-1"?>${bar}`, 'error'],
  ['the charset is UTF-8', `<?xml version="1.0" encoding="Utf-8"?>${bar}`, barSays],
  ['the charset is ASCII', `<?xml version="1.0" encoding="ASCII"?>${bar}`, barSays],
  ['the page ends inside the tag', bar.slice(0, -1), 'error'],
  ['the page ends behind the tag, inside another', `${bar}<meta`, barSays],
  ['element and attributes are in capitals', '<META NAME="go-import" CONTENT="a b c">', 'a b c'],
  ['the value is in capitals', '<meta name="Go-Import" content="a b c">'],
  ['the content comes first', '<meta content="a b c" name="go-import">', 'a b c'],
  [
    'an attribute comes twice',
    '<meta name="go-import" name="x" content="a b c" content="d e f">',
    'a b c',
  ],
  ['names have prefixes', '<x:meta y:name="go-import" z:content="a b c"/>', 'a b c'],
  ['fields are spaced widely', meta('\n a\t&#x2003;b\u00a0\u0085c\r\n '), 'a b c'],
  ['a zero-width space is no space', meta('a\ufeff b c'), 'a\ufeff b c'],
  [
    'the content is escaped',
    meta('a.b git https://h/?x=1&amp;y=&#50;'),
    'a.b git https://h/?x=1&y=2',
  ],
  [
    'the tag is displaced, of two',
    bar + meta('x git y') + proxied,
    'foo/bar mod http://github.com/rsc/baz/quux',
    'x git y',
  ],
  ['the page is empty', ''],
  ['the page is text', 'not found'],
  ['the page is no text', '\0\x01', 'error'],
]

for (const [when, page, ...expected] of pages) {
  test(`parseGoImports() gives ${JSON.stringify(expected)} when ${when}`, () => {
    if (expected[0] === 'error')
      assert.throws(() => parseGoImports(Buffer.from(page)), XmlSyntaxError)
    else assert.deepEqual(parseGoImports(Buffer.from(page)).map(show), expected)
  })
}

const parseBeginning = (page: string) => parseGoImports(Buffer.from(page, 'latin1'), false)

const beginnings: [string, string, 'enough' | 'not enough'][] = [
  ['it reaches the body', `${bar}<body>`, 'enough'],
  ['it reaches the end of the head', `${bar}</head>`, 'enough'],
  ['it reaches a syntax error', `${bar}<a b=.>`, 'enough'],
  ['another tag may follow', bar, 'not enough'],
  ['it ends inside a tag', `${bar}<meta`, 'not enough'],
  ['it ends inside a character', `${bar}\xc3`, 'not enough'],
  ['it is empty', '', 'not enough'],
]

for (const [when, page, expected] of beginnings) {
  test(`parseGoImports() finds the beginning of a page ${expected} when ${when}`, () => {
    if (expected === 'enough') assert.deepEqual(parseBeginning(page).map(show), [barSays])
    else assert.throws(() => parseBeginning(page), { name: 'XmlSyntaxError', atEnd: true })
  })
}

test('parseGoImports() needs time linear in the page when a tag has very many attributes', () => {
  const page = `<a ${'b="" '.repeat(200_000)}>${bar}`
  assert.deepEqual(parseGoImports(Buffer.from(page)).map(show), [barSays])
})

const readTag = (tag: string): GoImport => {
  const [prefix = '', vcs = '', url = '', subdir = ''] = tag.split(' ')
  return { prefix, vcs, url, subdir }
}

const foo = 'example.com/user/foo git https://example.com/repo/target'
const fooBar = 'example.com/user/foo/bar git https://example.com/repo/target'
const fooa = 'example.com/user/fooa git https://example.com/repo/target'
const blah = 'myitcv.io/blah2 mod https://raw.githubusercontent.com/myitcv/pubx/master'
const whole = 'myitcv.io git https://github.com/myitcv/x'

const matches: [string, string[], string][] = [
  ['example.com/user/foo', [foo], foo],
  ['example.com/user/foo/', [foo], foo],
  ['example.com/user/foo/sub/dir', [foo], foo],
  ['example.com/user/foo', [foo, fooa], foo],
  ['example.com/user/fooa', [foo, fooa], fooa],
  ['example.com/user/foo/bar', [foo, fooBar], 'several'],
  ['example.com/user/foo/bar/baz', [foo, fooBar], 'several'],
  ['example.com/user/foo/bar/baz/qux', [foo, fooBar], 'several'],
  ['example.com/user/foo/bar/baz/', [foo, fooBar], 'several'],
  ['example.com', [foo, fooBar], 'none'],
  ['different.example.com/user/foo', [foo], 'none'],
  ['example.com/user/Foo', [foo], 'none'],
  ['example.com/user/foo', [], 'none'],
  ['myitcv.io/blah2/foo', [blah, whole], blah],
  ['myitcv.io/other', [blah, whole], whole],
  ['myitcv.io/blah2/foo', [blah, whole, whole], blah],
  ['myitcv.io/blah2/foo', [blah, blah, whole], 'several'],
  ['myitcv.io/blah2/foo', [whole, blah], 'several'],
  ['example.com/user/foo', [`${foo} subdir`], `${foo} subdir`],
  ['example.com/user/foo', [`${foo} foo/subdir`], `${foo} foo/subdir`],
  ['example.com/user/foo', [`${foo} subdir`, foo], 'several'],
]

for (const [path, tags, expected] of matches) {
  test(`matchGoImport() gives ${expected} when ${path} is asked of ${tags.length} tags`, () => {
    const found = matchGoImport(tags.map(readTag), path)
    assert.equal(typeof found === 'string' ? found : show(found), expected)
  })
}
