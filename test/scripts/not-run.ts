/** Why a script of the go command does not pass line by line with Headwater as GOPROXY. */
export interface Exception {
  readonly why: string
  /**
   * What the lines have in common that fail; a failure of any other line is one, and so is none at all. Without it no
   * line may fail.
   */
  readonly differs?: RegExp
  /** The script ends itself early, before something it cannot have: on every machine, or only on some. */
  readonly skips?: 'always' | 'here'
  /** It is not started. */
  readonly isOff?: true
}

const internet = (host: string): Exception => ({
  why: `ends where it would ask ${host}: tests stay on this machine`,
  skips: 'always',
})
const root: Exception = {
  why: 'ends at once for root, whom no mode of a file stops',
  skips: 'here',
}
const otherBody: Exception = {
  why: 'wants the words "404 page not found" of its registry: Headwater says what is not there, and whom it asked',
  differs: /404 page not found/,
}
const noMod: Exception = {
  why: 'wants the .info of a version that has no .mod: for Headwater such a version is not there',
  differs: /exists .*missingmod\/@v\/v1\.9\.0\.info/,
}
const noOrigin: Exception = {
  why: 'wants the Origin of a query, which go shows and reuses only when it asked the repository itself (cmd/go/internal/modfetch proxyRepo.CheckReuse)',
  differs: /"(Origin|VCS|URL|Subdir|TagPrefix|TagSum|RepoSum|Ref|Hash|Reuse)"/,
}
const insecure: Exception = {
  why: 'allows plain http by GOINSECURE of the client, which a mirror does not hear of; Headwater refuses in its own words',
  differs: /redirected \.\* to insecure URL|insecure\/go\/insecure.*exit status 1/,
}
const credentials: Exception = {
  why: "logs in with the client's own credentials, which go does not hand to a mirror",
  isOff: true,
}

/** Every script of the go command that is an exception, by its name without `.txt`. */
export const exceptions: Readonly<Record<string, Exception>> = {
  goauth_git: credentials,
  goauth_netrc: credentials,
  goauth_userauth: credentials,
  gotoolchain_net: internet('golang.org'),
  govcs: {
    why: 'tests GOVCS of the client, which go heeds only where it asks repositories itself',
    isOff: true,
  },
  mod_auth: {
    why: "logs in with the client's own credentials, which go does not hand to a mirror",
    differs: /server response|^line \d+: (go mod tidy|go list all)|stdout vcs-test/,
  },
  mod_bad_filenames: {
    why: 'wants the words of go when it unpacks zips with bad names: Headwater refuses those zips, in its own words',
    differs: /stderr unzip/,
  },
  mod_download_concurrent_read: { why: 'ends at once except on Windows', skips: 'here' },
  mod_download_hash: internet('rsc.io'),
  mod_download_insecure_redirect: insecure,
  mod_download_issue51114: internet('github.com'),
  mod_download_private_vcs: internet('github.com'),
  mod_download_svn: {
    why: 'wants the words of go for a Subversion repository without versions: Headwater says that there is no repository',
    differs: /no matching versions for query "latest"/,
  },
  mod_edit_no_modcache: root,
  mod_get_fallback: internet('golang.org'),
  mod_get_hash: internet('golang.org'),
  mod_get_insecure_redirect: insecure,
  mod_get_nopkgs: otherBody,
  mod_getx: internet('golang.org'),
  mod_git_export_subst: internet('github.com'),
  mod_gonoproxy: internet('rsc.io'),
  mod_gopkg_unstable: internet('gopkg.in'),
  mod_insecure_issue63845: internet('golang.org'),
  mod_install_pkg_version: otherBody,
  mod_invalid_version: internet('golang.org'),
  mod_list_issue61415: noOrigin,
  mod_list_issue61423: noOrigin,
  mod_list_retract: noMod,
  mod_load_badzip: {
    why: 'wants the words of go when it unpacks a zip with a stray file: Headwater refuses that zip, in its own words',
    differs: /has unexpected file/,
  },
  mod_missing_repo: {
    why: "wants the words of the client's own git: Headwater says that the repository is not there",
    differs: /git ls-remote/,
  },
  mod_perm: root,
  mod_prefer_compatible: internet('github.com'),
  mod_proxy_errors: {
    why: "wants a repository server's words shortened by go: Headwater shows its own words instead of them",
    differs: /server response/,
  },
  mod_pseudo_cache: internet('golang.org'),
  mod_replace_gopkgin: {
    why: 'ends at once on every machine, by its own decision',
    skips: 'always',
  },
  mod_retract_pseudo_base: {
    why: 'wants the words of go for a pseudo-version of a tagged commit: Headwater refuses it too, in its own words',
    differs: /is already canonical/,
  },
  mod_retract_replace: noMod,
  mod_run_pkg_version: otherBody,
  mod_sumdb_file_path: internet('the public module proxy'),
  mod_sumdb_golang: internet('the public module proxy'),
  mod_vcs_missing: internet('launchpad.net'),
  reuse_git: { ...noOrigin, isOff: true },
  reuse_hg: { ...noOrigin, isOff: true },
}
