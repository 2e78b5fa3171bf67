/**
 * A go.mod file and the path in its first module line. Source: x/mod/modfile read_test.go,
 * modulePathTests
 */
export const modulePaths: readonly (readonly [text: string, path: string])[] = [
  ['module "github.com/rsc/vgotest"', 'github.com/rsc/vgotest'],
  ['module github.com/rsc/vgotest', 'github.com/rsc/vgotest'],
  ['module  "github.com/rsc/vgotest"', 'github.com/rsc/vgotest'],
  ['module  github.com/rsc/vgotest', 'github.com/rsc/vgotest'],
  ['module `github.com/rsc/vgotest`', 'github.com/rsc/vgotest'],
  ['module "github.com/rsc/vgotest/v2"', 'github.com/rsc/vgotest/v2'],
  ['module github.com/rsc/vgotest/v2', 'github.com/rsc/vgotest/v2'],
  ['module "gopkg.in/yaml.v2"', 'gopkg.in/yaml.v2'],
  ['module gopkg.in/yaml.v2', 'gopkg.in/yaml.v2'],
  ['module "gopkg.in/check.v1"\n', 'gopkg.in/check.v1'],
  ['module "gopkg.in/check.v1\n"', ''],
  ['module gopkg.in/check.v1\n', 'gopkg.in/check.v1'],
  ['module "gopkg.in/check.v1"\r\n', 'gopkg.in/check.v1'],
  ['module gopkg.in/check.v1\r\n', 'gopkg.in/check.v1'],
  ['module "gopkg.in/check.v1"\n\n', 'gopkg.in/check.v1'],
  ['module gopkg.in/check.v1\n\n', 'gopkg.in/check.v1'],
  ['module \n"gopkg.in/check.v1"\n\n', ''],
  ['module \ngopkg.in/check.v1\n\n', ''],
  ['module "gopkg.in/check.v1"asd', ''],
  ['module \n"gopkg.in/check.v1"\n\n', ''],
  ['module \ngopkg.in/check.v1\n\n', ''],
  ['module "gopkg.in/check.v1"asd', ''],
  ['module  \nmodule a/b/c ', 'a/b/c'],
  ['module "   "', '   '],
  ['module   ', ''],
  ['module "  a/b/c  "', '  a/b/c  '],
  ['module "github.com/rsc/vgotest1" // with a comment', 'github.com/rsc/vgotest1'],
]

/**
 * A go.mod file, and whether it is read when it is the main module's and when it is a
 * dependency's. Source: the same, TestParseVersions
 */
export const goVersions: readonly (readonly [text: string, strict: boolean, lax: boolean])[] = [
  ['module m\ngo \n', false, false],
  ['module m\ngo 1\n', false, false],
  ['module m\ngo 1.22\n', true, true],
  ['module m\ngo 1.22.333', true, true],
  ['module m\ngo v1.2\n', false, false],
  ['module m\ngo 1.2rc1\n', true, true],
  ['module m\ngo 1.2 3.4\n', false, false],
  ['module m\ngo 1.2.3\n', true, true],
  ['module m\ngo 1.2beta1\n', true, true],
  ['module m\ngo 1.2.beta1\n', false, true],
  ['module m\ngo v1.2.3\n', false, true],
  ['module m\ngo v1.2rc1\n', false, true],
  ['module m\ngo v1.2beta1\n', false, true],
  ['module m\ngo v1.2.beta1\n', false, true],
  ['module m\ntoolchain go1.2\n', true, true],
  ['module m\ntoolchain go1.2.3\n', true, true],
  ['module m\ntoolchain go1.2rc1\n', true, true],
  ['module m\ntoolchain go1.2rc1-gccgo\n', true, true],
  ['module m\ntoolchain default\n', true, true],
  ['module m\ntoolchain inconceivable!\n', false, true],
]

/** A file and its tokens. Source: the same, TestParsePunctuation */
export const tokens: readonly (readonly [text: string, tokens: string])[] = [
  ['require ()', 'require ( )'],
  ['require []{},', 'require [ ] { } ,'],
  ['require a[b]c{d}e,', 'require a [ b ] c { d } e ,'],
  ['require (\n\ta[b]\n)', 'require ( a [ b ] )'],
  ['require [v1.0.0, v1.1.0)', 'require [ v1.0.0 , v1.1.0 )'],
]

/**
 * A file with one retract line, and its rationale. Source: x/mod/modfile rule_test.go,
 * retractRationaleTests
 */
export const rationales: readonly (readonly [about: string, text: string, rationale: string])[] = [
  ['no_comment', 'module m\n\t\tretract v1.0.0', ''],
  ['prefix_one', 'module m\n\t\t//   prefix\n\t\tretract v1.0.0\n\t\t', 'prefix'],
  [
    'prefix_multiline',
    'module m\n\t\t//  one\n\t\t//\n\t\t//     two\n\t\t//\n\t\t// three\n\t\tretract v1.0.0',
    'one\n\ntwo\n\nthree',
  ],
  ['suffix', 'module m\n\t\tretract v1.0.0 // suffix\n\t\t', 'suffix'],
  [
    'prefix_suffix_after',
    'module m\n\t\t// prefix\n\t\tretract v1.0.0 // suffix\n\t\t',
    'prefix\nsuffix',
  ],
  ['block_only', '// block\n\t\tretract (\n\t\t\tv1.0.0\n\t\t)\n\t\t', 'block'],
  ['block_and_line', '// block\n\t\tretract (\n\t\t\t// line\n\t\t\tv1.0.0\n\t\t)\n\t\t', 'line'],
]

/**
 * A file, and what it says of the deprecation of the module. Source: the same,
 * moduleDeprecatedTests
 */
export const deprecations: readonly (readonly [about: string, text: string, deprecated: string])[] =
  [
    ['no_comment', 'module m', ''],
    ['other_comment', '// yo\n\t\tmodule m', ''],
    ['deprecated_no_colon', '//Deprecated\n\t\tmodule m', ''],
    ['deprecated_no_space', '//Deprecated:blah\n\t\tmodule m', 'blah'],
    ['deprecated_simple', '// Deprecated: blah\n\t\tmodule m', 'blah'],
    ['deprecated_lowercase', '// deprecated: blah\n\t\tmodule m', ''],
    ['deprecated_multiline', '// Deprecated: one\n\t\t// two\n\t\tmodule m', 'one\ntwo'],
    ['deprecated_mixed', '// some other comment\n\t\t// Deprecated: blah\n\t\tmodule m', ''],
    ['deprecated_middle', '// module m is Deprecated: blah\n\t\tmodule m', ''],
    [
      'deprecated_multiple',
      '// Deprecated: a\n\t\t// Deprecated: b\n\t\tmodule m',
      'a\nDeprecated: b',
    ],
    ['deprecated_paragraph', '// Deprecated: a\n\t\t// b\n\t\t//\n\t\t// c\n\t\tmodule m', 'a\nb'],
    [
      'deprecated_paragraph_space',
      '// Deprecated: the next line has a space\n\t\t//\n\t\t// c\n\t\tmodule m',
      'the next line has a space',
    ],
    ['deprecated_suffix', 'module m // Deprecated: blah', 'blah'],
    ['deprecated_mixed_suffix', '// some other comment\n\t\tmodule m // Deprecated: blah', ''],
    [
      'deprecated_mixed_suffix_paragraph',
      '// some other comment\n\t\t//\n\t\tmodule m // Deprecated: blah',
      'blah',
    ],
    ['deprecated_block', '// Deprecated: blah\n\t\tmodule (\n\t\t\tm\n\t\t)', 'blah'],
  ]

/**
 * What cannot be read while nobody says what a version without a v stands for. Source: the same,
 * fixVersionTests
 */
export const refused: readonly string[] = [
  'require example.com/m 1.0.0',
  'replace example.com/m 1.0.0 => example.com/m 1.1.0',
  'replace example.com/m@v1.0.0 => example.com/m@v1.1.0',
  'replace example.com/m => example.com/m@v1.1.0',
  'exclude example.com/m 1.0.0',
]

/** What the same lines are once they have versions. Source: the same */
export const accepted: readonly string[] = [
  'require example.com/m v1.0.0',
  'replace example.com/m v1.0.0 => example.com/m v1.1.0',
  'exclude example.com/m v1.0.0',
  'module example.com/m\n\t\tretract v1.0.0',
  'module example.com/m\n\t\tretract [v1.0.0, v1.1.0]',
]

/**
 * A dependency's file full of what only others may write, and what is read of it. Source:
 * read_test.go, TestParseLax
 */
export const foreign = {
  text: [
    'module m',
    'surprise attack',
    'x y (\n\tz\n)',
    'exclude v1.2.3',
    'replace <-!!!',
    'retract v1.2.3 v1.2.4',
    'retract (v1.2.3, v1.2.4]',
    'retract v1.2.3 (\n\tkey1 value1\n\tkey2 value2\n)',
    'require good v1.0.0\n',
  ].join('\n'),
  require: ['good v1.0.0'],
}

/** Two ways to write one thing. Source: x/mod/modfile testdata, *.in and *.golden */
export const same: readonly (readonly [text: string, written: string])[] = [
  ['module "abc"', 'module abc'],
  ['go 1.2.3\ntoolchain default', 'go 1.2.3\n\ntoolchain default\n'],
  ['module "m"\nrequire (\n\n    "x.y/z" v0.8.0\n\n\n)', 'module m\n\nrequire x.y/z v0.8.0\n'],
  ['replace "xyz" v1.2.3 => "/tmp/z"', 'replace xyz v1.2.3 => /tmp/z'],
  ['replace "xyz" v1.3.4 => "my/xyz" v1.3.4-me', 'replace xyz v1.3.4 => my/xyz v1.3.4-me'],
  ['replace "xyz" v1.3.4 => "my/xyz" "v1.3.4-me"', 'replace xyz v1.3.4 => my/xyz v1.3.4-me'],
  ['replace xyz "v1.4.5" => "/tmp/my dir"', 'replace (\n\txyz v1.4.5 => "/tmp/my dir"\n)'],
  ['replace "w" v1.0.0 => "./a,"', 'replace (\n\tw v1.0.0 => "./a,"\n)'],
  ['replace "w" v1.0.1 => "./a()"', 'replace (\n\tw v1.0.1 => "./a()"\n)'],
  ['replace "w" v1.0.2 => "./a[]"', 'replace (\n\tw v1.0.2 => "./a[]"\n)'],
  ['replace "w" v1.0.3 => "./a{}"', 'replace (\n\tw v1.0.3 => "./a{}"\n)'],
  ['replace "xyz" => my/other/xyz v1.5.4', 'replace (\n\n\txyz => my/other/xyz v1.5.4\n)'],
  ['retract "v1.2.3"', 'retract v1.2.3'],
  ['retract [ "v1.2.3" , "v1.2.4" ]', 'retract [v1.2.3, v1.2.4]'],
  [
    'retract (\n\t"v1.2.3"\n\n\t[ "v1.2.3" , "v1.2.4" ]\n)',
    'retract v1.2.3\nretract [v1.2.3, v1.2.4]',
  ],
]
