-- Classmates who learn together (小伙伴), volunteers from outside, and what mentors are good at.

-- What was entered of a child in the grid of its class: whether it would like a study partner, whom it likes, and whether it is willing to help. Every line stays, the newest counts.
-- room: pairing
create table peer_say (
  school_id uuid not null,
  class_id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  needs boolean not null,
  wants text not null,
  willing text not null check (willing in ('yes', 'no', 'unasked')),
  good_at text not null,
  wish_1 uuid,
  wish_2 uuid,
  wish_3 uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, class_id, pupil_id, number),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index peer_say_by_pupil on peer_say (school_id, pupil_id);

-- A child and the classmate who helps it, led by a teacher (A6-11). It ends by itself with the term.
-- room: pairing
create table peer_pair (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  helped_id uuid not null,
  helper_id uuid not null,
  lead_id uuid not null,
  from_day date not null,
  until_day date not null,
  why text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, helped_id) references pupil (school_id, id),
  foreign key (school_id, helper_id) references pupil (school_id, id),
  foreign key (school_id, lead_id) references staff (school_id, id)
);
create index peer_pair_by_class on peer_pair (school_id, class_id, until_day);
create index peer_pair_by_helped on peer_pair (school_id, helped_id);
create index peer_pair_by_helper on peer_pair (school_id, helper_id);

-- room: pairing
create table peer_pair_end (
  school_id uuid not null,
  peer_pair_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, peer_pair_id),
  foreign key (school_id, peer_pair_id) references peer_pair (school_id, id)
);

-- The one place that a child has for a helper, and until when it is taken: two hands cannot give one child two helpers (A6-11: exactly one).
-- room: pairing
create table peer_place (
  school_id uuid not null,
  pupil_id uuid not null,
  until_day date not null,
  primary key (school_id, pupil_id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);

-- A small group that learns together, led by a teacher (A6-08, B2-04). It ends by itself with the term.
-- room: pairing
create table study_group (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  name text not null,
  lead_id uuid not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, lead_id) references staff (school_id, id)
);
create index study_group_by_class on study_group (school_id, class_id, until_day);

-- room: pairing
create table study_group_member (
  school_id uuid not null,
  study_group_id uuid not null,
  pupil_id uuid not null,
  primary key (school_id, study_group_id, pupil_id),
  foreign key (school_id, study_group_id) references study_group (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index study_group_member_by_pupil on study_group_member (school_id, pupil_id);

-- room: pairing
create table study_group_end (
  school_id uuid not null,
  study_group_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, study_group_id),
  foreign key (school_id, study_group_id) references study_group (school_id, id)
);

-- Somebody from outside who helps (B5-02): no login. A name, what kind of person, and the member of staff who vouches.
-- room: pairing
create table volunteer (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  vouched_by uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, vouched_by) references staff (school_id, id)
);

-- A volunteer and the child, under a named teacher, with the day of the guardian's consent. It ends by itself with the term.
-- room: pairing
create table volunteer_pair (
  school_id uuid not null,
  id uuid not null,
  volunteer_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  consent_day date not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, volunteer_id) references volunteer (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index volunteer_pair_by_pupil on volunteer_pair (school_id, pupil_id, until_day);
create index volunteer_pair_by_volunteer on volunteer_pair (school_id, volunteer_id, until_day);

-- room: pairing
create table volunteer_pair_end (
  school_id uuid not null,
  volunteer_pair_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, volunteer_pair_id),
  foreign key (school_id, volunteer_pair_id) references volunteer_pair (school_id, id)
);

-- Who is free for a child until when: one to one, whoever presses first (B5-02).
-- room: pairing
create table volunteer_place (
  school_id uuid not null,
  holder_id uuid not null,
  until_day date not null,
  primary key (school_id, holder_id)
);

-- What a member of staff says of the own strengths, for pairing (A8-07). Every line stays, the newest counts.
-- room: pairing
create table mentor_strength (
  school_id uuid not null,
  staff_id uuid not null,
  number bigint not null,
  codes text not null,
  at_ms bigint not null,
  primary key (school_id, staff_id, number),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- The teacher whom a child wishes for (A8-07: mutual trust); none where it has taken the wish back. Every line stays, the newest counts.
-- room: pairing
create table mentor_wish (
  school_id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  staff_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pupil_id, number),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);

-- When in the week a helper and a child meet (B6-02). Every line stays, the newest counts.
-- room: pairing
create table pairing_slot (
  school_id uuid not null,
  pairing_id uuid not null,
  number bigint not null,
  slots text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pairing_id, number),
  foreign key (school_id, pairing_id) references pairing (school_id, id)
);

-- A change accepted so that the rules of a programme hold together (A3-05): so many children fewer, or more, of one mentor, up to the last day of its pairs.
-- room: pairing
create table pairing_relief (
  school_id uuid not null,
  programme_id uuid not null,
  until_day date not null,
  staff_id uuid not null,
  fewer bigint not null check (fewer >= 0),
  more bigint not null check (more >= 0),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, programme_id, until_day, staff_id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
