-- What is known about families, the yearly look through it, and who has said yes to what.

-- One fact about a child's family, from a day on. Never changed: what is new is a new row; what was wrong is corrected by a row that says which and why.
-- room: roster
create table family_fact (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  number bigint not null check (number > 0),
  topic text not null,
  item text not null default '',
  value text not null,
  since_day date,
  until_day date,
  place text not null default '',
  degree bigint check (degree between 1 and 4),
  certified boolean,
  amount_fen bigint check (amount_fen >= 0),
  note_sealed bytea,
  from_day date not null,
  source text not null check (source in ('form', 'check', 'import')),
  corrects_id uuid,
  reason_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  import_id uuid,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create unique index family_fact_number on family_fact (school_id, pupil_id, number);
create unique index family_fact_corrected_once on family_fact (school_id, corrects_id);
create index family_fact_by_import on family_fact (school_id, import_id);

-- That the facts of a child were looked through in a school year, once.
-- room: roster
create table family_check (
  school_id uuid not null,
  year_id uuid not null,
  pupil_id uuid not null,
  changed boolean not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, year_id, pupil_id),
  foreign key (school_id, year_id) references school_year (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);

-- By when all classes look their families' facts through; the newest word of a year counts.
-- room: roster
create table family_check_round (
  school_id uuid not null,
  id uuid not null,
  year_id uuid not null,
  number bigint not null check (number > 0),
  due_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, year_id) references school_year (school_id, id)
);
create unique index family_check_round_number on family_check_round (school_id, year_id, number);

-- The local line of subsistence (低保标准) for one person and year, by region and calendar year.
-- room: roster
create table subsistence_line (
  school_id uuid not null,
  region text not null,
  year bigint not null check (year between 2000 and 2200),
  household text not null check (household in ('rural', 'urban')),
  amount_fen bigint not null check (amount_fen > 0),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, region, year, household)
);

-- A consent is given, refused, or withdrawn after it was given; the letter that was answered has a version.
alter table consent add column withdrawn boolean not null default false;
alter table consent add column letter_version text not null default '';
alter table consent add column guardian_id uuid;
