import { sameAsGo } from './fidelity.ts'
import { gathered, tree } from './tree.ts'

const good = (at: string, about: string, ...names: string[]) =>
  tree(at, about, { files: Object.fromEntries(names.map((name) => [name, `${name}\n`])) })

const bad = (at: string, name: string, reason = /malformed file path/) =>
  tree(at, `a file is called ${JSON.stringify(name)}`, { files: { [name]: 'x\n' } }, reason)

sameAsGo('file names', [
  gathered('names', [
    good('ascii', 'names have all allowed characters', 'a!#$%&()+,-.=@[]^_{}~ b', ' x', 'y ', '-z'),
    good(
      'dots',
      'names begin with dots',
      '.a',
      '..b',
      '.c/.d',
      'e..f',
      '.github/w.yml',
      '.gitignore',
    ),
    good(
      'letters',
      'names have letters of all kinds',
      'é',
      'ß.go',
      '中/文',
      'ª',
      'ʼn',
      '𐐀',
      'क',
      'ﬁ',
    ),
    good(
      'near-devices',
      'names are nearly those of devices',
      'com0',
      'lpt',
      'cons',
      'nul-',
      'xaux',
    ),
    good('tilde', 'names look like short names', 'PROGRA~1', 'a~1.txt', '~'),
    good(
      'long',
      'names are long',
      `${'a'.repeat(200)}.go`,
      `${'d'.repeat(120)}/${'e'.repeat(150)}`,
    ),
    good('longer', 'a path is long', Array.from({ length: 12 }, () => 'f'.repeat(90)).join('/')),
    good(
      'longest-letters',
      'long names have letters beyond ASCII',
      `${'é'.repeat(60)}/${'中'.repeat(70)}`,
    ),
    good(
      'many',
      'there are many files',
      ...Array.from({ length: 300 }, (_, index) => `f${index}/g${index}`),
    ),
    good(
      'order',
      'names sort otherwise by bytes',
      'a/b',
      'a-b',
      'a.b',
      'a b',
      'ab',
      '\u{FF21}',
      '\u{10400}',
    ),
    bad('colon', 'a:b'),
    bad('quote', "it's"),
    bad('backslash', 'x\\y'),
    bad('tab', 'a\tb'),
    bad('newline', 'a\nb'),
    bad('trailing-dot', 'a.'),
    bad('folder-dot', 'dir./x'),
    bad('three-dots', '.../x'),
    bad('device', 'con'),
    bad('device-case', 'a/CoM1.tar.gz'),
    bad('device-folder', 'aux/x'),
    bad('device-dot', 'NUL.'),
    bad('symbol', '☺'),
    bad('combining', 'e\u0301'),
    bad('other-digit', '٣'),
    bad('joiner', 'a\u200db'),
    tree(
      'latin1',
      'a name is not UTF-8',
      {
        rawTree: [{ mode: '100644', name: Uint8Array.of(0x61, 0xe9), content: 'x' }],
      },
      /malformed file path/,
    ),
    tree(
      'surrogate',
      'a name has an encoded surrogate',
      {
        rawTree: [{ mode: '100644', name: Uint8Array.of(0xed, 0xa0, 0x80), content: 'x' }],
      },
      /malformed file path/,
    ),
    tree(
      'link-name',
      'a symbolic link has a bad name',
      { symlinks: { 'a:b': 'x' } },
      /malformed file path/,
    ),
  ]),
])
