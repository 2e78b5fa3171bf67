/** Nobody listens here: port 9 is "discard" (RFC 863), which no test machine serves. */
const deadProxy = 'http://127.0.0.1:9'

const loopbackNames = '127.0.0.1,localhost,::1'

/** What `core.gitProxy` is told: loopback is asked directly, everything else through a program that fails. */
const gitProxies = ['none for 127.0.0.1', 'none for localhost', 'false']

/**
 * Environment under which programs that tests start stay on this machine, as far as they can be told to: HTTP clients
 * get a proxy that does not answer, ssh cannot start, `git://` works to loopback only, go asks nobody, and git reads
 * no configuration of the machine or its user.
 *
 * Sources: git(1), git-config(1) `core.gitProxy`, `go help environment`, curl(1) for the lower-case spellings.
 */
export const offline: Readonly<Record<string, string>> = {
  HTTP_PROXY: deadProxy,
  HTTPS_PROXY: deadProxy,
  ALL_PROXY: deadProxy,
  NO_PROXY: loopbackNames,
  http_proxy: deadProxy,
  https_proxy: deadProxy,
  all_proxy: deadProxy,
  no_proxy: loopbackNames,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: String(gitProxies.length),
  ...Object.fromEntries(
    gitProxies.flatMap((value, index) => [
      [`GIT_CONFIG_KEY_${index}`, 'core.gitProxy'],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ),
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  GIT_SSH_COMMAND: 'false',
  GOPROXY: 'off',
  GOSUMDB: 'off',
  GOTOOLCHAIN: 'local',
  GOENV: 'off',
  GOTELEMETRY: 'off',
}

/**
 * The whole environment of a child: the programs of this process' PATH, a home of its own, {@link offline}, and then
 * `extra`. Nothing else of this process' environment is handed on.
 */
export function isolated(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_CACHE_HOME: `${home}/.cache`,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...offline,
    ...extra,
  }
}
