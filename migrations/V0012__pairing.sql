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

-- A tie to one pupil opens the pupil's data as long as the pupil has a place in a class, as the other ties do: who leaves the school is no longer read by a mentor.
drop view reader;
-- room: access
create view reader as
  select t.school_id, t.staff_id, p.pupil_id, t.duty, t.scope, t.subject, t.from_day as tie_from, t.until_day as tie_until,
         p.from_day as place_from, p.until_day as place_until, t.id as tie_id, t.on_behalf_of
    from tie t join place p on p.school_id = t.school_id and p.class_id = t.scope_id
   where t.scope = 'class'
  union all
  select t.school_id, t.staff_id, p.pupil_id, t.duty, t.scope, t.subject, t.from_day, t.until_day,
         p.from_day, p.until_day, t.id, t.on_behalf_of
    from tie t join place p on p.school_id = t.school_id and p.grade_id = t.scope_id
   where t.scope = 'grade'
  union all
  select t.school_id, t.staff_id, p.pupil_id, t.duty, t.scope, t.subject, t.from_day, t.until_day,
         p.from_day, p.until_day, t.id, t.on_behalf_of
    from tie t join place p on p.school_id = t.school_id and p.pupil_id = t.scope_id
   where t.scope = 'pupil';
