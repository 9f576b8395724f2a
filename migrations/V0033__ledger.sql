-- Aid (资助): the money of the school's funds in a ledger of double entry. An entry is never changed: what was wrong is reversed by another entry, with a reason. No name of a child stands here.

-- A fund: the school's support station (A1-06), the care fund (B3-12), what a class gives (A1-08), project money (A10-04), money that the county pays. The counter is what may still be promised.
-- room: aid
create table aid_fund (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('station', 'care', 'class', 'project', 'budget', 'other')),
  name text not null,
  held text not null check (held in ('school', 'charity', 'county', 'goods')),
  purpose text not null,
  class_id uuid,
  free_fen bigint not null check (free_fen >= 0),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- Things that are given: by name and unit; how many there are follows from the ledger.
-- room: aid
create table aid_item (
  school_id uuid not null,
  id uuid not null,
  what text not null check (what in ('school', 'book', 'daily', 'farm', 'other')),
  name text not null,
  unit text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index aid_item_by_name on aid_item (school_id, name, unit);

-- The head of the ledger: the number and the hash of its last entry.
-- room: aid
create table aid_head (
  school_id uuid not null,
  last bigint not null,
  hash bytea not null,
  primary key (school_id)
);

-- Through which day the books are closed; the newest word counts, and it only goes forward.
-- room: aid
create table aid_closing (
  school_id uuid not null,
  number bigint not null,
  through_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, number)
);

-- An entry. Its hash covers the one before, so that a changed or removed entry is found. It is reversed once at most.
-- room: aid
create table aid_entry (
  school_id uuid not null,
  number bigint not null,
  id uuid not null,
  day date not null,
  what text not null,
  about text not null,
  source_id uuid,
  reverses bigint,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  hash bytea not null,
  primary key (school_id, number)
);
create unique index aid_entry_by_id on aid_entry (school_id, id);
create unique index aid_entry_reversed on aid_entry (school_id, reverses) where reverses is not null;
create index aid_entry_by_source on aid_entry (school_id, source_id) where source_id is not null;

-- A posting: debit above nothing, credit below. Of goods the quantity stands beside the value.
-- room: aid
create table aid_posting (
  school_id uuid not null,
  entry_number bigint not null,
  place bigint not null,
  fund_id uuid not null,
  account text not null,
  item_id uuid,
  amount_fen bigint not null check (amount_fen <> 0),
  quantity bigint not null,
  primary key (school_id, entry_number, place),
  foreign key (school_id, entry_number) references aid_entry (school_id, number),
  foreign key (school_id, fund_id) references aid_fund (school_id, id)
);
create index aid_posting_by_fund on aid_posting (school_id, fund_id, account);
