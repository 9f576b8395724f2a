-- The parameters of a support scheme, by term. A change is a new version; what counted in a past term stays readable.

-- A programme that the school copied from a preset.
-- room: programme
create table programme (
  school_id uuid not null,
  id uuid not null,
  preset text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- What it says from a term on.
-- room: programme
create table programme_version (
  school_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  number bigint not null,
  name text not null,
  purpose text not null,
  from_term text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, programme_id) references programme (school_id, id)
);
create unique index programme_version_once on programme_version (school_id, programme_id, number);

-- The value of a parameter in a version; a parameter without a row is not asked for.
-- room: programme
create table programme_value (
  school_id uuid not null,
  version_id uuid not null,
  param text not null,
  value text not null,
  primary key (school_id, version_id, param),
  foreign key (school_id, version_id) references programme_version (school_id, id)
);

-- Whom a version serves.
-- room: programme
create table programme_category (
  school_id uuid not null,
  version_id uuid not null,
  category text not null,
  primary key (school_id, version_id, category),
  foreign key (school_id, version_id) references programme_version (school_id, id)
);

-- For which terms it is switched on or off; the newest word on a term counts.
-- room: programme
create table programme_switch (
  school_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  number bigint not null,
  is_on boolean not null,
  from_term text not null,
  until_term text,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, programme_id) references programme (school_id, id)
);
create unique index programme_switch_once on programme_switch (school_id, programme_id, number);

-- The school's own word for a category of pupils; the newest counts, an empty one takes the product's.
-- room: programme
create table programme_word (
  school_id uuid not null,
  id uuid not null,
  category text not null,
  number bigint not null,
  word text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index programme_word_once on programme_word (school_id, category, number);
