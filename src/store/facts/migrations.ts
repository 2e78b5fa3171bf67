/**
 * The shape of `headwater.db`, as the statements that lead to it from nothing. Entry n takes a database
 * from `user_version` n to n + 1. Entries are only ever added at the end: those already released have
 * run on databases of others.
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
]
