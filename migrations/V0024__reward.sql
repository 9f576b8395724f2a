-- Rewards (表彰): rules as data, who is put forward, decided and confirmed, praise that is given at once, contests of a class. What people write of a child is sealed under its key.

-- A rule of the school, or an incentive of one class (B6-14).
-- room: reward
create table reward_rule (
  school_id uuid not null,
  id uuid not null,
  preset text not null,
  class_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- What a rule says: every version stays, the newest counts.
-- room: reward
create table reward_rule_version (
  school_id uuid not null,
  rule_id uuid not null,
  number bigint not null,
  name text not null,
  basis text not null check (basis in ('rise', 'group_rise', 'conduct', 'stars', 'exception', 'goal', 'strength', 'incentive')),
  gift text not null check (gift in ('certificate', 'praise_letter', 'prize', 'less_homework', 'bonus_marks')),
  occasion text not null check (occasion in ('middle', 'end', 'any')),
  audience text not null check (audience in ('everybody', 'supported')),
  most bigint,
  split text not null,
  labels text not null,
  sentence text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, rule_id, number),
  foreign key (school_id, rule_id) references reward_rule (school_id, id)
);

-- A rule counts in a term when its newest word says so.
-- room: reward
create table reward_switch (
  school_id uuid not null,
  rule_id uuid not null,
  term_id uuid not null,
  number bigint not null,
  is_on boolean not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, rule_id, term_id, number),
  foreign key (school_id, rule_id) references reward_rule (school_id, id)
);

-- The day of the ceremony with the days before it, in school days; the newest counts.
-- room: reward
create table reward_schedule (
  school_id uuid not null,
  term_id uuid not null,
  occasion text not null check (occasion in ('middle', 'end')),
  number bigint not null,
  day date not null,
  propose_days bigint not null,
  decide_days bigint not null,
  confirm_days bigint not null,
  print_days bigint not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, term_id, occasion, number)
);

-- A reward of a child: put forward under a rule, or given at once.
-- room: reward
create table reward (
  school_id uuid not null,
  id uuid not null,
  rule_id uuid,
  term_id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  gift text not null check (gift in ('certificate', 'praise_letter', 'prize', 'less_homework', 'bonus_marks')),
  name text not null,
  label text not null,
  tier bigint not null check (tier between 0 and 3),
  how text not null check (how in ('evidence', 'hand', 'at_once')),
  day date not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index reward_by_term on reward (school_id, term_id, class_id);
create index reward_by_pupil on reward (school_id, pupil_id, day);

-- Why, and the sentence in the child's favour; every version stays, the newest counts.
-- room: reward
create table reward_text (
  school_id uuid not null,
  reward_id uuid not null,
  number bigint not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, reward_id, number),
  foreign key (school_id, reward_id) references reward (school_id, id)
);

-- What became of it, step by step; the newest counts. Nothing is deleted.
-- room: reward
create table reward_step (
  school_id uuid not null,
  reward_id uuid not null,
  number bigint not null,
  what text not null check (what in ('nominated', 'declined', 'decided', 'confirmed', 'given', 'revoked')),
  reason_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, reward_id, number),
  foreign key (school_id, reward_id) references reward (school_id, id)
);

-- A friendly contest or a recital of a class, once a unit (A2-11, A2-12). It is no exam and has no marks.
-- room: reward
create table reward_contest (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  term_id uuid not null,
  what text not null check (what in ('contest', 'recital')),
  subject text not null,
  unit text not null,
  title text not null,
  day date not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index reward_contest_by_class on reward_contest (school_id, class_id, term_id);

-- Who took part.
-- room: reward
create table reward_contest_pupil (
  school_id uuid not null,
  contest_id uuid not null,
  pupil_id uuid not null,
  praised boolean not null,
  primary key (school_id, contest_id, pupil_id),
  foreign key (school_id, contest_id) references reward_contest (school_id, id)
);
