/** The files of a tree, or the entries of a zip, in order; a name may come twice. */
export type Files = readonly (readonly [name: string, content: string])[]

/** Names by what becomes of their files. */
export interface Judged {
  readonly valid: readonly string[]
  readonly omitted: readonly string[]
  readonly invalid: readonly string[]
}

/** A tree, and which of its files belong in a module zip. Source: x/mod/zip testdata/check_files */
export const checked: readonly (readonly [about: string, files: Files, judged: Judged])[] = [
  ['empty', [], { valid: [], omitted: [], invalid: [] }],
  [
    'various',
    [
      ['valid.go', ''],
      ['not/../clean', ''],
      ['GO.MOD', ''],
      ["invalid.go'", ''],
      ['vendor/x/y', ''],
      ['vendor/modules.txt', ''],
      ['sub/go.mod', ''],
      ['.hg_archival.txt', ''],
      ['valid.go', 'duplicate\n'],
      ['valid.go', 'another duplicate\n'],
      ['pkg/vendor/vendor.go', ''],
    ],
    {
      valid: ['valid.go', 'vendor/modules.txt'],
      omitted: ['vendor/x/y', 'sub/go.mod', '.hg_archival.txt', 'pkg/vendor/vendor.go'],
      invalid: ['not/../clean', 'GO.MOD', "invalid.go'", 'valid.go'],
    },
  ],
  [
    'various_go123',
    [
      ['valid.go', ''],
      ['not/../clean', ''],
      ['go.mod', 'go 1.23\n'],
      ["invalid.go'", ''],
      ['vendor/x/y', ''],
      ['vendor/modules.txt', ''],
      ['sub/go.mod', ''],
      ['.hg_archival.txt', ''],
      ['valid.go', 'duplicate\n'],
      ['valid.go', 'another duplicate\n'],
      ['pkg/vendor/vendor.go', ''],
    ],
    {
      valid: ['valid.go', 'go.mod', 'vendor/modules.txt'],
      omitted: ['vendor/x/y', 'sub/go.mod', '.hg_archival.txt', 'pkg/vendor/vendor.go'],
      invalid: ['not/../clean', "invalid.go'", 'valid.go'],
    },
  ],
  [
    'various_go124',
    [
      ['valid.go', ''],
      ['not/../clean', ''],
      ['go.mod', 'go 1.24\n'],
      ["invalid.go'", ''],
      ['vendor/x/y', ''],
      ['vendor/modules.txt', ''],
      ['sub/go.mod', 'go 1.23\n'],
      ['.hg_archival.txt', ''],
      ['valid.go', 'duplicate\n'],
      ['valid.go', 'another duplicate\n'],
      ['pkg/vendor/vendor.go', ''],
    ],
    {
      valid: ['valid.go', 'go.mod', 'pkg/vendor/vendor.go'],
      omitted: ['vendor/x/y', 'vendor/modules.txt', 'sub/go.mod', '.hg_archival.txt'],
      invalid: ['not/../clean', "invalid.go'", 'valid.go'],
    },
  ],
]

/**
 * A module with the files of its tree, and the h1 of its zip; undefined when it can have none.
 * Source: x/mod/zip testdata/create, and the same in testdata/create_from_dir
 */
export const created: readonly (readonly [
  about: string,
  module: string,
  files: Files,
  h1?: string,
])[] = [
  ['bad_file_path', 'example.com/m@v1.0.0', [["bad.go'", 'package bad\n']]],
  ['bad_gomod_case', 'example.com/m@v1.0.0', [['GO.MOD', 'module example.com/m\n']]],
  ['bad_mod_path', 'cache@v1.0.0', []],
  ['bad_mod_path_version_suffix', 'example.com/m@v2.0.0', []],
  ['bad_version', 'example.com/m@v1.0.0+bad', []],
  [
    'dup_file',
    'example.com/m@v1.0.0',
    [
      ['dup.go', 'package d1\n'],
      ['dup.go', 'package d2\n'],
    ],
  ],
  [
    'dup_file_and_dir',
    'example.com/m@v1.0.0',
    [
      ['a.go', 'package a\n'],
      ['a.go/b.go', 'package b\n'],
    ],
  ],
  ['empty', 'example.com/empty@v1.0.0', [], 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  [
    'exclude_cap_go_mod_submodule',
    'example.com/m@v1.0.0',
    [
      ['a.go', 'package a\n'],
      ['b/GO.MOD', 'MODULE EXAMPLE.COM/M/B\n'],
      ['b/b.go', 'package b\n'],
    ],
    'h1:xctQQey8/y7IcBjFZDP/onWLSXhlqcsC3i1fgSdpMHk=',
  ],
  [
    'exclude_submodule',
    'example.com/m@v1.0.0',
    [
      ['go.mod', 'module example.com/m\n\ngo 1.13\n'],
      ['sub/go.mod', 'module example.com/m/sub\n'],
      ["sub/x.go'", "invalid name, but this shouldn't be read\n"],
    ],
    'h1:XduFAgX/GaspZa8Jv4pfzoGEzNaU/r88PiCunijw5ok=',
  ],
  [
    'exclude_vendor',
    'example.com/m@v1.0.0',
    [
      ['go.mod', 'module example.com/m\n\ngo 1.13\n'],
      [
        'vendor/modules.txt',
        'included\nsee comment in isVendoredPackage and golang.org/issue/31562.\n',
      ],
      ['vendor/example.com/x/x.go', 'excluded\n'],
      ['sub/vendor/sub.txt', 'excluded\n'],
      [
        'pkg/vendor/vendor.go',
        'excluded\nsee comment in isVendoredPackage and golang.org/issue/37397\n',
      ],
    ],
    'h1:5u93LDLN0Me+NGfZtRpA5mHxY8svfykHpq4CMSaBZyc=',
  ],
  [
    'exclude_vendor_go124',
    'example.com/m@v1.0.0',
    [
      [
        'go.mod',
        'module example.com/m\n\ngo 1.24\nmodules.txt is excluded in 1.24+. See golang.org/issue/63395\n',
      ],
      [
        'vendor/modules.txt',
        'excluded\nsee comment in isVendoredPackage and golang.org/issue/31562.\n',
      ],
      ['vendor/example.com/x/x.go', 'excluded\n'],
      ['sub/vendor/sub.txt', 'excluded\n'],
      [
        'pkg/vendor/vendor.go',
        'included\nsee comment in isVendoredPackage and golang.org/issue/37397\n',
      ],
    ],
    'h1:mJR1q75yiMK6+CDw6DuhMS4v4hNoLXqkyk2Cph4VS8Q=',
  ],
  [
    'file_case_conflict',
    'example.com/m@v1.0.0',
    [
      ['m.go', 'package m\n'],
      ['M.GO', 'package m\n'],
    ],
  ],
  [
    'go_mod_dir',
    'example.com/m@v1.0.0',
    [['go.mod/a.go', 'package a\n']],
    'h1:Mun5l9cBlDnnV6JasTpio2aZJSbFj++h+814mnKC/OM=',
  ],
  ['invalid_utf8_mod_path', '\udcff@v1.0.0', []],
  [
    'simple',
    'example.com/m@v1.0.0',
    [
      ['go.mod', 'module example.com/m\n\ngo 1.13\n'],
      ['m.go', 'package m\n\nfunc Foo() int { return 42 }\n'],
      [
        'cmd/hello/hello.go',
        'package main\n\nimport (\n  "fmt"\n  "example.com/m"\n)\n\nfunc main() {\n  fmt.Println(m.Foo())\n}\n',
      ],
    ],
    'h1:tpqYOOmuilagXzyqoJ3roUjp8gneQeTv5YVpL6BG7/k=',
  ],
]

/**
 * The entries of a module zip, and the h1 of what is unpacked; undefined when it is refused.
 * Source: x/mod/zip testdata/unzip and testdata/check_zip
 */
export const unpacked: readonly (readonly [
  about: string,
  module: string,
  files: Files,
  h1?: string,
])[] = [
  ['bad_file_path', 'example.com/m@v1.0.0', [["example.com/m@v1.0.0/bad.go'", 'package bad\n']]],
  [
    'bad_gomod_case',
    'example.com/m@v1.0.0',
    [['example.com/m@v1.0.0/GO.MOD', 'module example.com/m\n']],
  ],
  ['bad_mod_path', 'cache@v1.0.0', []],
  ['bad_mod_path_version_suffix', 'example.com/m@v2.0.0', []],
  [
    'bad_submodule',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/go.mod', 'module example.com/m\n\ngo 1.13\n'],
      ['example.com/m@v1.0.0/sub/go.mod', 'module example.com/m/sub\n'],
    ],
  ],
  ['bad_version', 'example.com/m@v1.0.0+bad', []],
  [
    'cap_go_mod_not_submodule',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/a.go', 'package a\n'],
      ['example.com/m@v1.0.0/b/GO.MOD', 'MODULE EXAMPLE.COM/M/B\n'],
      ['example.com/m@v1.0.0/b/b.go', 'package b\n'],
    ],
  ],
  [
    'dup_file',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/dup.go', 'package d1\n'],
      ['example.com/m@v1.0.0/dup.go', 'package d2\n'],
    ],
  ],
  [
    'dup_file_and_dir',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/a.go', 'package a\n'],
      ['example.com/m@v1.0.0/a.go/b.go', 'package b\n'],
    ],
  ],
  ['empty', 'example.com/empty@v1.0.0', [], 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  [
    'file_case_conflict',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/m.go', 'package m\n'],
      ['example.com/m@v1.0.0/M.GO', 'package m\n'],
    ],
  ],
  [
    'go_mod_dir',
    'example.com/m@v1.0.0',
    [['example.com/m@v1.0.0/go.mod/a.go', 'package a\n']],
    'h1:Mun5l9cBlDnnV6JasTpio2aZJSbFj++h+814mnKC/OM=',
  ],
  ['invalid_utf8_mod_path', '\udcff@v1.0.0', []],
  [
    'prefix_only',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0', ''],
      ['example.com/m@v1.0.0/go.mod', 'module example.com/m\n'],
    ],
  ],
  [
    'simple',
    'example.com/m@v1.0.0',
    [
      ['example.com/m@v1.0.0/go.mod', 'module example.com/m\n\ngo 1.13\n'],
      ['example.com/m@v1.0.0/m.go', 'package m\n\nfunc Foo() int { return 42 }\n'],
      [
        'example.com/m@v1.0.0/cmd/hello/hello.go',
        'package main\n\nimport (\n  "fmt"\n  "example.com/m"\n)\n\nfunc main() {\n  fmt.Println(m.Foo())\n}\n',
      ],
    ],
    'h1:tpqYOOmuilagXzyqoJ3roUjp8gneQeTv5YVpL6BG7/k=',
  ],
  [
    'several faults',
    'example.com/various@v1.0.0',
    [
      ['noprefix', ''],
      ['example.com/various@v1.0.0/valid.go', ''],
      ['example.com/various@v1.0.0/not/../clean', ''],
      ["example.com/various@v1.0.0/invalid.go'", ''],
      ['example.com/various@v1.0.0/GO.MOD', ''],
      ['example.com/various@v1.0.0/valid.go', 'duplicate\n'],
    ],
  ],
]

const before124 = ['', '1.14', '1.21.0', '1.22.4', '1.23', '1.23.1', '1.2', '1.7', '1.9']
const from124 = ['1.24.0', '1.24', '1.99.0']
const everywhere = [...before124, ...from124]

/**
 * A file, whether it belongs to a vendored package, and the go lines for which it does. Source:
 * x/mod/zip vendor_test.go
 */
export const vendored: readonly (readonly [
  name: string,
  vendored: boolean,
  goVersions: readonly string[],
])[] = [
  ['vendor/foo/foo.go', true, everywhere],
  ['pkg/vendor/foo/foo.go', true, everywhere],
  ['longpackagename/vendor/foo/foo.go', true, everywhere],
  ['vendor/vendor.go', false, everywhere],
  ['vendor/foo/modules.txt', true, everywhere],
  ['modules.txt', false, everywhere],
  ['vendor/amodules.txt', false, everywhere],
  ['vendor/modules.txt', false, before124],
  ['vendor/modules.txt', true, from124],
  ['pkg/vendor/vendor.go', true, before124],
  ['pkg/vendor/vendor.go', false, from124],
  ['longpackagename/vendor/vendor.go', true, before124],
  ['longpackagename/vendor/vendor.go', false, from124],
]

const most = 500 * 2 ** 20
const mostOfOne = 16 * 2 ** 20

/**
 * Files by their sizes in bytes, and whether a zip may hold them. Source: x/mod/zip zip_test.go,
 * sizeLimitTests
 */
export const sizes: readonly (readonly [files: Readonly<Record<string, number>>, ok: boolean])[] = [
  [{ 'large.go': most }, true],
  [{ 'large.go': most + 1 }, false],
  [{ 'small.go': 10, 'large.go': most - 10 }, true],
  [{ 'small.go': 10, 'large.go': most - 9 }, false],
  [{ 'go.mod': mostOfOne }, true],
  [{ 'go.mod': mostOfOne + 1 }, false],
  [{ LICENSE: mostOfOne }, true],
  [{ LICENSE: mostOfOne + 1 }, false],
  [{ 'neg.go': -1 }, false],
]
