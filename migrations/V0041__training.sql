-- Trainings of who helps children, and what the school tells others about the work.

-- A training with its topic and length (B7-04). Material is kept as a file of it.
-- room: tutoring
create table tutoring_training (
  school_id uuid not null,
  id uuid not null,
  term_id uuid not null,
  day date not null,
  minutes bigint not null check (minutes > 0),
  topic text not null,
  title text not null,
  speaker text not null,
  about text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index tutoring_training_by_term on tutoring_training (school_id, term_id, day);

-- Whether a member of staff took part. Every line stays, the newest counts.
-- room: tutoring
create table tutoring_trained (
  school_id uuid not null,
  training_id uuid not null,
  staff_id uuid not null,
  number bigint not null,
  was_there boolean not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, training_id, staff_id, number),
  foreign key (school_id, training_id) references tutoring_training (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- What the school tells others (A1-21): checked words, approved by somebody else. It ends with its last day.
-- room: tutoring
create table tutoring_post (
  school_id uuid not null,
  id uuid not null,
  channel text not null,
  title text not null,
  words text not null,
  until_day date not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- A child who is named or seen in it: each with a guardian's consent.
-- room: tutoring
create table tutoring_post_child (
  school_id uuid not null,
  post_id uuid not null,
  pupil_id uuid not null,
  primary key (school_id, post_id, pupil_id),
  foreign key (school_id, post_id) references tutoring_post (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index tutoring_post_child_by_pupil on tutoring_post_child (school_id, pupil_id);

-- What was decided of it: approved, given back with a reason, taken down.
-- room: tutoring
create table tutoring_post_step (
  school_id uuid not null,
  post_id uuid not null,
  number bigint not null,
  what text not null check (what in ('approved', 'returned', 'down')),
  why text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, post_id, number),
  foreign key (school_id, post_id) references tutoring_post (school_id, id)
);
