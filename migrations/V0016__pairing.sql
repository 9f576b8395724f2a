-- Who helps whom (结对): pairs with first and last day, their release, the quota of each mentor, and the proposal that is not yet accepted.

-- A pair of a child and a member of staff in a programme (A8-05, A9-06). It ends by itself: with the term, or with the school year where the programme says so (A8-08).
-- room: pairing
create table pairing (
  school_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  from_day date not null,
  until_day date not null,
  why text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index pairing_by_programme on pairing (school_id, programme_id, until_day);
create index pairing_by_pupil on pairing (school_id, pupil_id, until_day);
create index pairing_by_staff on pairing (school_id, staff_id, until_day);

-- room: pairing
create table pairing_end (
  school_id uuid not null,
  pairing_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pairing_id),
  foreign key (school_id, pairing_id) references pairing (school_id, id)
);

-- How many children a mentor has in a programme up to a last day, and how many at most (A8-06): a stored counter, so that two hands cannot give the last place twice.
-- room: pairing
create table mentor_load (
  school_id uuid not null,
  programme_id uuid not null,
  until_day date not null,
  staff_id uuid not null,
  taken bigint not null check (taken >= 0),
  quota bigint not null,
  primary key (school_id, programme_id, until_day, staff_id),
  foreign key (school_id, staff_id) references staff (school_id, id),
  check (taken <= quota)
);

-- The lines of a proposal; a locked line stays when the proposal is made anew.
-- room: pairing
create table pairing_line (
  school_id uuid not null,
  programme_id uuid not null,
  until_day date not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  locked boolean not null,
  why text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, programme_id, until_day, pupil_id, staff_id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
