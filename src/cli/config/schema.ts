import * as z from 'zod/mini'
import { parseTerm, parseTermOrOff } from './duration.ts'
import { defaultGovcs, parseGovcsSetting } from './govcs.ts'
import { parseHookSecret, parseSourcehut } from './hooks.ts'
import { parseHttpUrl } from './http-url.ts'
import { parseListen } from './listen.ts'
import { parseModulePath } from './module.ts'
import { outboundSection } from './outbound-section.ts'
import { ownLogTable } from './own-log.ts'
import { section, text, told } from './parsed.ts'
import { parsePattern } from './pattern.ts'
import { duration, size } from './quantities.ts'
import { parseSumdb } from './sumdb.ts'
import { credentialTables, rewriteTables, sshTables, sumdbTables } from './tables.ts'
import { parseUpstream } from './upstream.ts'

const hookSecrets = (forge: string) =>
  told(
    z.prefault(z.array(text(parseHookSecret).register(z.globalRegistry, { writeOnly: true })), []),
    `Secrets of the hooks of ${forge}, or \`file:\` and the absolute path of a file with one; none: its hooks are not taken.`,
  )

/** How zod is to read with {@link schema}: making code for it would take longer than a configuration. */
export const onceOnly = { jitless: true } as const

/** `headwater.toml` as its readers write it; parsing gives the values in the units the program uses. */
export const schema = told(
  z.strictObject({
    listen: told(
      z.prefault(text(parseListen), '127.0.0.1:3000'),
      'Address and port `serve` listens on; port 0 picks a free one, no host means every interface.',
    ),
    data: told(
      z.prefault(z.string().check(z.minLength(1)), './headwater-data'),
      'Folder that holds everything kept. Unless it is named, `fetch` and `check` use a folder in the cache of their user.',
    ),
    'public-url': told(
      z.optional(text((value) => parseHttpUrl(value, { credentials: false }))),
      'The URL under which people reach this server.',
    ),
    upstream: told(
      z.prefault(text(parseUpstream), 'direct'),
      'Whom to ask for a module, in the syntax of GOPROXY: URLs, `direct`, `off`, separated by `,` or `|`.',
    ),
    private: told(
      z.prefault(z.array(text(parsePattern)), []),
      'Module path patterns in the syntax of GOPRIVATE: these modules are never named to anybody but their origin.',
    ),
    sumdb: told(
      z.optional(text(parseSumdb, 'must be a text such as "sum.golang.org", or "off"')),
      'The checksum database that `check` may ask, in the syntax of GOSUMDB, or `off`; unless given, GOSUMDB names it, or it is sum.golang.org.',
    ),
    'checksum-database': told(
      z.prefault(sumdbTables, []),
      'Checksum databases `{ key, urls }` that `serve` passes on, verified, below `/sumdb/`; unless given, sum.golang.org.',
    ),
    govcs: told(
      z.prefault(
        text(
          parseGovcsSetting,
          'must be one text in quotes, such as "corp.example/*:git|hg,*:git"',
        ),
        defaultGovcs,
      ),
      'Which version control systems may be used for which paths, in the syntax of GOVCS; the default follows behind.',
    ),
    insecure: told(
      z.prefault(z.array(text(parsePattern)), []),
      'Module path patterns in the syntax of GOINSECURE: for these modules plain http and other unprotected schemes may be tried, too.',
    ),
    rewrite: told(
      z.prefault(rewriteTables, []),
      'Rules `{ from, to }` that send every outbound URL beginning with `from` to `to` instead; the longest `from` wins.',
    ),
    ssh: told(
      z.prefault(sshTables, []),
      'Hosts `{ host, key, known-hosts, user }` that may be asked over ssh, and the files that are used for each; no others are.',
    ),
    credentials: told(
      z.prefault(credentialTables, []),
      'Hosts `{ host, token-env, … }` that are told a token or a password, and from where that comes.',
    ),
    outbound: outboundSection,
    freshness: section({
      list: told(
        z.prefault(duration, '60s'),
        'How old a list, a branch or @latest may be before upstream is asked again.',
      ),
      'not-found': told(z.prefault(duration, '60s'), 'How long "it is not there" is believed.'),
      strict: told(
        z.prefault(duration, '60s'),
        'How old what is answered below `/strict/` may be; "it is not there" never is.',
      ),
      check: told(
        z.prefault(duration, '10m'),
        'How old what `serve` tells of a module version may be when a check asks it; upstream is asked again after that.',
      ),
    }),
    check: section({
      server: told(
        z.optional(text((value) => parseHttpUrl(value, { credentials: false }))),
        'The Headwater server that `check` asks before upstream.',
      ),
      'server-private': told(
        z.prefault(z.array(text(parsePattern)), []),
        'Module path patterns in the syntax of GOPRIVATE: private modules that this server may be told of.',
      ),
    }),
    politeness: section({
      looks: told(
        z.prefault(z.boolean(), true),
        'Whether `serve` looks at the repositories of held code although nobody waits for it.',
      ),
      interval: told(
        z.prefault(duration, '1s'),
        'Least pause between two requests to one host that nobody waits for.',
      ),
      floor: told(
        z.prefault(text(parseTermOrOff, 'must be a text such as "7d", or "off"'), '7d'),
        'How often a repository is looked at for which no served answers have paid, or `off` for never.',
      ),
      watch: told(
        z.prefault(z.array(text(parseModulePath)), []),
        'Modules whose repositories are looked at even if nobody asks for them.',
      ),
    }),
    ledger: section({
      requests: told(
        z.prefault(text(parseTerm, 'must be a text such as "90d"'), '90d'),
        'How long each request is kept in the ledger that `/-/hosts` shows.',
      ),
      days: told(
        z.prefault(text(parseTerm, 'must be a text such as "400d"'), '400d'),
        'How long the sums of a day are kept there.',
      ),
    }),
    hooks: section({
      github: hookSecrets('GitHub'),
      gitlab: hookSecrets('GitLab'),
      gitea: hookSecrets('Gitea and Forgejo'),
      generic: hookSecrets('other programs'),
      sourcehut: told(
        z.prefault(z.array(text(parseSourcehut)), []),
        'Servers of sourcehut whose hooks are taken: `git.sr.ht`, or for another network `HOST=KEY` with its public key in base64.',
      ),
      interval: told(
        z.prefault(duration, '10s'),
        'Least time between two looks at one repository that hooks cause; pushes within it cause one together.',
      ),
    }),
    index: section({
      private: told(
        z.prefault(z.boolean(), true),
        'Whether the index names versions of the modules that `private` covers.',
      ),
    }),
    disk: section({
      repositories: told(
        z.prefault(size(2 ** 20), '20GiB'),
        'Most bytes of all copies of git repositories together; those used longest ago are removed, and fetched again when they are needed.',
      ),
    }),
    memory: section({
      cache: told(z.prefault(size(), '64MiB'), 'Memory for small files that are asked for often.'),
    }),
    fetch: section({
      parallel: told(
        z.prefault(z.int().check(z.minimum(1), z.maximum(256)), 4),
        'Most zips made at the same time; those of module proxies only pass through.',
      ),
    }),
    toolchains: section({
      keep: told(
        z.prefault(z.boolean(), true),
        'Whether the zips of Go toolchains (`golang.org/toolchain`) are kept.',
      ),
    }),
    'checksum-log': z.prefault(ownLogTable, {}),
    log: section({
      level: told(
        z.prefault(z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
        'How much is logged: `silent`, `error`, `warn`, `info`, `debug` or `trace`.',
      ),
      requests: told(z.prefault(z.boolean(), false), 'Whether each request served is logged.'),
    }),
  }),
  'Settings of Headwater.',
)
