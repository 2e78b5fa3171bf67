import * as z from 'zod/mini'
import { parseAllowed } from './allowed.ts'
import { credentialTable, parsePath } from './credentials.ts'
import { durationPattern, parseDuration, parseTerm, parseTermOrOff } from './duration.ts'
import { defaultGovcs, parseGovcsSetting } from './govcs.ts'
import { parseHookSecret, parseSourcehut } from './hooks.ts'
import { parseHttpUrl } from './http-url.ts'
import { parseListen } from './listen.ts'
import { readBy, text, told } from './parsed.ts'
import { parseModulePath } from './module.ts'
import { ownLogTable } from './own-log.ts'
import { parsePattern } from './pattern.ts'
import { parseNoProxy, parseProxySetting } from './proxy.ts'
import { parseSize, sizePattern } from './size.ts'
import { parseSshFile, parseSshHost, parseSshUser } from './ssh.ts'
import { parseSumdb, parseSumdbKey, parseSumdbUrl } from './sumdb.ts'
import { refuseTwins } from './twins.ts'
import { parseUpstream } from './upstream.ts'
import { parseUrlPrefix } from './url-prefix.ts'

const duration = z.pipe(
  z
    .string({ error: 'must be a text with a unit, such as "60s"' })
    .register(z.globalRegistry, { pattern: durationPattern.source }),
  z.transform(readBy(parseDuration)),
)
const size = (min = 0) =>
  z.pipe(
    z.union(
      [
        z.string().register(z.globalRegistry, { pattern: sizePattern.source }),
        z.int().check(z.minimum(0)).register(z.globalRegistry, { minimum: min }),
      ],
      { error: 'must be a size such as "64MiB", or a number of bytes' },
    ),
    z.transform(readBy((value: string | number) => parseSize(value, min))),
  )
const tables = <Table extends z.ZodMiniType>(name: string, table: Table) =>
  z.array(table, {
    error: `must be a list of tables, each written with two brackets, [[${name}]]`,
  })

const rewriteRule = z
  .strictObject({
    from: told(text(parseUrlPrefix), 'Prefix of the URLs that upstream uses.'),
    to: told(text(parseUrlPrefix), 'What to put in its place when asking.'),
  })
  .check(
    z.superRefine(({ from, to }, context) => {
      if (from.endsWith('/') !== to.endsWith('/')) {
        context.addIssue({
          code: 'custom',
          message: '"from" and "to" must both end with "/", or neither',
        })
      }
    }),
  )

const sshHost = z.strictObject({
  host: told(text(parseSshHost), 'Name or address of a host, every port of it.'),
  key: told(text(parseSshFile), 'Absolute path of the private key, which has no passphrase.'),
  'known-hosts': told(
    text(parseSshFile),
    "Absolute path of the file that has the host's own key, in the format of OpenSSH.",
  ),
  user: told(z.optional(text(parseSshUser)), 'Whom to be where a URL names nobody.'),
})

const relayedSumdb = z.strictObject({
  key: told(
    text(parseSumdbKey),
    'Key of a checksum database, or the name of one that is known (`sum.golang.org`); or `off`: none is passed on.',
  ),
  urls: told(
    z.optional(z.array(text(parseSumdbUrl)).check(z.minLength(1))),
    'Where it is read, each asked if the one before fails; unless given, through `upstream`, else at `https://` and its name.',
  ),
})

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
      z.prefault(
        tables('checksum-database', relayedSumdb).check(z.superRefine(refuseTwins('key', 'table'))),
        [],
      ),
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
      z.prefault(
        tables('rewrite', rewriteRule).check(z.superRefine(refuseTwins('from', 'rule'))),
        [],
      ),
      'Rules `{ from, to }` that send every outbound URL beginning with `from` to `to` instead; the longest `from` wins.',
    ),
    ssh: told(
      z.prefault(tables('ssh', sshHost).check(z.superRefine(refuseTwins('host', 'table'))), []),
      'Hosts `{ host, key, known-hosts, user }` that may be asked over ssh, and the files that are used for each; no others are.',
    ),
    credentials: told(
      z.prefault(
        tables('credentials', credentialTable).check(z.superRefine(refuseTwins('host', 'table'))),
        [],
      ),
      'Hosts `{ host, token-env, … }` that are told a token or a password, and from where that comes.',
    ),
    outbound: z.prefault(
      z.strictObject({
        allow: told(
          z.prefault(z.array(text(parseAllowed)), []),
          'Networks (CIDR), addresses and host names that may be asked although they are not public.',
        ),
        proxy: told(
          z.optional(text(parseProxySetting)),
          'The HTTP proxy to ask through, or `off`; unless given, HTTPS_PROXY and HTTP_PROXY name it.',
        ),
        'no-proxy': told(
          z.optional(z.array(text(parseNoProxy))),
          'What is asked without a proxy: names, addresses, networks, with or without port, or `*`; unless given, NO_PROXY says it.',
        ),
        ca: told(
          z.optional(text(parsePath)),
          'Absolute path of a PEM file with certificate authorities to trust, too.',
        ),
        netrc: told(
          z.optional(text(parsePath)),
          'Absolute path of a netrc file; unless given, `serve` reads none, `fetch` and `check` that of their user.',
        ),
        contact: told(
          z.optional(text(parseContact)),
          'A `mailto:` or `https:` URL for the people who run what we ask; goes into the User-Agent.',
        ),
        'connect-timeout': told(
          z.prefault(duration, '10s'),
          'Longest time to establish a connection.',
        ),
        'idle-timeout': told(
          z.prefault(duration, '60s'),
          'Longest time without a byte from a server.',
        ),
        'request-timeout': told(
          z.prefault(duration, '10m'),
          'Longest time for one request, with its answer.',
        ),
        'max-repository': told(
          z.prefault(size(2 ** 20), '4GiB'),
          'Most bytes taken from a repository in one fetch.',
        ),
        'max-page': told(z.prefault(size(2 ** 10), '1MiB'), 'Most bytes taken of a page.'),
        'connections-per-host': told(
          z.prefault(z.int().check(z.minimum(1), z.maximum(256)), 8),
          'Most connections to one host at a time.',
        ),
      }),
      {},
    ),
    freshness: z.prefault(
      z.strictObject({
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
      {},
    ),
    check: z.prefault(
      z.strictObject({
        server: told(
          z.optional(text((value) => parseHttpUrl(value, { credentials: false }))),
          'The Headwater server that `check` asks before upstream.',
        ),
        'server-private': told(
          z.prefault(z.array(text(parsePattern)), []),
          'Module path patterns in the syntax of GOPRIVATE: private modules that this server may be told of.',
        ),
      }),
      {},
    ),
    politeness: z.prefault(
      z.strictObject({
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
      {},
    ),
    ledger: z.prefault(
      z.strictObject({
        requests: told(
          z.prefault(text(parseTerm, 'must be a text such as "90d"'), '90d'),
          'How long each request is kept in the ledger that `/-/hosts` shows.',
        ),
        days: told(
          z.prefault(text(parseTerm, 'must be a text such as "400d"'), '400d'),
          'How long the sums of a day are kept there.',
        ),
      }),
      {},
    ),
    hooks: z.prefault(
      z.strictObject({
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
      {},
    ),
    index: z.prefault(
      z.strictObject({
        private: told(
          z.prefault(z.boolean(), true),
          'Whether the index names versions of the modules that `private` covers.',
        ),
      }),
      {},
    ),
    disk: z.prefault(
      z.strictObject({
        repositories: told(
          z.prefault(size(2 ** 20), '20GiB'),
          'Most bytes of all copies of git repositories together; those used longest ago are removed, and fetched again when they are needed.',
        ),
      }),
      {},
    ),
    memory: z.prefault(
      z.strictObject({
        cache: told(
          z.prefault(size(), '64MiB'),
          'Memory for small files that are asked for often.',
        ),
      }),
      {},
    ),
    fetch: z.prefault(
      z.strictObject({
        parallel: told(
          z.prefault(z.int().check(z.minimum(1), z.maximum(256)), 4),
          'Most zips made at the same time; those of module proxies only pass through.',
        ),
      }),
      {},
    ),
    toolchains: z.prefault(
      z.strictObject({
        keep: told(
          z.prefault(z.boolean(), true),
          'Whether the zips of Go toolchains (`golang.org/toolchain`) are kept.',
        ),
      }),
      {},
    ),
    'checksum-log': z.prefault(ownLogTable, {}),
    log: z.prefault(
      z.strictObject({
        level: told(
          z.prefault(z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
          'How much is logged: `silent`, `error`, `warn`, `info`, `debug` or `trace`.',
        ),
        requests: told(z.prefault(z.boolean(), false), 'Whether each request served is logged.'),
      }),
      {},
    ),
  }),
  'Settings of Headwater.',
)

function parseContact(contact: string): string {
  if (
    /^(mailto:[^\s()<>@]+@[^\s()<>@]+|https?:\/\/[^\s()<>]+)$/i.test(contact) &&
    URL.canParse(contact)
  ) {
    return contact
  }
  throw new RangeError(
    `"${contact}" is not a URL such as "mailto:ops@corp.example" or "https://corp.example/mirror"`,
  )
}
