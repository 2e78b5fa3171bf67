import * as z from 'zod/mini'
import { parseAllowed } from './allowed.ts'
import { parsePath } from './credentials.ts'
import { section, text, told } from './parsed.ts'
import { parseNoProxy, parseProxySetting } from './proxy.ts'
import { duration, size } from './quantities.ts'

/** The table `[outbound]`. */
export const outboundSection = section({
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
  'connect-timeout': told(z.prefault(duration, '10s'), 'Longest time to establish a connection.'),
  'idle-timeout': told(z.prefault(duration, '60s'), 'Longest time without a byte from a server.'),
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
})

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
