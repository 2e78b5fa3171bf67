/**
 * The shape of a log's own database, as the statements that lead to it from nothing. Entries are only ever added at the
 * end, as in `facts/migrations.ts`. The triggers hold what no statement may break: a log grows at its end, and nothing
 * that is in it changes or goes.
 */
export const logMigrations: readonly string[] = [
  `
  -- Whose log this is: one row, for ever.
  create table identity (
    only integer primary key check (only = 0),
    key  text not null                             -- of its verifier
  ) strict;

  create table records (
    number        integer primary key,             -- from 0, without gaps
    path          text not null,
    version       text not null,
    zip_sum       text not null check (zip_sum glob 'h1:?*'),
    mod_sum       text not null check (mod_sum glob 'h1:?*'),
    attested_by   text,                            -- key of the log that was proved to have the same; null for nobody
    attested_size integer,                         -- records of that log then
    added_at      integer not null,                -- Unix milliseconds
    unique (path, version),
    check ((attested_by is null) = (attested_size is null))
  ) strict;

  -- Hashes of the tree, 256 in a tile that is full: it is partial at the right edge only.
  create table tiles (
    level integer not null,
    n     integer not null,
    data  blob not null check (length(data) % 32 = 0 and length(data) between 32 and 8192),
    primary key (level, n)
  ) strict;

  -- Every tree that was ever committed to; each is on stable storage before it is signed.
  create table heads (
    size integer primary key,
    root blob not null check (length(root) = 32),
    at   integer not null                          -- Unix milliseconds
  ) strict;

  create trigger identity_stays before delete on identity begin
    select raise(abort, 'a log never changes its key');
  end;
  create trigger identity_never_changes before update on identity begin
    select raise(abort, 'a log never changes its key');
  end;
  create trigger identity_is_not_replaced before insert on identity
  when exists (select 1 from identity) begin
    select raise(abort, 'a log never changes its key');
  end;

  create trigger records_stay before delete on records begin
    select raise(abort, 'records are never deleted');
  end;
  create trigger records_never_change before update on records begin
    select raise(abort, 'records never change');
  end;
  create trigger records_are_appended before insert on records
  when new.number is not (select coalesce(max(number) + 1, 0) from records)
    or exists (select 1 from records where path = new.path and version = new.version)
  begin
    select raise(abort, 'records are appended, one for each version');
  end;

  create trigger tiles_stay before delete on tiles begin
    select raise(abort, 'tiles are never deleted');
  end;
  create trigger tiles_only_grow before update on tiles
  when new.level is not old.level or new.n is not old.n
    or length(new.data) <= length(old.data)
    or substr(new.data, 1, length(old.data)) is not old.data
  begin
    select raise(abort, 'tiles only grow');
  end;
  create trigger tiles_are_not_replaced before insert on tiles
  when exists (select 1 from tiles where level = new.level and n = new.n) begin
    select raise(abort, 'tiles are never replaced');
  end;

  create trigger heads_stay before delete on heads begin
    select raise(abort, 'heads are never deleted');
  end;
  create trigger heads_never_change before update on heads begin
    select raise(abort, 'heads never change');
  end;
  create trigger heads_are_appended before insert on heads
  when new.size <= (select max(size) from heads)
    or new.size is not (select coalesce(max(number) + 1, 0) from records)
  begin
    select raise(abort, 'heads are appended, each with its records');
  end;
  `,
]
