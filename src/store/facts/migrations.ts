/**
 * The shape of `headwater.db`, as the statements that lead to it from nothing. Entry n takes a database
 * from `user_version` n to n + 1. Entries are only ever added at the end: those already released have
 * run on databases of others. They may call `host_of(url)` and `repository_key(url)`, which are `hostOf()` and `repositoryKey()`; what stays in the
 * database may not.
 */
export const migrations: readonly string[] = [
  `
  -- The hashes every version was first seen with. Append-only: rows outlive the content.
  create table sums (
    path       text not null,
    version    text not null,
    mod_sum    text not null check (mod_sum glob 'h1:?*'), -- of go.mod, as in go.sum
    zip_sum    text check (zip_sum glob 'h1:?*'),          -- of the zip's files; null until known
    first_seen integer not null,                           -- Unix milliseconds, as all times here
    primary key (path, version)
  ) strict, without rowid;

  create trigger sums_stay before delete on sums begin
    select raise(abort, 'sums are never deleted');
  end;

  create trigger sums_are_not_replaced before insert on sums
  when exists (select 1 from sums where path = new.path and version = new.version) begin
    select raise(abort, 'sums are never replaced');
  end;

  create trigger sums_never_change before update on sums
  when new.path is not old.path or new.version is not old.version
    or new.mod_sum is not old.mod_sum or new.first_seen is not old.first_seen
    or (old.zip_sum is not null and new.zip_sum is not old.zip_sum)
  begin
    select raise(abort, 'sums never change');
  end;

  -- Versions whose record is being written, by the store that writes it.
  create table pending (
    path       text not null,
    version    text not null,
    owner      text not null,
    began_at   integer not null,
    primary key (path, version, owner),
    foreign key (path, version) references sums (path, version)
  ) strict, without rowid;

  -- Versions whose record is in place.
  create table versions (
    path        text not null,
    version     text not null,
    time        text,             -- as in .info: RFC 3339
    origin_json text,             -- as in .info
    held_at     integer not null, -- since when
    zip_size    integer,          -- bytes; null while only .info and .mod are held
    primary key (path, version),
    foreign key (path, version) references sums (path, version)
  ) strict, without rowid;

  -- The last answer of upstream to each question about a module.
  create table answers (
    path     text not null,
    question text not null,
    body     text not null,
    asked_at integer not null,
    primary key (path, question)
  ) strict, without rowid;

  -- Every place a module was ever found at.
  create table locations (
    path       text not null,
    vcs        text not null,
    url        text not null,
    root       text not null,
    subdir     text not null,
    first_seen integer not null,
    last_seen  integer not null,
    primary key (path, vcs, url, root, subdir)
  ) strict, without rowid;

  -- Every request sent to another host.
  create table requests (
    id       integer primary key,
    at       integer not null,
    host     text not null,
    method   text not null,
    url      text not null,
    purpose  text not null,
    status   integer,          -- null when no answer came
    sent     integer not null, -- bytes
    received integer not null, -- bytes
    millis   integer not null,
    failure  text
  ) strict;
  create index requests_by_time on requests (at, host, sent, received);
  create index requests_by_host on requests (host, id);
  `,
  `
  -- On whose account a request went: foreground, background, floor or push.
  alter table requests add column reason text not null default 'foreground';
  drop index requests_by_time;
  create index requests_by_time on requests (at);

  -- What went to and fro with a host on one day, written together with the requests it sums up. Outlives them.
  create table host_days (
    day      text not null,    -- 2026-11-30, UTC
    host     text not null,
    account  text not null,    -- as requests.reason; or saved: what answers from here have spared the host
    rules    integer not null, -- 1 for robots.txt, else 0
    requests integer not null,
    bytes    integer not null, -- both ways
    errors   integer not null, -- no answer, 429 or 5xx
    primary key (day, host, account, rules)
  ) strict, without rowid;
  create index host_days_by_host on host_days (host, day);

  -- Every host that was ever asked or spared, and how we stand with it.
  create table hosts (
    host           text not null primary key,
    since          integer,                    -- when it was first asked or spared; null for never
    saved_requests integer not null default 0, -- that answers from here have spared it
    saved_bytes    integer not null default 0,
    spent_requests integer not null default 0, -- on background looks
    spent_bytes    integer not null default 0,
    paused_until   integer not null default 0,
    paused_for     text not null default '',
    paused_at      integer not null default 0,
    troubles       integer not null default 0  -- requests in a row that came to nothing
  ) strict, without rowid;

  -- The robots.txt of a host. Apart, since it is large and changes seldom.
  create table robots (
    host   text not null primary key,
    at     integer not null,
    status integer not null, -- 0 when no answer came
    text   text not null
  ) strict;

  insert into host_days (day, host, account, rules, requests, bytes, errors)
    select date(at / 1000, 'unixepoch'), host, reason, purpose = 'rules', count(*),
      sum(sent + received), sum(status is null or status = 429 or status >= 500)
    from requests group by 1, 2, 3, 4;
  insert into hosts (host, since) select host, min(at) from requests group by host;
  `,
  `
  -- Repositories that somebody wanted code of. Names them as Origin.URL of their versions does.
  create table repositories (
    url         text not null primary key,
    key         text,                       -- what all spellings of its address have in common
    vcs         text not null,
    host        text not null,
    wanted_at   integer not null,
    refs_at     integer,                    -- when its refs were last read
    refs_bytes  integer not null default 0,
    look_at     integer,                    -- the last background look
    look_result text,
    look_saw    text,
    quiet       integer not null default 0, -- looks in a row that found nothing new
    due_at      integer not null,           -- when the next one is due
    pushed_at   integer
  ) strict, without rowid;
  create index repositories_by_host on repositories (host, url);
  create index repositories_by_due on repositories (host, due_at, url);
  create index repositories_by_key on repositories (key) where key is not null;

  insert into repositories (url, key, vcs, host, wanted_at, due_at)
    select url, repository_key(url), vcs, host_of(url), max(last_seen), max(last_seen) from locations
    where vcs in ('git', 'hg', 'svn', 'fossil') group by url;

  create index locations_by_url on locations (url);

  -- The repository a version was made from.
  alter table versions add column origin_url text generated always as
    (case when json_valid(origin_json) then cast(origin_json ->> '$.URL' as text) end) virtual;
  create index versions_by_origin on versions (origin_url) where origin_url is not null;
  `,
  `
  create index repositories_by_time on repositories (due_at, url);
  `,
  `
  -- What commits were found to hold. Content has one hash for ever, so sums are never replaced.
  create table known_contents (
    path       text not null,
    version    text not null,
    hash       text not null, -- of the commit; of Subversion url@revision
    root       text not null, -- import path of the repository's root,
    dir        text not null, -- and the module's folder: with the path they tell which files are its
    vcs        text not null, -- where it was read last
    url        text not null,
    mod_sum    text not null check (mod_sum glob 'h1:?*'),
    zip_sum    text check (zip_sum glob 'h1:?*'), -- null while only go.mod was hashed
    hashed_at  integer not null,
    proof_json text,                              -- of pseudo-versions: see RefProof
    primary key (path, version, hash, root, dir)
  ) strict, without rowid;

  create trigger known_contents_never_change before update on known_contents
  when new.mod_sum is not old.mod_sum
    or (old.zip_sum is not null and new.zip_sum is not old.zip_sum)
  begin
    select raise(abort, 'known contents never change');
  end;

  -- Troubles of module versions that were seen by checks, until a look finds them well.
  create table troubles (
    path       text not null,
    version    text not null,
    code       text not null,    -- of the verdict
    first_seen integer not null,
    last_seen  integer not null, -- the last look that counted
    looks      integer not null,
    primary key (path, version, code)
  ) strict, without rowid;
  `,
  `
  -- The largest verified head of each transparency log of others.
  create table log_heads (
    log  text not null primary key,
    size integer not null,
    root blob not null check (length(root) = 32)
  ) strict, without rowid;

  -- What the go.mod that states the retractions of a module says, by the commit that it is from.
  create table statements (
    path    text not null,
    version text not null,
    hash    text not null,
    body    text not null,
    primary key (path, version)
  ) strict, without rowid;
  `,
  `
  -- Where repositories were found through a redirect: it may end, and then nobody else tells of it.
  create table redirects (
    url        text not null, -- original
    target     text not null, -- what answered
    first_seen integer not null,
    last_seen  integer not null,
    primary key (url, target)
  ) strict, without rowid;
  `,
  `
  -- What checksum databases of others were proved to have of module versions.
  create table logged_records (
    log       text not null,                               -- name and id of its key
    path      text not null,
    version   text not null,
    mod_sum   text not null check (mod_sum glob 'h1:?*'),
    zip_sum   text not null check (zip_sum glob 'h1:?*'),
    size      integer not null,                            -- entries of the log then
    proved_at integer not null,
    primary key (log, path, version)
  ) strict, without rowid;

  create trigger logged_records_never_change before update on logged_records
  begin
    select raise(abort, 'logged records never change');
  end;
  `,
  `
  alter table repositories add column public_at integer; -- when refs were last read without credentials
  `,
  `
  -- What came in, in the order of commits: one row for each version that was ever held, which outlives the content.
  create table feed (
    seq     integer primary key,
    at      integer not null unique,   -- Unix microseconds
    type    text not null,
    path    text not null,
    version text not null
  ) strict;
  create unique index feed_added on feed (path, version) where type = 'added';
  create index feed_by_path on feed (path);

  create trigger feed_grows before insert on feed
  when new.at <= (select at from feed order by seq desc limit 1) begin
    select raise(abort, 'each entry of the feed is later than the one before');
  end;

  create trigger feed_stays before delete on feed begin
    select raise(abort, 'entries of the feed are never deleted');
  end;

  create trigger feed_never_changes before update on feed begin
    select raise(abort, 'entries of the feed never change');
  end;

  -- Versions of one millisecond follow each other by microseconds.
  insert into feed (seq, at, type, path, version)
    select place, place + max(held_at * 1000 - place) over (order by place), 'added', path, version
    from (select row_number() over (order by held_at, path, version) as place, held_at, path, version from versions)
    order by place;
  `,
  `
  -- What is passed on of checksum databases of others, all of it proved before. log is the name and id of a key.
  create table relayed_heads (
    log     text not null,
    size    integer not null,
    root    blob not null check (length(root) = 32),
    note    text not null,
    seen_at integer not null,
    primary key (log, size)
  ) strict, without rowid;

  create trigger relayed_heads_never_change before update on relayed_heads
  begin
    select raise(abort, 'relayed heads never change');
  end;

  create table relayed_records (
    log     text not null,
    path    text not null,
    version text not null,
    id      integer not null,
    body    text not null,
    primary key (log, path, version)
  ) strict, without rowid;

  create trigger relayed_records_never_change before update on relayed_records
  begin
    select raise(abort, 'relayed records never change');
  end;

  create table relayed_tiles (
    log    text not null,
    level  text not null,    -- 0 to 6, or data
    n      integer not null,
    width  integer not null, -- the widest that was proved
    body   blob not null,
    sha256 blob not null,    -- of body
    primary key (log, level, n)
  ) strict;

  -- Logs that were caught with two histories. Nothing of them is passed on until somebody has looked at it.
  create table log_forks (
    number    integer primary key,
    log       text not null,
    found_at  integer not null,
    evidence  text not null,
    thawed_at integer
  ) strict;
  `,
  `
  -- From here on log_heads gets no more rows: heads are in relayed_heads, with their notes, whoever has seen them.

  -- Signed heads of logs of others that were shown neither to fit what is known nor to contradict it.
  create table doubtful_heads (
    log        text not null,
    size       integer not null,
    root       blob not null check (length(root) = 32),
    note       text not null,
    known      text,             -- the note that it was held against
    why        text not null,
    seen_at    integer not null,
    settled_at integer,          -- since when it is not in doubt any more
    primary key (log, size, root)
  ) strict, without rowid;
  `,
]
