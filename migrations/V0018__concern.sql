-- B4-03: what the counsellor found of a child in distress, from being asked to being over. The counsellor's alone; the category itself stands among the confirmations.

-- room: casefile
create table case_concern (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  number bigint not null,
  what text not null check (what in ('raised', 'looked', 'lifted')),
  day date not null,
  text_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create unique index case_concern_by_case on case_concern (school_id, case_id, number);
