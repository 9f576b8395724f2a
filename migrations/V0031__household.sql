-- Households (到户): villages with teams, a card for each household, plans and measures, checks, money that came, targets.

-- A member of a village team looks after one village: a tie beside those to school, grade, class and pupil.
-- room: access
create table village_tie (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  duty text not null check (duty = 'village_team'),
  village_id uuid not null,
  from_day date not null,
  until_day date not null,
  source_id uuid not null,
  primary key (school_id, id)
);
create index village_tie_by_staff on village_tie (school_id, staff_id, until_day);
create index village_tie_by_source on village_tie (school_id, source_id);

-- A village; whether a team or, in a village that is not poor, a group works there (A10-07).
-- room: household
create table village (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  township text not null,
  province text not null,
  works text not null check (works in ('team', 'group')),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  unique (school_id, township, name)
);

-- Who works for a village or a household, since when and until when: a change is a new row (CONVENTIONS 2.2).
-- room: household
create table household_helper (
  school_id uuid not null,
  id uuid not null,
  scope text not null check (scope in ('village', 'household')),
  of_id uuid not null,
  role text not null,
  staff_id uuid,
  name text not null,
  unit text not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index household_helper_by_of on household_helper (school_id, of_id);
create index household_helper_by_staff on household_helper (school_id, staff_id);

-- A household of a village under its number in the village book.
-- room: household
create table household (
  school_id uuid not null,
  id uuid not null,
  village_id uuid not null,
  number text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  unique (school_id, village_id, number),
  foreign key (school_id, village_id) references village (school_id, id)
);

-- What a household is for the support, with the day from which: the newest word counts (CONVENTIONS 2.7).
-- room: household
create table household_status (
  school_id uuid not null,
  household_id uuid not null,
  number bigint not null,
  status text not null,
  day date not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, household_id, number),
  foreign key (school_id, household_id) references household (school_id, id)
);

-- A member of a household; who is a pupil of the school is named by the register of pupils.
-- room: household
create table household_member (
  school_id uuid not null,
  id uuid not null,
  household_id uuid not null,
  pupil_id uuid,
  from_day date not null,
  until_day date not null,
  primary key (school_id, id),
  foreign key (school_id, household_id) references household (school_id, id)
);
create index household_member_by_household on household_member (school_id, household_id);
create index household_member_by_pupil on household_member (school_id, pupil_id);

-- What is written of a member, sealed: under the child's key where it is a pupil, else under the household's. The newest counts.
-- room: household
create table household_person (
  school_id uuid not null,
  member_id uuid not null,
  number bigint not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, member_id, number),
  foreign key (school_id, member_id) references household_member (school_id, id)
);

-- Who heads it; the newest word counts (A4-18).
-- room: household
create table household_head (
  school_id uuid not null,
  household_id uuid not null,
  number bigint not null,
  member_id uuid not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, household_id, number),
  foreign key (school_id, household_id) references household (school_id, id),
  foreign key (school_id, member_id) references household_member (school_id, id)
);

-- Housing, land, crops, animals, tools, income and costs of a year, sealed under the household's key. The newest counts.
-- room: household
create table household_year (
  school_id uuid not null,
  household_id uuid not null,
  year bigint not null,
  number bigint not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, household_id, year, number),
  foreign key (school_id, household_id) references household (school_id, id)
);

-- Causes of poverty, urgent needs, wishes and risks, by code and in own words, from when until when.
-- room: household
create table household_matter (
  school_id uuid not null,
  id uuid not null,
  household_id uuid not null,
  what text not null check (what in ('cause', 'need', 'wish', 'risk')),
  code text not null,
  from_day date not null,
  until_day date not null,
  body_sealed bytea,
  end_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, household_id) references household (school_id, id)
);
create index household_matter_by_household on household_matter (school_id, household_id);

-- A measure for a household or a plan of a village, with who holds it and by when.
-- room: household
create table household_measure (
  school_id uuid not null,
  id uuid not null,
  scope text not null check (scope in ('village', 'household')),
  of_id uuid not null,
  kind text not null,
  horizon text not null check (horizon in ('near', 'long')),
  answers_id uuid,
  ground text not null,
  staff_id uuid,
  holder text not null,
  from_day date not null,
  due_day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index household_measure_by_of on household_measure (school_id, of_id);

-- Begun, arrived, not arrived, given up: in turn, with the evidence.
-- room: household
create table household_measure_step (
  school_id uuid not null,
  measure_id uuid not null,
  number bigint not null,
  what text not null check (what in ('begun', 'arrived', 'not_arrived', 'given_up')),
  day date not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, measure_id, number),
  foreign key (school_id, measure_id) references household_measure (school_id, id)
);

-- A visit to a household: one, however many of its children go to school.
-- room: household
create table household_visit (
  school_id uuid not null,
  id uuid not null,
  household_id uuid not null,
  day date not null,
  how text not null check (how in ('home', 'phone', 'video')),
  staff_id uuid,
  name text not null,
  next_day date,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, household_id) references household (school_id, id)
);
create index household_visit_by_household on household_visit (school_id, household_id, day);

-- The six ones and the six assurances: fixed rows; the newest word on a row counts (A10-05, A10-09).
-- room: household
create table household_check (
  school_id uuid not null,
  scope text not null check (scope in ('village', 'household')),
  of_id uuid not null,
  item text not null,
  number bigint not null,
  result text not null check (result in ('met', 'unmet', 'none')),
  holder text not null,
  day date not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, of_id, item, number)
);

-- Money and goods that reached a household or a village from outside (A10-04, A10-06). Never changed: taken back by a reversal.
-- room: household
create table household_benefit (
  school_id uuid not null,
  id uuid not null,
  village_id uuid not null,
  household_id uuid,
  kind text not null,
  project text not null,
  source text not null,
  amount_fen bigint,
  goods text not null,
  day date not null,
  evidence text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  check (amount_fen is null or amount_fen > 0),
  foreign key (school_id, village_id) references village (school_id, id)
);
create index household_benefit_by_village on household_benefit (school_id, village_id, day);
create index household_benefit_by_household on household_benefit (school_id, household_id);

-- room: household
create table household_benefit_reversal (
  school_id uuid not null,
  benefit_id uuid not null,
  day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, benefit_id),
  foreign key (school_id, benefit_id) references household_benefit (school_id, id)
);

-- Income of a person and year: the line of monitoring of a province, the average of a town, with its source. The newest counts.
-- room: household
create table household_line (
  school_id uuid not null,
  kind text not null check (kind in ('threshold', 'average')),
  region text not null,
  year bigint not null,
  number bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  source text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, kind, region, year, number)
);

-- What a village aims at in a year: people lifted out, growth above the town's average in tenths of a percentage point (A10-08). The newest counts.
-- room: household
create table household_target (
  school_id uuid not null,
  village_id uuid not null,
  year bigint not null,
  number bigint not null,
  base_year bigint not null,
  people bigint not null,
  above_tenths bigint not null,
  source text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, village_id, year, number),
  foreign key (school_id, village_id) references village (school_id, id)
);

-- How those who answer for a village are assessed in a year (A10-25). The newest counts.
-- room: household
create table household_assessment (
  school_id uuid not null,
  village_id uuid not null,
  year bigint not null,
  number bigint not null,
  verdict text not null check (verdict in ('good', 'fair', 'short')),
  holder text not null,
  words text not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, village_id, year, number),
  foreign key (school_id, village_id) references village (school_id, id)
);
